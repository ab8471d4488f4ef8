"""Everything that a region holds, kind by kind, through the service APIs: what a deployment left behind shows here."""

import re
from typing import Any

from .apis import ask

# Kind: service, operation, where the ids are in its answer, parameters.
KINDS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "vpc": ("ec2", "describe_vpcs", "Vpcs[].VpcId", {}),
    "subnet": ("ec2", "describe_subnets", "Subnets[].SubnetId", {}),
    "route table": ("ec2", "describe_route_tables", "RouteTables[].RouteTableId", {}),
    "internet gateway": ("ec2", "describe_internet_gateways", "InternetGateways[].InternetGatewayId", {}),
    "egress gateway": ("ec2", "describe_egress_only_internet_gateways", "EgressOnlyInternetGateways[].EgressOnlyInternetGatewayId", {}),
    "nat gateway": ("ec2", "describe_nat_gateways", "NatGateways[?State=='available'].NatGatewayId", {}),
    "address": ("ec2", "describe_addresses", "Addresses[].AllocationId", {}),
    "endpoint": ("ec2", "describe_vpc_endpoints", "VpcEndpoints[?State!='deleted'].VpcEndpointId", {}),
    "flow log": ("ec2", "describe_flow_logs", "FlowLogs[].FlowLogId", {}),
    "security group": ("ec2", "describe_security_groups", "SecurityGroups[].GroupId", {}),
    "bucket": ("s3", "list_buckets", "Buckets[].Name", {}),
    "key": ("kms", "list_keys", "Keys[].KeyId", {}),
    "key alias": ("kms", "list_aliases", "Aliases[?TargetKeyId].AliasName", {}),
    "secret": ("secretsmanager", "list_secrets", "SecretList[].Name", {}),
    "parameter": ("ssm", "describe_parameters", "Parameters[].Name", {}),
    "role": ("iam", "list_roles", "Roles[].RoleName", {}),
    "policy": ("iam", "list_policies", "Policies[].PolicyName", {"Scope": "Local"}),
    "log group": ("logs", "describe_log_groups", "logGroups[].logGroupName", {}),
    "log policy": ("logs", "describe_resource_policies", "resourcePolicies[].policyName", {}),
    "database cluster": ("rds", "describe_db_clusters", "DBClusters[].DBClusterIdentifier", {}),
    "database instance": ("rds", "describe_db_instances", "DBInstances[].DBInstanceIdentifier", {}),
    "database subnets": ("rds", "describe_db_subnet_groups", "DBSubnetGroups[].DBSubnetGroupName", {}),
    "cluster parameters": ("rds", "describe_db_cluster_parameter_groups", "DBClusterParameterGroups[].DBClusterParameterGroupName", {}),
    "instance parameters": ("rds", "describe_db_parameter_groups", "DBParameterGroups[].DBParameterGroupName", {}),
    "cluster snapshot": ("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots[].DBClusterSnapshotIdentifier", {}),
    "database proxy": ("rds", "describe_db_proxies", "DBProxies[].DBProxyName", {}),
    "database events": ("rds", "describe_event_subscriptions", "EventSubscriptionsList[].CustSubscriptionId", {}),
    "task definition": ("ecs", "list_task_definitions", "taskDefinitionArns", {"status": "ACTIVE"}),
    "load balancer": ("elbv2", "describe_load_balancers", "LoadBalancers[].LoadBalancerArn", {}),
    "target group": ("elbv2", "describe_target_groups", "TargetGroups[].TargetGroupArn", {}),
    "firewall": ("wafv2", "list_web_acls", "WebACLs[].ARN", {"Scope": "REGIONAL"}),
    "scaling target": ("application-autoscaling", "describe_scalable_targets", "ScalableTargets[].ResourceId", {"ServiceNamespace": "ecs"}),
    "scaling policy": ("application-autoscaling", "describe_scaling_policies", "ScalingPolicies[].PolicyARN", {"ServiceNamespace": "ecs"}),
    "scheduled scaling": ("application-autoscaling", "describe_scheduled_actions", "ScheduledActions[].ScheduledActionName", {"ServiceNamespace": "ecs"}),
    "alarm": ("cloudwatch", "describe_alarms", "[MetricAlarms, CompositeAlarms][][].AlarmName", {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}),
    "dashboard": ("cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName", {}),
    "topic": ("sns", "list_topics", "Topics[].TopicArn", {}),
    "subscription": ("sns", "list_subscriptions", "Subscriptions[].SubscriptionArn", {}),
    "queue": ("sqs", "list_queues", "QueueUrls", {}),
    "repository": ("ecr", "describe_repositories", "repositories[].repositoryName", {}),
    "function": ("lambda", "list_functions", "Functions[].FunctionName", {}),
    "trail": ("cloudtrail", "list_trails", "Trails[].Name", {}),
    "certificate": ("acm", "list_certificates", "CertificateSummaryList[].CertificateArn", {}),
    "certificate authority": ("acm-pca", "list_certificate_authorities", "CertificateAuthorities[?Status!='DELETED'].Arn", {}),
    "event rule": ("events", "list_rules", "Rules[].Name", {}),
    "state machine": ("stepfunctions", "list_state_machines", "stateMachines[].name", {}),
    "namespace": ("servicediscovery", "list_namespaces", "Namespaces[].Name", {}),
    "discovery service": ("servicediscovery", "list_services", "Services[].Name", {}),
    "hosted zone": ("route53", "list_hosted_zones", "HostedZones[].Id", {}),
    "health check": ("route53", "list_health_checks", "HealthChecks[].Id", {}),
    "stack": ("cloudformation", "describe_stacks", "Stacks[].StackName", {}),
}  # fmt: skip


# What moto makes in passing and no deletion takes away, by kind; nothing else may be left over.
ARTEFACTS = {
    "cluster snapshot": re.compile(r"rds:"),
    "instance parameters": re.compile(r"default\."),
}


def inventory(region: str) -> dict[str, list[str]]:
    found = {
        kind: sorted(ask(service, region, operation, path, **parameters))
        for kind, (service, operation, path, parameters) in KINDS.items()
    }
    for kind, artefact in ARTEFACTS.items():
        found[kind] = [each for each in found[kind] if not artefact.match(each)]
    vpcs = set(found["vpc"])
    found["network acl"] = _within(vpcs, region, "describe_network_acls", "NetworkAcls", "NetworkAclId")
    found["network interface"] = _within(
        vpcs, region, "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"
    )
    found["ecs cluster"] = _active_clusters(region)
    # A key is never deleted at once; one that waits for its end is as good as gone.
    found["key"] = [
        key for key in found["key"] if ask("kms", region, "describe_key", "KeyMetadata.DeletionDate", KeyId=key) == []
    ]
    found["record"] = sorted(
        f"{record['Name']} {record['Type']} {record.get('SetIdentifier', '')}".rstrip()
        for zone in found["hosted zone"]
        for record in ask("route53", region, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone)
    )
    return found


def _within(vpcs: set[str], region: str, operation: str, where: str, key: str) -> list[str]:
    """moto forgets to take a VPC's ACL and the interfaces of its NAT gateways away with it."""
    return sorted(each[key] for each in ask("ec2", region, operation, where) if each["VpcId"] in vpcs)


def _active_clusters(region: str) -> list[str]:
    """A deleted cluster stays listed as inactive, as it does for a while in AWS."""
    arns = ask("ecs", region, "list_clusters", "clusterArns")
    path = "clusters[?status=='ACTIVE'].clusterName"
    return sorted(ask("ecs", region, "describe_clusters", path, clusters=arns)) if arns else []
