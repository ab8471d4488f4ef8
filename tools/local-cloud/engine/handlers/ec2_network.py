"""VPCs and what routes through them."""

from typing import Any

from ..aws import Aws
from ..errors import ResourceError
from .base import Held, Props, handles
from .ec2_common import Ec2Handler, tag_specifications


@handles("AWS::EC2::VPC")
class Vpc(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        vpc = aws.send("ec2:CreateVpc", p.only("CidrBlock", "InstanceTenancy"), **tag_specifications("vpc", p))["Vpc"]
        mine = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
        default = [*mine, {"Name": "group-name", "Values": ["default"]}]
        groups = aws.send("ec2:DescribeSecurityGroups", Filters=default)["SecurityGroups"]
        acls = aws.send("ec2:DescribeNetworkAcls", Filters=mine)["NetworkAcls"]
        return Held(
            vpc["VpcId"],
            {
                "VpcId": vpc["VpcId"],
                "CidrBlock": vpc["CidrBlock"],
                "CidrBlockAssociations": [each["AssociationId"] for each in vpc["CidrBlockAssociationSet"]],
                "DefaultSecurityGroup": groups[0]["GroupId"],
                "DefaultNetworkAcl": acls[0]["NetworkAclId"],
                "Ipv6CidrBlocks": [],
            },
        )

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        # One attribute a call; names need DNS support first.
        for attribute in ("EnableDnsSupport", "EnableDnsHostnames"):
            if attribute in p:
                aws.send("ec2:ModifyVpcAttribute", VpcId=held.id, **{attribute: {"Value": p[attribute]}})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteVpc", VpcId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeVpcs", VpcIds=[held.id])["Vpcs"]


@handles("AWS::EC2::VPCCidrBlock")
class VpcCidrBlock(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        answer = aws.send("ec2:AssociateVpcCidrBlock", p.rest())
        association = answer.get("Ipv6CidrBlockAssociation") or answer["CidrBlockAssociation"]
        return Held(association["AssociationId"], {"Id": association["AssociationId"]})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DisassociateVpcCidrBlock", AssociationId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        vpc = aws.send("ec2:DescribeVpcs", VpcIds=[held.properties["VpcId"]])["Vpcs"][0]
        blocks = [*vpc.get("CidrBlockAssociationSet", []), *vpc.get("Ipv6CidrBlockAssociationSet", [])]
        return [block for block in blocks if block["AssociationId"] == held.id]


@handles("AWS::EC2::Subnet")
class Subnet(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        made = p.only("VpcId", "CidrBlock", "AvailabilityZone", "Ipv6CidrBlock")
        subnet = aws.send("ec2:CreateSubnet", made, **tag_specifications("subnet", p))["Subnet"]
        attributes = {name: subnet[name] for name in ("SubnetId", "VpcId", "CidrBlock", "AvailabilityZone")}
        ipv6 = [each["Ipv6CidrBlock"] for each in subnet.get("Ipv6CidrBlockAssociationSet", [])]
        return Held(subnet["SubnetId"], attributes | {"Ipv6CidrBlocks": ipv6})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        for attribute in ("MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation"):
            if attribute in p:
                aws.send("ec2:ModifySubnetAttribute", SubnetId=held.id, **{attribute: {"Value": p[attribute]}})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteSubnet", SubnetId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeSubnets", SubnetIds=[held.id])["Subnets"]


@handles("AWS::EC2::RouteTable")
class RouteTable(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        table = aws.send("ec2:CreateRouteTable", p.only("VpcId"), **tag_specifications("route-table", p))["RouteTable"]
        return Held(table["RouteTableId"], {"RouteTableId": table["RouteTableId"]})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteRouteTable", RouteTableId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeRouteTables", RouteTableIds=[held.id])["RouteTables"]


def _destination(properties: Props | dict[str, Any]) -> dict[str, Any]:
    names = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return {name: properties[name] for name in names if name in properties}


@handles("AWS::EC2::Route")
class Route(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        table, to = p["RouteTableId"], _destination(p)
        aws.send("ec2:CreateRoute", p.rest(), RouteTableId=table, **to)
        return Held(f"{table}|{next(iter(to.values()))}")

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("ec2:ReplaceRoute", p.rest())

    def delete(self, aws: Aws, held: Held) -> None:
        table = held.properties["RouteTableId"]
        aws.send("ec2:DeleteRoute", RouteTableId=table, **_destination(held.properties))

    def read(self, aws: Aws, held: Held) -> Any:
        tables = aws.send("ec2:DescribeRouteTables", RouteTableIds=[held.properties["RouteTableId"]])["RouteTables"]
        wanted = _destination(held.properties).items()
        return [route for route in tables[0]["Routes"] if wanted <= route.items()]


@handles("AWS::EC2::SubnetRouteTableAssociation")
class SubnetRouteTableAssociation(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return Held(aws.send("ec2:AssociateRouteTable", p.rest())["AssociationId"])

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DisassociateRouteTable", AssociationId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        filters = [{"Name": "association.route-table-association-id", "Values": [held.id]}]
        return aws.send("ec2:DescribeRouteTables", Filters=filters)["RouteTables"]


@handles("AWS::EC2::InternetGateway")
class InternetGateway(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        answer = aws.send("ec2:CreateInternetGateway", **tag_specifications("internet-gateway", p))
        gateway = answer["InternetGateway"]["InternetGatewayId"]
        return Held(gateway, {"InternetGatewayId": gateway})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteInternetGateway", InternetGatewayId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeInternetGateways", InternetGatewayIds=[held.id])["InternetGateways"]


@handles("AWS::EC2::VPCGatewayAttachment")
class VpcGatewayAttachment(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        aws.send("ec2:AttachInternetGateway", p.rest())
        return Held(f"IGW|{p['VpcId']}", {"AttachmentType": "IGW"})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DetachInternetGateway", held.properties)

    def read(self, aws: Aws, held: Held) -> Any:
        answer = aws.send("ec2:DescribeInternetGateways", InternetGatewayIds=[held.properties["InternetGatewayId"]])
        return answer["InternetGateways"][0]["Attachments"]


@handles("AWS::EC2::EgressOnlyInternetGateway")
class EgressOnlyInternetGateway(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        tags = tag_specifications("egress-only-internet-gateway", p)
        answer = aws.send("ec2:CreateEgressOnlyInternetGateway", p.only("VpcId"), **tags)
        gateway = answer["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
        return Held(gateway, {"Id": gateway})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteEgressOnlyInternetGateway", EgressOnlyInternetGatewayId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        answer = aws.send("ec2:DescribeEgressOnlyInternetGateways", EgressOnlyInternetGatewayIds=[held.id])
        return answer["EgressOnlyInternetGateways"]


@handles("AWS::EC2::EIP")
class ElasticIp(Ec2Handler):
    tag_attribute = "AllocationId"

    def create(self, aws: Aws, p: Props) -> Held:
        address = aws.send("ec2:AllocateAddress", p.only("Domain"), **tag_specifications("elastic-ip", p))
        return Held(address["PublicIp"], {name: address[name] for name in ("PublicIp", "AllocationId")})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:ReleaseAddress", AllocationId=held["AllocationId"])

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ec2:DescribeAddresses", AllocationIds=[held["AllocationId"]])["Addresses"]


@handles("AWS::EC2::NatGateway")
class NatGateway(Ec2Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        if p.get("AvailabilityMode", "zonal") != "zonal":
            raise ResourceError(f"AvailabilityMode {p['AvailabilityMode']} is not emulated")
        tags = tag_specifications("natgateway", p)
        gateway = aws.send("ec2:CreateNatGateway", p.rest(), **tags)["NatGateway"]["NatGatewayId"]
        return Held(gateway, {"NatGatewayId": gateway})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ec2:DeleteNatGateway", NatGatewayId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        gateways = aws.send("ec2:DescribeNatGateways", NatGatewayIds=[held.id])["NatGateways"]
        return [gateway for gateway in gateways if gateway["State"] == "available"]
