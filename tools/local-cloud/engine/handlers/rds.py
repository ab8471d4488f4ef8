"""Databases."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles

TAGGER = Tagger("rds:AddTagsToResource", "rds:RemoveTagsFromResource", "ResourceName")


@handles("AWS::RDS::DBCluster")
class DbCluster(Handler):
    tagger, tag_attribute = TAGGER, "DBClusterArn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = (p.get("DBClusterIdentifier") or aws.name(63)).lower()
        p.use("DeleteAutomatedBackups")  # for its end
        secret = p.get("MasterUserSecret", {})
        keyed = {"MasterUserSecretKmsKeyId": secret["KmsKeyId"]} if secret else {}
        made = _renamed(p.rest()) | keyed
        cluster = aws.send("rds:CreateDBCluster", made, DBClusterIdentifier=name)["DBCluster"]
        return Held(name, _cluster_attributes(cluster))

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        changed = {name: p[name] for name in p if p[name] != held.properties.get(name)}
        changed.pop("Tags", None)
        exports = changed.pop("EnableCloudwatchLogsExports", None)
        if exports is not None:
            before = set(held.properties.get("EnableCloudwatchLogsExports", []))
            changed["CloudwatchLogsExportConfiguration"] = {
                "EnableLogTypes": sorted(set(exports) - before),
                "DisableLogTypes": sorted(before - set(exports)),
            }
        aws.send("rds:ModifyDBCluster", _renamed(changed), DBClusterIdentifier=held.id, ApplyImmediately=True)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("rds:DeleteDBCluster", DBClusterIdentifier=held.id, SkipFinalSnapshot=True)

    def snapshot(self, aws: Aws, held: Held) -> None:
        name = aws.name(255, lower=True)
        aws.send("rds:CreateDBClusterSnapshot", DBClusterIdentifier=held.id, DBClusterSnapshotIdentifier=name)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("rds:DescribeDBClusters", DBClusterIdentifier=held.id)["DBClusters"]


def _renamed(properties: dict[str, Any]) -> dict[str, Any]:
    """The one property of a cluster whose parameter has another name."""
    names = {"PerformanceInsightsEnabled": "EnablePerformanceInsights"}
    return {names.get(name, name): value for name, value in properties.items()}


def _cluster_attributes(cluster: dict[str, Any]) -> dict[str, Any]:
    attributes = {
        "DBClusterArn": cluster["DBClusterArn"],
        "DBClusterResourceId": cluster["DbClusterResourceId"],
        "Endpoint.Address": cluster["Endpoint"],
        "Endpoint.Port": str(cluster["Port"]),
        "ReadEndpoint.Address": cluster["ReaderEndpoint"],
    }
    secret = cluster.get("MasterUserSecret", {}).get("SecretArn")
    return attributes | ({"MasterUserSecret.SecretArn": secret} if secret else {})


@handles("AWS::RDS::DBInstance")
class DbInstance(Handler):
    tagger, tag_attribute = TAGGER, "DBInstanceArn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = (p.get("DBInstanceIdentifier") or aws.name(63)).lower()
        p.use("DeleteAutomatedBackups")
        groups = {"VpcSecurityGroupIds": p["VPCSecurityGroups"]} if "VPCSecurityGroups" in p else {}
        instance = aws.send("rds:CreateDBInstance", p.rest() | groups, DBInstanceIdentifier=name)["DBInstance"]
        end = instance.get("Endpoint", {})
        return Held(
            name,
            {
                "DBInstanceArn": instance["DBInstanceArn"],
                "DbiResourceId": instance["DbiResourceId"],
                "Endpoint.Address": end.get("Address", ""),
                "Endpoint.Port": str(end.get("Port", "")),
            },
        )

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        changed = {name: p[name] for name in p if p[name] != held.properties.get(name) and name != "Tags"}
        aws.send("rds:ModifyDBInstance", changed, DBInstanceIdentifier=held.id, ApplyImmediately=True)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("rds:DeleteDBInstance", DBInstanceIdentifier=held.id, SkipFinalSnapshot=True)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("rds:DescribeDBInstances", DBInstanceIdentifier=held.id)["DBInstances"]


@handles("AWS::RDS::DBSubnetGroup")
class DbSubnetGroup(Handler):
    tagger, tag_attribute = TAGGER, "Arn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = (p.get("DBSubnetGroupName") or aws.name(255)).lower()
        group = aws.send("rds:CreateDBSubnetGroup", p.rest(), DBSubnetGroupName=name)["DBSubnetGroup"]
        return Held(name, {"Arn": group["DBSubnetGroupArn"]})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("DBSubnetGroupName")
        aws.send("rds:ModifyDBSubnetGroup", p.rest("Tags"), DBSubnetGroupName=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("rds:DeleteDBSubnetGroup", DBSubnetGroupName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("rds:DescribeDBSubnetGroups", DBSubnetGroupName=held.id)["DBSubnetGroups"]


class _ParameterGroup(Handler):
    """Cluster and instance parameter groups differ in the names of their calls alone."""

    tagger, tag_attribute = TAGGER, "Arn"
    level: str

    def create(self, aws: Aws, p: Props) -> Held:
        given = p.get(f"{self.level}Name") or aws.name(255)
        named = {f"{self.level}Name": given.lower(), "DBParameterGroupFamily": p["Family"]}
        answer = aws.send(f"rds:Create{self.level}", p.only("Description", "Tags") | named)
        return Held(given.lower(), {"Arn": answer[self.level][f"{self.level}Arn"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("Family", "Description", "Tags", f"{self.level}Name")
        parameters = [
            {"ParameterName": name, "ParameterValue": str(value), "ApplyMethod": "pending-reboot"}
            for name, value in p.get("Parameters", {}).items()
        ]
        # The API takes twenty at a time.
        for start in range(0, len(parameters), 20):
            named = {f"{self.level}Name": held.id, "Parameters": parameters[start : start + 20]}
            aws.send(f"rds:Modify{self.level}", named)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send(f"rds:Delete{self.level}", {f"{self.level}Name": held.id})

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send(f"rds:Describe{self.level}s", {f"{self.level}Name": held.id})[f"{self.level}s"]


@handles("AWS::RDS::DBClusterParameterGroup")
class DbClusterParameterGroup(_ParameterGroup):
    level = "DBClusterParameterGroup"


@handles("AWS::RDS::DBParameterGroup")
class DbParameterGroup(_ParameterGroup):
    level = "DBParameterGroup"


@handles("AWS::RDS::EventSubscription")
class EventSubscription(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("SubscriptionName") or aws.name(100)
        aws.send("rds:CreateEventSubscription", p.rest(), SubscriptionName=name)
        return Held(name)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("rds:DeleteEventSubscription", SubscriptionName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("rds:DescribeEventSubscriptions", SubscriptionName=held.id)["EventSubscriptionsList"]
