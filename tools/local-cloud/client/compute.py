"""ECS clusters with their services and tasks, what scales them, and the repositories of their images."""

from typing import Any

from .apis import ask


def clusters(region: str) -> list[dict[str, Any]]:
    arns = ask("ecs", region, "list_clusters", "clusterArns")
    found = ask("ecs", region, "describe_clusters", "clusters", clusters=arns, include=["SETTINGS"]) if arns else []
    return [_cluster(region, cluster) for cluster in found if cluster["status"] == "ACTIVE"]


def _cluster(region: str, cluster: dict[str, Any]) -> dict[str, Any]:
    name = cluster["clusterName"]
    arns = ask("ecs", region, "list_services", "serviceArns", cluster=name)
    services = [
        service
        for arn in arns
        for service in ask("ecs", region, "describe_services", "services", cluster=name, services=[arn])
    ]
    settings = {setting["name"]: setting["value"] for setting in cluster.get("settings", [])}
    return {
        "name": name,
        "insights": settings.get("containerInsights"),
        "capacityProviders": cluster.get("capacityProviders", []),
        "services": [_service(region, service) for service in services],
    }


def _service(region: str, service: dict[str, Any]) -> dict[str, Any]:
    network = service.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
    return {
        "name": service["serviceName"],
        "desired": service["desiredCount"],
        # moto says EC2 where a strategy of capacity providers was given, which it drops.
        "launchType": service.get("launchType", "EC2").replace("EC2", "") or None,
        "publicAddress": network.get("assignPublicIp"),
        "subnets": network.get("subnets", []),
        "targetGroups": [each["targetGroupArn"] for each in service.get("loadBalancers", [])],
        "task": _task(
            ask("ecs", region, "describe_task_definition", "taskDefinition", taskDefinition=service["taskDefinition"])
        ),
    }


def _task(task: dict[str, Any]) -> dict[str, Any]:
    return {
        "family": task["family"],
        "cpu": task.get("cpu"),
        "memory": task.get("memory"),
        "containers": [
            {
                "name": container["name"],
                "image": container["image"],
                "readOnly": container.get("readonlyRootFilesystem", False),
                "secrets": {secret["name"]: secret["valueFrom"] for secret in container.get("secrets", [])},
                "environment": sorted(variable["name"] for variable in container.get("environment", [])),
                "logGroup": container.get("logConfiguration", {}).get("options", {}).get("awslogs-group"),
            }
            for container in task["containerDefinitions"]
        ],
    }


def scaling(region: str) -> list[dict[str, Any]]:
    service = {"ServiceNamespace": "ecs"}
    policies = ask("application-autoscaling", region, "describe_scaling_policies", "ScalingPolicies", **service)
    actions = ask("application-autoscaling", region, "describe_scheduled_actions", "ScheduledActions", **service)
    return [
        {
            "service": target["ResourceId"],
            "min": target["MinCapacity"],
            "max": target["MaxCapacity"],
            "policies": [_policy(policy) for policy in policies if policy["ResourceId"] == target["ResourceId"]],
            "scheduled": [
                each["ScheduledActionName"] for each in actions if each["ResourceId"] == target["ResourceId"]
            ],
        }
        for target in ask("application-autoscaling", region, "describe_scalable_targets", "ScalableTargets", **service)
    ]


def _policy(policy: dict[str, Any]) -> dict[str, Any]:
    tracking = policy.get("TargetTrackingScalingPolicyConfiguration", {})
    metric = tracking.get("PredefinedMetricSpecification", {}).get("PredefinedMetricType", "custom metric")
    return {"metric": metric, "target": tracking.get("TargetValue")}


def repositories(region: str) -> list[dict[str, Any]]:
    return [
        {
            "name": repository["repositoryName"],
            "scanned": repository["imageScanningConfiguration"]["scanOnPush"],
            "tags": repository["imageTagMutability"],
        }
        for repository in ask("ecr", region, "describe_repositories", "repositories")
    ]


def functions(region: str) -> list[dict[str, Any]]:
    return [
        {"name": function["FunctionName"], "memory": function["MemorySize"]}
        for function in ask("lambda", region, "list_functions", "Functions")
    ]
