"""Clusters, services and task definitions. No task ever runs here."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles

TAGGER = Tagger("ecs:TagResource", "ecs:UntagResource", "resourceArn", tags="tags", keys="tagKeys")


@handles("AWS::ECS::Cluster")
class Cluster(Handler):
    tagger = TAGGER
    tag_attribute = "Arn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("ClusterName") or aws.name(255)
        named = {"settings": p["ClusterSettings"]} if "ClusterSettings" in p else {}
        cluster = aws.send("ecs:CreateCluster", p.rest() | named, clusterName=name)["cluster"]
        return Held(name, {"Arn": cluster["clusterArn"]})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("ClusterName")
        named = {"settings": p["ClusterSettings"]} if "ClusterSettings" in p else {}
        aws.send("ecs:UpdateCluster", p.rest("Tags") | named, cluster=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ecs:DeleteCluster", cluster=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        clusters = aws.send("ecs:DescribeClusters", clusters=[held.id])["clusters"]
        return [cluster for cluster in clusters if cluster["status"] == "ACTIVE"]


@handles("AWS::ECS::ClusterCapacityProviderAssociations")
class CapacityProviderAssociations(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return Held(p["Cluster"])

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("ecs:PutClusterCapacityProviders", p.rest("Cluster"), cluster=held.id)
        p.use("Cluster")

    def delete(self, aws: Aws, held: Held) -> None:
        nothing: dict[str, Any] = {"capacityProviders": [], "defaultCapacityProviderStrategy": []}
        aws.send("ecs:PutClusterCapacityProviders", cluster=held.id, **nothing)

    def read(self, aws: Aws, held: Held) -> Any:
        clusters = aws.send("ecs:DescribeClusters", clusters=[held.id])["clusters"]
        wanted = set(held.properties["CapacityProviders"])
        return clusters and set(clusters[0]["capacityProviders"]) == wanted


@handles("AWS::ECS::TaskDefinition")
class TaskDefinition(Handler):
    tagger = TAGGER

    def create(self, aws: Aws, p: Props) -> Held:
        family = p.get("Family") or aws.name(255)
        definition = aws.send("ecs:RegisterTaskDefinition", p.rest(), family=family)["taskDefinition"]
        arn = definition["taskDefinitionArn"]
        return Held(arn, {"TaskDefinitionArn": arn})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ecs:DeregisterTaskDefinition", taskDefinition=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ecs:DescribeTaskDefinition", taskDefinition=held.id)["taskDefinition"]["status"] == "ACTIVE"


@handles("AWS::ECS::Service")
class Service(Handler):
    tagger = TAGGER
    # Of CreateService alone; a change of them replaces the service.
    FIXED = ("Cluster", "ServiceName", "LaunchType", "SchedulingStrategy", "Role", "DeploymentController")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("ServiceName") or aws.name(255)
        # What CloudFormation takes where a template names no number; an update then leaves the number alone.
        count = {"desiredCount": p.get("DesiredCount", 1)}
        service = aws.send("ecs:CreateService", p.rest() | count, serviceName=name)["service"]
        return Held(service["serviceArn"], {"Name": name, "ServiceArn": service["serviceArn"]})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("ecs:UpdateService", p.rest(*self.FIXED, "Tags"), service=held["Name"], cluster=p["Cluster"])
        p.use(*self.FIXED)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ecs:DeleteService", cluster=held.properties["Cluster"], service=held["Name"], force=True)

    def read(self, aws: Aws, held: Held) -> Any:
        cluster = held.properties["Cluster"]
        services = aws.send("ecs:DescribeServices", cluster=cluster, services=[held["Name"]])["services"]
        return [service for service in services if service["status"] == "ACTIVE"]
