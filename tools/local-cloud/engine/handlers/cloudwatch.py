"""Alarms and dashboards."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles

TAGGER = Tagger("cloudwatch:TagResource", "cloudwatch:UntagResource", "ResourceARN")


class _PutHandler(Handler):
    """What one put call makes and changes, under a name."""

    name_property: str
    action: str
    kind: str

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get(self.name_property) or aws.name(200)
        aws.send(self.action, p.rest(), **{self.name_property: name})
        return Held(name, {"Arn": aws.arn("cloudwatch", f"{self.kind}:{name}")})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("Tags", self.name_property)
        aws.send(self.action, p.rest(), **{self.name_property: held.id})


@handles("AWS::CloudWatch::Alarm")
class Alarm(_PutHandler):
    tagger, tag_attribute = TAGGER, "Arn"
    name_property, action, kind = "AlarmName", "cloudwatch:PutMetricAlarm", "alarm"

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("cloudwatch:DeleteAlarms", AlarmNames=[held.id])

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("cloudwatch:DescribeAlarms", AlarmNames=[held.id])["MetricAlarms"]


@handles("AWS::CloudWatch::Dashboard")
class Dashboard(_PutHandler):
    name_property, action, kind = "DashboardName", "cloudwatch:PutDashboard", "dashboard"

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("cloudwatch:DeleteDashboards", DashboardNames=[held.id])

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("cloudwatch:GetDashboard", DashboardName=held.id)["DashboardBody"]
