"""VPC endpoints and flow logs."""

from typing import Any

from ..aws import Aws
from ..errors import ResourceError
from .base import Held, Props, handles
from .ec2_common import Ec2Handler, tag_specifications


@handles("AWS::EC2::VPCEndpoint")
class VpcEndpoint(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        tags = tag_specifications("vpc-endpoint", p)
        endpoint = aws.send("ec2:CreateVpcEndpoint", p.rest(), **tags)["VpcEndpoint"]
        return Held(
            endpoint["VpcEndpointId"],
            {
                "Id": endpoint["VpcEndpointId"],
                "NetworkInterfaceIds": endpoint.get("NetworkInterfaceIds", []),
                "DnsEntries": [
                    f"{entry.get('HostedZoneId', '')}:{entry['DnsName']}" for entry in endpoint.get("DnsEntries", [])
                ],
            },
        )

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        same = ("VpcId", "ServiceName", "VpcEndpointType")
        p.use(*same)
        changes: dict[str, Any] = {"PrivateDnsEnabled": p["PrivateDnsEnabled"]} if "PrivateDnsEnabled" in p else {}
        if "PolicyDocument" in p:
            changes["PolicyDocument"] = p["PolicyDocument"]
        for name in ("SubnetIds", "RouteTableIds", "SecurityGroupIds"):
            before, after = set(held.properties.get(name, [])), set(p.get(name, []))
            if after - before:
                changes[f"Add{name}"] = sorted(after - before)
            if before - after:
                changes[f"Remove{name}"] = sorted(before - after)
        aws.send("ec2:ModifyVpcEndpoint", changes | {"VpcEndpointId": held.id})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteVpcEndpoints", VpcEndpointIds=[held.id])

    def read(self, aws: Aws, held: Held) -> Any:
        endpoints = aws.send("ec2:DescribeVpcEndpoints", VpcEndpointIds=[held.id])["VpcEndpoints"]
        return [endpoint for endpoint in endpoints if endpoint["State"] != "deleted"]


@handles("AWS::EC2::FlowLog")
class FlowLog(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        tags = tag_specifications("vpc-flow-log", p)
        what = {"ResourceIds": [p["ResourceId"]]}
        answer = aws.send("ec2:CreateFlowLogs", p.rest() | what, **tags)
        if answer.get("Unsuccessful"):
            raise ResourceError(answer["Unsuccessful"][0]["Error"]["Message"])
        return Held(answer["FlowLogIds"][0], {"Id": answer["FlowLogIds"][0]})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteFlowLogs", FlowLogIds=[held.id])

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeFlowLogs", FlowLogIds=[held.id])["FlowLogs"]
