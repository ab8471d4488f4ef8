"""Databases, secrets, parameters, keys and roles."""

import json
from typing import Any

from .apis import ask


def databases(region: str) -> list[dict[str, Any]]:
    instances = {
        instance["DBInstanceIdentifier"]: instance
        for instance in ask("rds", region, "describe_db_instances", "DBInstances")
    }
    clusters = ask("rds", region, "describe_db_clusters", "DBClusters")
    return [_database(region, cluster, instances) for cluster in clusters]


def _database(region: str, cluster: dict[str, Any], instances: dict[str, dict[str, Any]]) -> dict[str, Any]:
    group = cluster["DBClusterParameterGroup"]
    parameters = ask("rds", region, "describe_db_cluster_parameters", "Parameters", DBClusterParameterGroupName=group)
    return {
        "id": cluster["DBClusterIdentifier"],
        "engine": f"{cluster['Engine']} {cluster['EngineVersion']}",
        "encrypted": cluster["StorageEncrypted"],
        "key": cluster.get("KmsKeyId"),
        "backupDays": cluster["BackupRetentionPeriod"],
        "logExports": cluster.get("EnabledCloudwatchLogsExports", []),
        "iamAuthentication": cluster.get("IAMDatabaseAuthenticationEnabled", False),
        "deletionProtection": cluster["DeletionProtection"],
        "members": [
            {
                "id": member["DBInstanceIdentifier"],
                "writer": member["IsClusterWriter"],
                "class": instances[member["DBInstanceIdentifier"]]["DBInstanceClass"],
                "publicAddress": instances[member["DBInstanceIdentifier"]].get("PubliclyAccessible", False),
            }
            for member in cluster["DBClusterMembers"]
        ],
        "parameters": {each["ParameterName"]: each.get("ParameterValue", "") for each in parameters},
    }


def secrets(region: str) -> list[dict[str, Any]]:
    found = ask("secretsmanager", region, "list_secrets", "SecretList")
    return [
        {
            "name": secret["Name"],
            "key": secret.get("KmsKeyId"),
            "description": secret.get("Description", ""),
            "rotationDays": secret.get("RotationRules", {}).get("AutomaticallyAfterDays"),
            # Which fields there are, and never what stands in them.
            "fields": _fields(
                ask("secretsmanager", region, "get_secret_value", "SecretString", SecretId=secret["ARN"])
            ),
        }
        for secret in found
    ]


def _fields(text: str) -> list[str]:
    return sorted(json.loads(text)) if text.startswith("{") else []


def parameters(region: str) -> list[dict[str, Any]]:
    names = ask("ssm", region, "describe_parameters", "Parameters[].Name")
    return [
        {"name": name, "value": ask("ssm", region, "get_parameter", "Parameter.Value", Name=name)} for name in names
    ]


def keys(region: str) -> list[dict[str, Any]]:
    aliases = {
        alias["TargetKeyId"]: alias["AliasName"]
        for alias in ask("kms", region, "list_aliases", "Aliases[?TargetKeyId]")
    }
    return [
        {
            "id": key,
            "alias": aliases.get(key),
            "rotated": ask("kms", region, "get_key_rotation_status", "KeyRotationEnabled", KeyId=key),
        }
        for key in ask("kms", region, "list_keys", "Keys[].KeyId")
        if ask("kms", region, "describe_key", "KeyMetadata.DeletionDate", KeyId=key) == []
    ]


def roles(region: str) -> list[dict[str, Any]]:
    return [
        {"name": role["RoleName"], "sessionSeconds": role["MaxSessionDuration"]}
        for role in ask("iam", region, "list_roles", "Roles")
    ]
