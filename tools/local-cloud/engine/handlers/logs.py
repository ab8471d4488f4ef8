"""Log groups and what reads them."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::Logs::LogGroup")
class LogGroup(Handler):
    tagger = Tagger("logs:TagLogGroup", "logs:UntagLogGroup", "logGroupName", tags="tags", keys="tags")
    not_held = ("DataProtectionPolicy", "DeletionProtectionEnabled")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("LogGroupName") or aws.name(400)
        aws.send("logs:CreateLogGroup", p.only("KmsKeyId", "Tags", "LogGroupClass"), logGroupName=name)
        return Held(name, {"Arn": aws.arn("logs", f"log-group:{name}:*")})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("LogGroupName", "LogGroupClass", "Tags")
        if p.get("KmsKeyId") != held.properties.get("KmsKeyId") and held.properties:
            self._change_key(aws, held, p.get("KmsKeyId"))
        if "RetentionInDays" in p:
            aws.send("logs:PutRetentionPolicy", p.only("RetentionInDays"), logGroupName=held.id)
        elif held.properties:
            aws.send("logs:DeleteRetentionPolicy", logGroupName=held.id)

    def _change_key(self, aws: Aws, held: Held, key: str | None) -> None:
        aws.send("logs:DisassociateKmsKey", logGroupName=held.id)
        if key:
            aws.send("logs:AssociateKmsKey", logGroupName=held.id, kmsKeyId=key)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("logs:DeleteLogGroup", logGroupName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        groups = aws.send("logs:DescribeLogGroups", logGroupNamePrefix=held.id)["logGroups"]
        return [group for group in groups if group["logGroupName"] == held.id]


@handles("AWS::Logs::MetricFilter")
class MetricFilter(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("FilterName") or aws.name(255)
        self._put(aws, name, p)
        return Held(name)

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        self._put(aws, held.id, p)

    def _put(self, aws: Aws, name: str, p: Props) -> None:
        # Metric values are texts in this API and numbers in the resource.
        metrics = [{**each, "MetricValue": str(each["MetricValue"])} for each in p["MetricTransformations"]]
        p.use("FilterName")
        aws.send("logs:PutMetricFilter", p.rest() | {"MetricTransformations": metrics}, filterName=name)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("logs:DeleteMetricFilter", filterName=held.id, logGroupName=held.properties["LogGroupName"])

    def read(self, aws: Aws, held: Held) -> Any:
        group = held.properties["LogGroupName"]
        return aws.send("logs:DescribeMetricFilters", filterNamePrefix=held.id, logGroupName=group)["metricFilters"]


@handles("AWS::Logs::ResourcePolicy")
class ResourcePolicy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        aws.send("logs:PutResourcePolicy", p.rest())
        return Held(p["PolicyName"])

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("logs:PutResourcePolicy", p.rest())

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("logs:DeleteResourcePolicy", policyName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        policies = aws.send("logs:DescribeResourcePolicies")["resourcePolicies"]
        return [policy for policy in policies if policy["policyName"] == held.id]
