"""RDS proxies."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, handles


@handles("AWS::RDS::DBProxy")
class DbProxy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        proxy = aws.send("rds:CreateDBProxy", p.rest())["DBProxy"]
        arn, vpc = proxy["DBProxyArn"], proxy.get("VpcId", "")
        return Held(p["DBProxyName"], {"DBProxyArn": arn, "Endpoint": proxy.get("Endpoint", ""), "VpcId": vpc})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("rds:DeleteDBProxy", DBProxyName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("rds:DescribeDBProxies", DBProxyName=held.id)["DBProxies"]


@handles("AWS::RDS::DBProxyTargetGroup")
class DbProxyTargetGroup(Handler):
    """Every proxy has the one default group; the resource fills it."""

    not_held = ("Tags",)

    def create(self, aws: Aws, p: Props) -> Held:
        targets = p.only("DBProxyName", "TargetGroupName", "DBClusterIdentifiers", "DBInstanceIdentifiers")
        aws.send("rds:RegisterDBProxyTargets", targets)
        groups = aws.send("rds:DescribeDBProxyTargetGroups", DBProxyName=p["DBProxyName"])["TargetGroups"]
        return Held(groups[0]["TargetGroupArn"], {"TargetGroupArn": groups[0]["TargetGroupArn"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("DBClusterIdentifiers", "DBInstanceIdentifiers")
        if "ConnectionPoolConfigurationInfo" in p:
            pool = {"ConnectionPoolConfig": p["ConnectionPoolConfigurationInfo"]}
            aws.send("rds:ModifyDBProxyTargetGroup", p.only("DBProxyName", "TargetGroupName") | pool)

    def delete(self, aws: Aws, held: Held) -> None:
        names = ("DBProxyName", "TargetGroupName", "DBClusterIdentifiers", "DBInstanceIdentifiers")
        given = {name: held.properties[name] for name in names if name in held.properties}
        aws.send("rds:DeregisterDBProxyTargets", given)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("rds:DescribeDBProxyTargets", DBProxyName=held.properties["DBProxyName"])["Targets"]
