package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
	"github.com/org/payment-platform-go/compliancelogging"
	"github.com/org/payment-platform-go/fargateservice"
	"github.com/org/payment-platform-go/securevpc"
)

// s3PrefixList is the prefix list of Amazon S3 in us-east-1, where ECR keeps image layers.
const s3PrefixList = "pl-63a5400a"

// platform is what all services stand on.
type platform struct {
	network      securevpc.SecureVpc
	cluster      awsecs.ICluster
	capacity     fargateservice.Capacity
	repositories map[string]awsecr.IRepository
	imageTag     *string
}

// newMicroservice makes one service with its own log group, roles, scaling and name. Who may call it, the stack says.
func newMicroservice(stack awscdk.Stack, settings serviceSettings, on platform) fargateservice.FargateService {
	logs := compliancelogging.NewComplianceLogGroup(
		stack,
		jsii.String(settings.name+"-logs"),
		&compliancelogging.ComplianceLogGroupProps{
			Retention:     awscdk.Duration_Days(jsii.Number(30)),
			RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
		},
	)
	awscdk.Validations_Of(logs).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("Annotation::@org/compliance-logging:retention-below-twelve-months"),
		Reason: jsii.String("The platform exports its logs before they expire"),
	})

	service := fargateservice.NewFargateService(stack, &settings.name, &fargateservice.FargateServiceProps{
		Cluster:    on.cluster,
		VpcSubnets: on.network.PrivateTier(),
		Container: &fargateservice.ServiceContainer{
			Image: awsecs.ContainerImage_FromEcrRepository(on.repositories[settings.name], on.imageTag),
			Port:  &settings.port,
			HealthCheck: fargateservice.ContainerHealthCheck_Http(&fargateservice.HttpHealthCheckOptions{
				Path:     jsii.String("/health"),
				Interval: awscdk.Duration_Seconds(jsii.Number(30)),
				Retries:  jsii.Number(3),
			}),
		},
		Size: fargateservice.TaskSize_Of(&fargateservice.TaskSizeOptions{
			Cpu:       jsii.Number(1024),
			MemoryMiB: jsii.Number(2048),
		}),
		Scaling: fargateservice.Scaling_Between(jsii.Number(3), jsii.Number(10)).
			OnCpu(jsii.Number(70)).
			OnMemory(jsii.Number(80)),
		DesiredCount:  jsii.Number(3),
		Capacity:      on.capacity,
		Discovery:     fargateservice.Discovery_Dns(&settings.name, nil),
		Egress:        &[]fargateservice.Egress{egress(settings)},
		LogGroup:      logs.LogGroup(),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	awscdk.Validations_Of(service).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("Annotation::@org/fargate-service:scaling-reset"),
		Reason: jsii.String("Three tasks each after a deployment, whatever scaling had made of them"),
	})
	if settings.internetAccess != "" {
		awscdk.Validations_Of(service).Acknowledge(&awscdk.Acknowledgment{
			Id:     jsii.String("Annotation::@org/fargate-service:egress-anywhere"),
			Reason: &settings.internetAccess,
		})
	} else {
		service.Connections().AllowToDefaultPort(
			on.network.EndpointConnections(),
			jsii.String(settings.name+" to Amazon ECR and CloudWatch Logs"),
		)
	}
	return service
}

func egress(settings serviceSettings) fargateservice.Egress {
	if settings.internetAccess != "" {
		return fargateservice.Egress_HttpsAnywhere()
	}
	return fargateservice.Egress_To(
		awsec2.Peer_PrefixList(jsii.String(s3PrefixList)),
		awsec2.Port_Tcp(jsii.Number(443)),
		jsii.String("Image layers in Amazon S3"),
	)
}
