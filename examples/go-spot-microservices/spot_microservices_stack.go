package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/org/payment-platform-go/auditedalb"
	"github.com/org/payment-platform-go/fargateservice"
	"github.com/org/payment-platform-go/securevpc"
)

type spotMicroservicesProps struct {
	awscdk.StackProps
	repositories   map[string]awsecr.IRepository
	certificateArn *string
	imageTag       *string
}

// newSpotMicroservicesStack makes three payment services on Fargate and Fargate Spot: network, cluster, services, load
// balancer.
func newSpotMicroservicesStack(scope constructs.Construct, id string, props *spotMicroservicesProps) {
	stack := awscdk.NewStack(scope, &id, &props.StackProps)
	logs := newAuditLogs(stack)
	network := newNetwork(stack, logs)
	capacity := fargateservice.Capacity_Spot(&fargateservice.SpotOptions{
		Share:    jsii.Number(0.5),
		MinTasks: jsii.Number(3),
		MaxTasks: jsii.Number(10),
	})
	cluster := fargateservice.NewFargateCluster(stack, jsii.String("Cluster"), &fargateservice.FargateClusterProps{
		Vpc:             network.Vpc(),
		Namespace:       jsii.String("payments.internal"),
		DefaultCapacity: capacity,
	}).Cluster()

	on := platform{network, cluster, capacity, props.repositories, props.imageTag}
	payment := newMicroservice(stack, paymentApi, on)
	fraud := newMicroservice(stack, fraudDetection, on)
	notification := newMicroservice(stack, notificationService, on)
	// Who may call whom; nothing else is open between them.
	payment.Connections().AllowToDefaultPort(fraud, jsii.String("Payments to fraud detection"))
	payment.Connections().AllowToDefaultPort(notification, jsii.String("Payments to notifications"))
	fraud.Connections().AllowToDefaultPort(notification, jsii.String("Fraud alerts to notifications"))

	alb := newLoadBalancer(stack, network, logs, props.certificateArn, payment)

	output(stack, "VpcId", network.Vpc().VpcId(), "The VPC")
	output(stack, "AlbDnsName", alb.LoadBalancer().LoadBalancerDnsName(), "Where requests go: point your domain here")
	output(stack, "ClusterName", cluster.ClusterName(), "ECS cluster")
	output(stack, "FlowLogsBucket", network.FlowLogBucket().BucketName(), "VPC flow logs")
	output(stack, "AlbLogsBucket", alb.AccessLogBucket().BucketName(), "Access logs of the load balancer")
	for _, service := range []fargateservice.FargateService{payment, fraud, notification} {
		name := *service.Node().Id()
		output(stack, outputName(name, "EcsService"), service.Service().ServiceName(), "ECS service of "+name)
	}
}

func newNetwork(stack awscdk.Stack, logs auditLogs) securevpc.SecureVpc {
	return securevpc.NewSecureVpc(stack, jsii.String("Network"), &securevpc.SecureVpcProps{
		Addressing: securevpc.Addressing_Cidr(jsii.String("10.0.0.0/16")),
		Zones:      securevpc.Zones_First(jsii.Number(3)),
		Tiers:      securevpc.NetworkTiers_PublicPrivate(),
		Endpoints: securevpc.Endpoints_Of(&[]awsec2.InterfaceVpcEndpointAwsService{
			awsec2.InterfaceVpcEndpointAwsService_ECR(),
			awsec2.InterfaceVpcEndpointAwsService_ECR_DOCKER(),
			awsec2.InterfaceVpcEndpointAwsService_CLOUDWATCH_LOGS(),
		}),
		FlowLogBucket: logs.flowLogs,
	})
}

func newLoadBalancer(
	stack awscdk.Stack,
	network securevpc.SecureVpc,
	logs auditLogs,
	certificateArn *string,
	payment fargateservice.FargateService,
) auditedalb.AuditedAlb {
	alb := auditedalb.NewAuditedAlb(stack, jsii.String("Alb"), &auditedalb.AuditedAlbProps{
		Vpc:             network.Vpc(),
		VpcSubnets:      network.PublicTier(),
		AccessLogBucket: logs.albLogs,
		Certificate:     auditedalb.Certificate_FromArn(certificateArn),
		Firewall: auditedalb.WebFirewall_Managed(&auditedalb.ManagedFirewallProps{
			Logs: auditedalb.FirewallLogs_Everything(nil),
		}),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	targets := alb.AddTargetGroup(jsii.String("Api"), &auditedalb.TargetGroupProps{
		Port:        &paymentApi.port,
		Targets:     &[]awselasticloadbalancingv2.IApplicationLoadBalancerTarget{payment},
		HealthCheck: &auditedalb.TargetHealthCheck{Path: jsii.String("/health")},
	})
	alb.AddRoute(jsii.String("Api"), auditedalb.Routing_Paths(jsii.Strings("/api/*", "/payments/*"), targets))
	return alb
}

func output(stack awscdk.Stack, name string, value *string, description string) {
	awscdk.NewCfnOutput(stack, &name, &awscdk.CfnOutputProps{Value: value, Description: &description})
}
