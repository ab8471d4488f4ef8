from collections.abc import Mapping

from aws_cdk import CfnOutput, Environment, RemovalPolicy, Stack
from aws_cdk.aws_ec2 import InterfaceVpcEndpointAwsService
from aws_cdk.aws_ecr import IRepository
from constructs import Construct
from org_audited_alb import AuditedAlb, Certificate, FirewallLogs, Routing, WebFirewall
from org_fargate_service import Capacity, FargateCluster, FargateService, ImageRepository
from org_secure_vpc import Addressing, Endpoints, NetworkTiers, SecureVpc, Zones

from audit_logs import AuditLogs, audit_logs
from microservice import Platform, microservice
from services import FRAUD_DETECTION, NOTIFICATION_SERVICE, PAYMENT_API, output_name


class RegistryStack(Stack):
    """Image repositories, deployed first: a service can start only from an image that is there."""

    def __init__(self, scope: Construct, id: str, *, env: Environment, stack_name: str) -> None:
        super().__init__(scope, id, env=env, stack_name=stack_name)
        self.repositories: dict[str, IRepository] = {}
        for service in (PAYMENT_API, FRAUD_DETECTION, NOTIFICATION_SERVICE):
            images = ImageRepository(self, service.name, removal_policy=RemovalPolicy.DESTROY)
            self.repositories[service.name] = images.repository
            CfnOutput(
                self,
                output_name(service.name, "RepositoryUri"),
                value=images.repository.repository_uri,
                description=f"Where to push the image of {service.name}",
            )


class SpotMicroservicesStack(Stack):
    """Three payment services on Fargate and Fargate Spot: network, cluster, services, load balancer."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        env: Environment,
        stack_name: str,
        repositories: Mapping[str, IRepository],
        certificate_arn: str,
        image_tag: str,
    ) -> None:
        super().__init__(scope, id, env=env, stack_name=stack_name)
        logs = audit_logs(self)
        network = self._network(logs)

        capacity = Capacity.spot(share=0.5, min_tasks=3, max_tasks=10)
        cluster = FargateCluster(
            self,
            "Cluster",
            vpc=network.vpc,
            namespace="payments.internal",
            default_capacity=capacity,
        ).cluster

        platform = Platform(network, cluster, capacity, repositories, image_tag)
        payment = microservice(self, PAYMENT_API, platform)
        fraud = microservice(self, FRAUD_DETECTION, platform)
        notification = microservice(self, NOTIFICATION_SERVICE, platform)
        # Who may call whom; nothing else is open between them.
        payment.connections.allow_to_default_port(fraud, "Payments to fraud detection")
        payment.connections.allow_to_default_port(notification, "Payments to notifications")
        fraud.connections.allow_to_default_port(notification, "Fraud alerts to notifications")

        alb = self._load_balancer(network, logs, certificate_arn, payment)

        self._output("VpcId", network.vpc.vpc_id, "The VPC")
        self._output(
            "AlbDnsName",
            alb.load_balancer.load_balancer_dns_name,
            "Where requests go: point your domain here",
        )
        self._output("ClusterName", cluster.cluster_name, "ECS cluster")
        self._output("FlowLogsBucket", network.flow_log_bucket.bucket_name, "VPC flow logs")
        self._output("AlbLogsBucket", alb.access_log_bucket.bucket_name, "Access logs of the load balancer")
        for service in (payment, fraud, notification):
            name = service.node.id
            self._output(
                output_name(name, "EcsService"),
                service.service.service_name,
                f"ECS service of {name}",
            )

    def _network(self, logs: AuditLogs) -> SecureVpc:
        return SecureVpc(
            self,
            "Network",
            addressing=Addressing.cidr("10.0.0.0/16"),
            zones=Zones.first(3),
            tiers=NetworkTiers.public_private(),
            endpoints=Endpoints.of(
                [
                    InterfaceVpcEndpointAwsService.ECR,
                    InterfaceVpcEndpointAwsService.ECR_DOCKER,
                    InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
                ]
            ),
            flow_log_bucket=logs.flow_logs,
        )

    def _load_balancer(
        self, network: SecureVpc, logs: AuditLogs, certificate_arn: str, payment: FargateService
    ) -> AuditedAlb:
        alb = AuditedAlb(
            self,
            "Alb",
            vpc=network.vpc,
            vpc_subnets=network.public_tier,
            certificate=Certificate.from_arn(certificate_arn),
            access_log_bucket=logs.alb_logs,
            firewall=WebFirewall.managed(logs=FirewallLogs.everything()),
            removal_policy=RemovalPolicy.DESTROY,
        )
        targets = alb.add_target_group(
            "Api",
            port=PAYMENT_API.port,
            targets=[payment],
            health_check={"path": "/health"},
        )
        alb.add_route("Api", Routing.paths(["/api/*", "/payments/*"], targets))
        return alb

    def _output(self, name: str, value: str, description: str) -> None:
        CfnOutput(self, name, value=value, description=description)
