"""Security groups and their rules."""

from typing import Any

from ..aws import Aws
from ..errors import ResourceError
from .base import Held, Props, handles
from .ec2_common import Ec2Handler, tag_specifications

Rule = dict[str, Any]
OPEN = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
# CloudFormation's name of a peer, the list of the API that holds it, and its name there.
PEERS = (
    ("CidrIp", "IpRanges", "CidrIp"),
    ("CidrIpv6", "Ipv6Ranges", "CidrIpv6"),
    ("SourcePrefixListId", "PrefixListIds", "PrefixListId"),
    ("DestinationPrefixListId", "PrefixListIds", "PrefixListId"),
    ("SourceSecurityGroupId", "UserIdGroupPairs", "GroupId"),
    ("DestinationSecurityGroupId", "UserIdGroupPairs", "GroupId"),
)
ENDS = ("IpProtocol", "FromPort", "ToPort")


def permission(rule: Rule) -> dict[str, Any]:
    """A rule as EC2 takes it; a part that is not known is an error."""
    unknown = set(rule) - {*ENDS, "Description", "GroupId", *(peer for peer, _, _ in PEERS)}
    if unknown:
        raise ResourceError(f"property {', '.join(sorted(unknown))} of a security group rule is not handled")
    said = {"Description": rule["Description"]} if "Description" in rule else {}
    result: dict[str, Any] = {end: rule[end] for end in ENDS if end in rule}
    for peer, where, name in PEERS:
        if peer in rule:
            result[where] = [{name: rule[peer]} | said]
    return result


@handles("AWS::EC2::SecurityGroup")
class SecurityGroup(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("GroupName") or aws.name(255)
        vpc, tags = p.only("VpcId"), tag_specifications("security-group", p)
        answer = aws.send("ec2:CreateSecurityGroup", vpc, GroupName=name, Description=p["GroupDescription"], **tags)
        group = answer["GroupId"]
        return Held(group, {"GroupId": group, "Id": group, "GroupName": name, "VpcId": p.get("VpcId", "")})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("GroupName", "GroupDescription", "VpcId")
        inbound, outbound = p.get("SecurityGroupIngress", []), p.get("SecurityGroupEgress", [])
        before = held.properties
        _exchange(aws, held.id, "Ingress", before.get("SecurityGroupIngress", []), inbound)
        if not before and "SecurityGroupEgress" in p:
            aws.send("ec2:RevokeSecurityGroupEgress", GroupId=held.id, IpPermissions=[OPEN])
        _exchange(aws, held.id, "Egress", before.get("SecurityGroupEgress", []), outbound)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteSecurityGroup", GroupId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeSecurityGroups", GroupIds=[held.id])["SecurityGroups"]


def _exchange(aws: Aws, group: str, direction: str, before: list[Rule], after: list[Rule]) -> None:
    for verb, rules, others in (("Revoke", before, after), ("Authorize", after, before)):
        changed = [permission(rule) for rule in rules if rule not in others]
        if changed:
            aws.send(f"ec2:{verb}SecurityGroup{direction}", GroupId=group, IpPermissions=changed)


class _Rule(Ec2Handler):
    """A rule that stands alone."""

    direction: str

    def create(self, aws: Aws, p: Props) -> Held:
        rule = permission(p.rest())
        answer = aws.send(f"ec2:AuthorizeSecurityGroup{self.direction}", GroupId=p["GroupId"], IpPermissions=[rule])
        rule_id = answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        return Held(rule_id, {"Id": rule_id})

    def delete(self, aws: Aws, held: Held) -> None:
        group = held.properties["GroupId"]
        aws.send(f"ec2:RevokeSecurityGroup{self.direction}", GroupId=group, IpPermissions=[permission(held.properties)])

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeSecurityGroupRules", SecurityGroupRuleIds=[held.id])["SecurityGroupRules"]


@handles("AWS::EC2::SecurityGroupIngress")
class SecurityGroupIngress(_Rule):
    direction = "Ingress"


@handles("AWS::EC2::SecurityGroupEgress")
class SecurityGroupEgress(_Rule):
    direction = "Egress"
