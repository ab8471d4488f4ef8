from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import Acknowledgment, Duration, RemovalPolicy, Stack, Validations
from aws_cdk.aws_ec2 import Peer, Port
from aws_cdk.aws_ecr import IRepository
from aws_cdk.aws_ecs import ContainerImage, ICluster
from org_compliance_logging import ComplianceLogGroup
from org_fargate_service import (
    Capacity,
    ContainerHealthCheck,
    Discovery,
    Egress,
    FargateService,
    Scaling,
    ServiceContainer,
    TaskSize,
)
from org_secure_vpc import SecureVpc

from services import ServiceSettings

# The prefix list of Amazon S3 in us-east-1, where ECR keeps image layers.
S3_PREFIX_LIST = "pl-63a5400a"


@dataclass(frozen=True)
class Platform:
    """What all services stand on."""

    network: SecureVpc
    cluster: ICluster
    capacity: Capacity
    repositories: Mapping[str, IRepository]
    image_tag: str


def microservice(stack: Stack, settings: ServiceSettings, platform: Platform) -> FargateService:
    """One service with its own log group, roles, scaling and name. Who may call it, the stack says."""
    logs = ComplianceLogGroup(
        stack,
        f"{settings.name}-logs",
        retention=Duration.days(30),
        removal_policy=RemovalPolicy.DESTROY,
    )
    Validations.of(logs).acknowledge(
        Acknowledgment(
            id="Annotation::@org/compliance-logging:retention-below-twelve-months",
            reason="The platform exports its logs before they expire",
        )
    )

    egress = (
        Egress.https_anywhere()
        if settings.internet_access
        else Egress.to(Peer.prefix_list(S3_PREFIX_LIST), Port.tcp(443), "Image layers in Amazon S3")
    )
    service = FargateService(
        stack,
        settings.name,
        cluster=platform.cluster,
        vpc_subnets=platform.network.private_tier,
        container=ServiceContainer(
            image=ContainerImage.from_ecr_repository(platform.repositories[settings.name], platform.image_tag),
            port=settings.port,
            health_check=ContainerHealthCheck.http(path="/health", interval=Duration.seconds(30), retries=3),
        ),
        size=TaskSize.of(cpu=1024, memory_mib=2048),
        scaling=Scaling.between(3, 10).on_cpu(70).on_memory(80),
        desired_count=3,
        capacity=platform.capacity,
        discovery=Discovery.dns(settings.name),
        egress=[egress],
        log_group=logs.log_group,
        removal_policy=RemovalPolicy.DESTROY,
    )
    Validations.of(service).acknowledge(
        Acknowledgment(
            id="Annotation::@org/fargate-service:scaling-reset",
            reason="Three tasks each after a deployment, whatever scaling had made of them",
        )
    )
    if settings.internet_access:
        Validations.of(service).acknowledge(
            Acknowledgment(
                id="Annotation::@org/fargate-service:egress-anywhere",
                reason=settings.internet_access,
            )
        )
    else:
        service.connections.allow_to_default_port(
            platform.network.endpoint_connections,
            f"{settings.name} to Amazon ECR and CloudWatch Logs",
        )
    return service
