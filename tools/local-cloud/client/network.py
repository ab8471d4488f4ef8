"""VPCs: tiers by what their routes lead to, not by what they are called."""

from typing import Any

from .apis import ask, name_of


def vpcs(region: str) -> list[dict[str, Any]]:
    mine = ask("ec2", region, "describe_vpcs", "Vpcs[?!IsDefault]")
    return [_vpc(region, vpc) for vpc in mine]


def _vpc(region: str, vpc: dict[str, Any]) -> dict[str, Any]:
    vpc_id = vpc["VpcId"]
    within = {"Filters": [{"Name": "vpc-id", "Values": [vpc_id]}]}
    tables = ask("ec2", region, "describe_route_tables", "RouteTables", **within)
    subnets = ask("ec2", region, "describe_subnets", "Subnets", **within)
    groups = ask("ec2", region, "describe_security_groups", "SecurityGroups", **within)
    default = next(group for group in groups if group["GroupName"] == "default")
    zones = {subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in subnets}
    flow_logs = ask("ec2", region, "describe_flow_logs", f"FlowLogs[?ResourceId=='{vpc_id}']")
    return {
        "id": vpc_id,
        "name": name_of(vpc),
        "cidr": vpc["CidrBlock"],
        "subnets": sorted(
            (_subnet(subnet, tables, zones) for subnet in subnets), key=lambda each: (each["tier"], each["zone"])
        ),
        "natGateways": [
            {"id": gateway["NatGatewayId"], "zone": zones.get(gateway["SubnetId"])}
            for gateway in _nat_gateways(region, vpc_id)
        ],
        "endpoints": [_endpoint(endpoint) for endpoint in _endpoints(region, within)],
        "flowLogs": [
            {"traffic": log["TrafficType"], "to": log.get("LogDestination", log.get("LogGroupName"))}
            for log in flow_logs
        ],
        "defaultGroupRules": len(default["IpPermissions"]) + len(default["IpPermissionsEgress"]),
    }


def _nat_gateways(region: str, vpc: str) -> list[dict[str, Any]]:
    path = f"NatGateways[?State=='available' && VpcId=='{vpc}']"
    return ask("ec2", region, "describe_nat_gateways", path)


def _endpoints(region: str, within: dict[str, Any]) -> list[dict[str, Any]]:
    return ask("ec2", region, "describe_vpc_endpoints", "VpcEndpoints[?State!='deleted']", **within)


def _endpoint(endpoint: dict[str, Any]) -> dict[str, Any]:
    return {
        # com.amazonaws.us-east-1.ecr.api -> ecr.api
        "service": endpoint["ServiceName"].split(".", 3)[-1],
        "type": endpoint["VpcEndpointType"],
        "privateDns": endpoint.get("PrivateDnsEnabled", False),
        "subnets": len(endpoint.get("SubnetIds", [])),
        "groups": len(endpoint.get("Groups", [])),
        "policy": endpoint.get("PolicyDocument", ""),
    }


def _subnet(subnet: dict[str, Any], tables: list[dict[str, Any]], zones: dict[str, str]) -> dict[str, Any]:
    routes = _routes_of(subnet["SubnetId"], tables)
    return {
        "id": subnet["SubnetId"],
        "cidr": subnet["CidrBlock"],
        "zone": zones[subnet["SubnetId"]],
        "tier": _tier(routes),
        "nat": next((route["NatGatewayId"] for route in routes if "NatGatewayId" in route), None),
        "publicAddresses": subnet["MapPublicIpOnLaunch"],
    }


def _routes_of(subnet: str, tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for table in tables:
        if any(association.get("SubnetId") == subnet for association in table["Associations"]):
            return table["Routes"]
    return []


def _tier(routes: list[dict[str, Any]]) -> str:
    if any(route.get("GatewayId", "").startswith("igw-") for route in routes):
        return "public"
    return "private" if any("NatGatewayId" in route for route in routes) else "isolated"
