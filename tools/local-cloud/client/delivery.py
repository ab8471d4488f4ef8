"""Load balancers, from the listener's policy to the rule that meets a request; and the records that lead to them."""

from typing import Any

from .apis import api, ask


def load_balancers(region: str) -> list[dict[str, Any]]:
    groups = ask("elbv2", region, "describe_target_groups", "TargetGroups")
    return [
        _balancer(region, each, groups) for each in ask("elbv2", region, "describe_load_balancers", "LoadBalancers")
    ]


def _balancer(region: str, balancer: dict[str, Any], groups: list[dict[str, Any]]) -> dict[str, Any]:
    arn = balancer["LoadBalancerArn"]
    attributes = ask("elbv2", region, "describe_load_balancer_attributes", "Attributes", LoadBalancerArn=arn)
    listeners = ask("elbv2", region, "describe_listeners", "Listeners", LoadBalancerArn=arn)
    firewall = api("wafv2", region).get_web_acl_for_resource(ResourceArn=arn).get("WebACL")
    return {
        "name": balancer["LoadBalancerName"],
        "scheme": balancer["Scheme"],
        "dns": balancer["DNSName"],
        "zones": sorted(zone["ZoneName"] for zone in balancer["AvailabilityZones"]),
        "attributes": {each["Key"]: each["Value"] for each in attributes},
        "firewall": firewall["Name"] if firewall else None,
        "firewallRules": [rule["Name"] for rule in firewall["Rules"]] if firewall else [],
        "listeners": [_listener(region, listener) for listener in listeners],
        "targetGroups": [
            {
                "name": group["TargetGroupName"],
                "port": group["Port"],
                "healthPath": group.get("HealthCheckPath"),
                "healthIntervalSeconds": group.get("HealthCheckIntervalSeconds"),
            }
            for group in groups
            if arn in group["LoadBalancerArns"]
        ],
    }


def _listener(region: str, listener: dict[str, Any]) -> dict[str, Any]:
    rules = ask("elbv2", region, "describe_rules", "Rules", ListenerArn=listener["ListenerArn"])
    return {
        "port": listener["Port"],
        "protocol": listener["Protocol"],
        "tlsPolicy": listener.get("SslPolicy"),
        "certificates": [each["CertificateArn"] for each in listener.get("Certificates", [])],
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    conditions = [
        f"{condition['Field']} {' '.join(_values(condition))}".strip() for condition in rule.get("Conditions", [])
    ]
    return {
        "priority": rule["Priority"],
        "conditions": conditions or ["anything else"],
        "actions": [_action(action) for action in rule["Actions"]],
    }


def _values(condition: dict[str, Any]) -> list[str]:
    if condition.get("Values"):
        return condition["Values"]
    configs = [value for key, value in condition.items() if key.endswith("Config")]
    return [value for config in configs for value in config.get("Values", [])]


def _action(action: dict[str, Any]) -> dict[str, Any]:
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    single = [{"TargetGroupArn": action["TargetGroupArn"]}] if "TargetGroupArn" in action else []
    return {
        "type": action["Type"],
        "status": action.get("FixedResponseConfig", {}).get("StatusCode"),
        "targets": [
            {"group": each["TargetGroupArn"].split("/")[1], "weight": each.get("Weight")} for each in groups or single
        ],
    }


def records(region: str) -> list[dict[str, Any]]:
    return [
        {
            "name": record["Name"],
            "type": record["Type"],
            "set": record.get("SetIdentifier"),
            "weight": record.get("Weight"),
            "alias": record.get("AliasTarget", {}).get("DNSName"),
        }
        for zone in ask("route53", region, "list_hosted_zones", "HostedZones[].Id")
        for record in ask("route53", region, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone)
    ]
