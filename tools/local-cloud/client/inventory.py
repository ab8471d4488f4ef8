"""Everything that a region holds, kind by kind, through the service APIs: what a deployment left behind shows here."""

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
    "network acl": ("ec2", "describe_network_acls", "NetworkAcls[].NetworkAclId", {}),
    "network interface": ("ec2", "describe_network_interfaces", "NetworkInterfaces[].NetworkInterfaceId", {}),
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
    "ecs cluster": ("ecs", "list_clusters", "clusterArns", {}),
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
    "namespace": ("servicediscovery", "list_namespaces", "Namespaces[].Name", {}),
    "discovery service": ("servicediscovery", "list_services", "Services[].Name", {}),
    "hosted zone": ("route53", "list_hosted_zones", "HostedZones[].Id", {}),
    "health check": ("route53", "list_health_checks", "HealthChecks[].Id", {}),
    "query log": ("route53resolver", "list_resolver_query_log_configs", "ResolverQueryLogConfigs[].Id", {}),
    "stack": ("cloudformation", "describe_stacks", "Stacks[].StackName", {}),
}  # fmt: skip


def inventory(region: str) -> dict[str, list[str]]:
    found = {
        kind: sorted(ask(service, region, operation, path, **parameters))
        for kind, (service, operation, path, parameters) in KINDS.items()
    }
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
