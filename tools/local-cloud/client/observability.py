"""Log groups, alarms, trails, and the buckets that logs go to."""

from typing import Any

from botocore.exceptions import ClientError

from .apis import api, ask


def log_groups(region: str) -> list[dict[str, Any]]:
    return [
        {"name": group["logGroupName"], "days": group.get("retentionInDays"), "key": group.get("kmsKeyId")}
        for group in ask("logs", region, "describe_log_groups", "logGroups")
    ]


def alarms(region: str) -> list[dict[str, Any]]:
    found = ask("cloudwatch", region, "describe_alarms", "MetricAlarms")
    return [
        {
            "name": alarm["AlarmName"],
            "metric": alarm.get("MetricName") or "expression",
            "comparison": alarm["ComparisonOperator"],
            "threshold": alarm.get("Threshold"),
            "actions": alarm.get("AlarmActions", []),
        }
        for alarm in found
    ]


def trails(region: str) -> list[dict[str, Any]]:
    return [
        {
            "name": trail["Name"],
            "logging": api("cloudtrail", region).get_trail_status(Name=trail["TrailARN"])["IsLogging"],
            "validated": trail["LogFileValidationEnabled"],
        }
        for trail in ask("cloudtrail", region, "describe_trails", "trailList")
    ]


def buckets(region: str) -> list[dict[str, Any]]:
    return [_bucket(region, name) for name in ask("s3", region, "list_buckets", "Buckets[].Name")]


def _bucket(region: str, name: str) -> dict[str, Any]:
    blocked = _setting(region, "get_public_access_block", "PublicAccessBlockConfiguration", name) or {}
    encryption = _setting(region, "get_bucket_encryption", "ServerSideEncryptionConfiguration", name) or {"Rules": []}
    rules = _setting(region, "get_bucket_lifecycle_configuration", "Rules", name) or []
    algorithms = [rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] for rule in encryption["Rules"]]
    return {
        "name": name,
        "encryption": algorithms[0] if algorithms else None,
        "versioned": _setting(region, "get_bucket_versioning", "Status", name) == "Enabled",
        "publicAccessBlocked": bool(blocked) and all(blocked.values()),
        "expiresAfterDays": [rule["Expiration"]["Days"] for rule in rules if rule.get("Expiration", {}).get("Days")],
        "lifecycleRules": len(rules),
    }


def _setting(region: str, operation: str, key: str, bucket: str) -> Any:
    """None if the bucket is without it, which S3 answers with an error."""
    try:
        return getattr(api("s3", region), operation)(Bucket=bucket).get(key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise
