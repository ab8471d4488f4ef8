"""Application load balancers."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles

TAGGER = Tagger("elbv2:AddTags", "elbv2:RemoveTags", "ResourceArns", target_is_list=True)


@handles("AWS::ElasticLoadBalancingV2::LoadBalancer")
class LoadBalancer(Handler):
    tagger = TAGGER

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(32)
        made = p.only("Scheme", "SecurityGroups", "Subnets", "SubnetMappings", "Type", "IpAddressType", "Tags")
        balancer = aws.send("elbv2:CreateLoadBalancer", made, Name=name)["LoadBalancers"][0]
        arn = balancer["LoadBalancerArn"]
        return Held(
            arn,
            {
                "LoadBalancerArn": arn,
                "DNSName": balancer["DNSName"],
                "CanonicalHostedZoneID": balancer["CanonicalHostedZoneId"],
                "LoadBalancerFullName": arn.partition(":loadbalancer/")[2],
                "LoadBalancerName": name,
                "SecurityGroups": balancer.get("SecurityGroups", []),
            },
        )

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("Name", "Scheme", "Type", "SubnetMappings", "IpAddressType", "Tags")
        if held.properties:
            aws.send("elbv2:SetSecurityGroups", p.only("SecurityGroups"), LoadBalancerArn=held.id)
            aws.send("elbv2:SetSubnets", p.only("Subnets"), LoadBalancerArn=held.id)
        attributes = p.get("LoadBalancerAttributes")
        if attributes:
            aws.send("elbv2:ModifyLoadBalancerAttributes", LoadBalancerArn=held.id, Attributes=attributes)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("elbv2:DeleteLoadBalancer", LoadBalancerArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("elbv2:DescribeLoadBalancers", LoadBalancerArns=[held.id])["LoadBalancers"]


@handles("AWS::ElasticLoadBalancingV2::TargetGroup")
class TargetGroup(Handler):
    tagger = TAGGER
    FIXED = ("Name", "Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId", "IpAddressType", "Tags")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(32)
        made = p.rest("TargetGroupAttributes", "Targets")
        group = aws.send("elbv2:CreateTargetGroup", made, Name=name)["TargetGroups"][0]
        arn = group["TargetGroupArn"]
        full = arn.rpartition(":")[2]
        return Held(arn, {"TargetGroupArn": arn, "TargetGroupName": name, "TargetGroupFullName": full})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use(*self.FIXED)
        if held.properties:
            checks = p.rest("TargetGroupAttributes", "Targets")
            aws.send("elbv2:ModifyTargetGroup", checks, TargetGroupArn=held.id)
        if "TargetGroupAttributes" in p:
            attributes = p["TargetGroupAttributes"]
            aws.send("elbv2:ModifyTargetGroupAttributes", TargetGroupArn=held.id, Attributes=attributes)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("elbv2:DeleteTargetGroup", TargetGroupArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("elbv2:DescribeTargetGroups", TargetGroupArns=[held.id])["TargetGroups"]


def _actions(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [action | ({"Order": number} if len(actions) > 1 else {}) for number, action in enumerate(actions, 1)]


@handles("AWS::ElasticLoadBalancingV2::Listener")
class Listener(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        made = p.rest("ListenerAttributes", "DefaultActions") | {"DefaultActions": _actions(p["DefaultActions"])}
        arn = aws.send("elbv2:CreateListener", made)["Listeners"][0]["ListenerArn"]
        return Held(arn, {"ListenerArn": arn})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        if held.properties:
            changed = p.rest("ListenerAttributes", "LoadBalancerArn", "DefaultActions")
            actions = {"DefaultActions": _actions(p["DefaultActions"])}
            aws.send("elbv2:ModifyListener", changed | actions, ListenerArn=held.id)
            p.use("LoadBalancerArn")
        if "ListenerAttributes" in p:
            attributes = p["ListenerAttributes"]
            aws.send("elbv2:ModifyListenerAttributes", ListenerArn=held.id, Attributes=attributes)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("elbv2:DeleteListener", ListenerArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("elbv2:DescribeListeners", ListenerArns=[held.id])["Listeners"]


@handles("AWS::ElasticLoadBalancingV2::ListenerRule")
class ListenerRule(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        made = p.rest("Actions") | {"Actions": _actions(p["Actions"])}
        arn = aws.send("elbv2:CreateRule", made)["Rules"][0]["RuleArn"]
        return Held(arn, {"RuleArn": arn, "IsDefault": False})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("ListenerArn")
        if p["Priority"] != held.properties["Priority"]:
            order = [{"RuleArn": held.id, "Priority": p["Priority"]}]
            aws.send("elbv2:SetRulePriorities", RulePriorities=order)
        changed = p.only("Conditions") | {"Actions": _actions(p["Actions"])}
        aws.send("elbv2:ModifyRule", changed, RuleArn=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("elbv2:DeleteRule", RuleArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("elbv2:DescribeRules", RuleArns=[held.id])["Rules"]
