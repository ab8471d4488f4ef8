"""Application Auto Scaling, which scales ECS services and the readers of Aurora."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, handles

SERVICE = "application-autoscaling"
KEYS = ("ServiceNamespace", "ResourceId", "ScalableDimension")


def _key(properties: Props | dict[str, Any]) -> dict[str, Any]:
    return {name: properties[name] for name in KEYS}


@handles("AWS::ApplicationAutoScaling::ScalableTarget")
class ScalableTarget(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        self._register(aws, p)
        return Held("|".join([p["ResourceId"], p["ScalableDimension"], p["ServiceNamespace"]]))

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        if held.properties:
            self._register(aws, p)
        for action in p.get("ScheduledActions", []):
            aws.send(f"{SERVICE}:PutScheduledAction", action | _key(p))

    def _register(self, aws: Aws, p: Props) -> None:
        aws.send(f"{SERVICE}:RegisterScalableTarget", p.rest("ScheduledActions"))
        if p["ServiceNamespace"] != "ecs":
            return
        # It brings the number of tasks into the range at once, before any policy says so.
        _, cluster, service = p["ResourceId"].split("/")
        count = aws.send("ecs:DescribeServices", cluster=cluster, services=[service])["services"][0]["desiredCount"]
        within = min(max(count, p["MinCapacity"]), p["MaxCapacity"])
        if within != count:
            aws.send("ecs:UpdateService", cluster=cluster, service=service, desiredCount=within)

    def delete(self, aws: Aws, held: Held) -> None:
        for action in held.properties.get("ScheduledActions", []):
            name = action["ScheduledActionName"]
            aws.send(f"{SERVICE}:DeleteScheduledAction", _key(held.properties), ScheduledActionName=name)
        aws.send(f"{SERVICE}:DeregisterScalableTarget", _key(held.properties))

    def read(self, aws: Aws, held: Held) -> Any:
        key = held.properties
        answer = aws.send(
            f"{SERVICE}:DescribeScalableTargets",
            ServiceNamespace=key["ServiceNamespace"],
            ResourceIds=[key["ResourceId"]],
            ScalableDimension=key["ScalableDimension"],
        )
        return answer["ScalableTargets"]


@handles("AWS::ApplicationAutoScaling::ScalingPolicy")
class ScalingPolicy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return Held(self._put(aws, p))

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        self._put(aws, p)

    def _put(self, aws: Aws, p: Props) -> str:
        # The target is named by its id or by its three parts.
        key = self._key_of(p)
        return aws.send(f"{SERVICE}:PutScalingPolicy", p.rest("ScalingTargetId"), **key)["PolicyARN"]

    def _key_of(self, properties: Props | dict[str, Any]) -> dict[str, Any]:
        if "ScalingTargetId" not in properties:
            return _key(properties)
        resource, dimension, namespace = properties["ScalingTargetId"].split("|")
        return {"ServiceNamespace": namespace, "ResourceId": resource, "ScalableDimension": dimension}

    def delete(self, aws: Aws, held: Held) -> None:
        key = self._key_of(held.properties)
        aws.send(f"{SERVICE}:DeleteScalingPolicy", key, PolicyName=held.properties["PolicyName"])

    def read(self, aws: Aws, held: Held) -> Any:
        key = self._key_of(held.properties)
        names = [held.properties["PolicyName"]]
        namespace = key["ServiceNamespace"]
        answer = aws.send(f"{SERVICE}:DescribeScalingPolicies", ServiceNamespace=namespace, PolicyNames=names)
        return [policy for policy in answer["ScalingPolicies"] if policy["ResourceId"] == key["ResourceId"]]
