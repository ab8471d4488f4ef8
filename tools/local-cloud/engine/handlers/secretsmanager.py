"""Secrets. Rotation is scheduled and never happens here."""

import json
from typing import Any

from ..aws import Aws
from ..errors import ResourceError
from .base import Handler, Held, Props, Tagger, handles


def _generated(aws: Aws, how: dict[str, Any]) -> str:
    own = {key: how[key] for key in ("SecretStringTemplate", "GenerateStringKey") if key in how}
    password = aws.send(
        "secretsmanager:GetRandomPassword", {key: value for key, value in how.items() if key not in own}
    )["RandomPassword"]
    if not own:
        return password
    return json.dumps(json.loads(own["SecretStringTemplate"]) | {own["GenerateStringKey"]: password})


@handles("AWS::SecretsManager::Secret")
class Secret(Handler):
    tagger = Tagger("secretsmanager:TagResource", "secretsmanager:UntagResource", "SecretId")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(200)
        text = p.get("SecretString")
        if text is None:
            text = _generated(aws, p.get("GenerateSecretString", {}))
        arn = aws.send("secretsmanager:CreateSecret", p.rest(), Name=name, SecretString=text)["ARN"]
        return Held(arn, {"Id": arn})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("Name")
        if p.get("GenerateSecretString") != held.properties.get("GenerateSecretString"):
            raise ResourceError("a change of GenerateSecretString in place is not handled")
        aws.send("secretsmanager:UpdateSecret", p.rest("Tags"), SecretId=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("secretsmanager:DeleteSecret", SecretId=held.id, ForceDeleteWithoutRecovery=True)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("secretsmanager:DescribeSecret", SecretId=held.id)["Name"]


@handles("AWS::SecretsManager::ResourcePolicy")
class ResourcePolicy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return Held(p["SecretId"], {"Id": p["SecretId"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("SecretId")
        aws.send("secretsmanager:PutResourcePolicy", p.rest(), SecretId=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("secretsmanager:DeleteResourcePolicy", SecretId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("secretsmanager:GetResourcePolicy", SecretId=held.id)["ResourcePolicy"]


@handles("AWS::SecretsManager::SecretTargetAttachment")
class SecretTargetAttachment(Handler):
    """Completes a secret with where its database is found."""

    def create(self, aws: Aws, p: Props) -> Held:
        p.use("TargetType", "TargetId")
        return Held(p["SecretId"], {"Id": p["SecretId"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        found = _connection(aws, p["TargetType"], p["TargetId"])
        self._merge(aws, held, found)

    def _merge(self, aws: Aws, held: Held, changes: dict[str, Any]) -> None:
        content = json.loads(aws.send("secretsmanager:GetSecretValue", SecretId=held.id)["SecretString"])
        text = json.dumps({key: value for key, value in (content | changes).items() if value is not None})
        aws.send("secretsmanager:PutSecretValue", SecretId=held.id, SecretString=text)

    def delete(self, aws: Aws, held: Held) -> None:
        self._merge(aws, held, dict.fromkeys(_FIELDS))

    def read(self, aws: Aws, held: Held) -> Any:
        return '"host"' in aws.send("secretsmanager:GetSecretValue", SecretId=held.id)["SecretString"]


_FIELDS = ("engine", "host", "port", "dbname", "dbClusterIdentifier", "dbInstanceIdentifier")


def _connection(aws: Aws, kind: str, name: str) -> dict[str, Any]:
    if kind == "AWS::RDS::DBCluster":
        cluster = aws.send("rds:DescribeDBClusters", DBClusterIdentifier=name)["DBClusters"][0]
        where = {"host": cluster["Endpoint"], "port": cluster["Port"], "dbClusterIdentifier": name}
        engine = "postgres" if "postgres" in cluster["Engine"] else "mysql"
        return where | {"engine": engine, "dbname": cluster.get("DatabaseName")}
    if kind == "AWS::RDS::DBInstance":
        instance = aws.send("rds:DescribeDBInstances", DBInstanceIdentifier=name)["DBInstances"][0]
        end = instance["Endpoint"]
        where = {"host": end["Address"], "port": end["Port"], "dbInstanceIdentifier": name}
        return where | {"engine": instance["Engine"], "dbname": instance.get("DBName")}
    raise ResourceError(f"TargetType {kind} is not handled")


@handles("AWS::SecretsManager::RotationSchedule")
class RotationSchedule(Handler):
    """With HostedRotationLambda a transform would add a stack with the rotation function; here nothing would run it."""

    def create(self, aws: Aws, p: Props) -> Held:
        return Held(p["SecretId"], {"Id": p["SecretId"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("SecretId", "HostedRotationLambda", "RotateImmediatelyOnUpdate", "RotationLambdaARN")
        rules = dict(p["RotationRules"])
        # moto keeps days alone, so a rate of days is given as days.
        expression = rules.pop("ScheduleExpression", "")
        if expression.startswith("rate(") and "day" in expression:
            rules["AutomaticallyAfterDays"] = int(expression.removeprefix("rate(").split()[0])
        text = aws.send("secretsmanager:GetSecretValue", SecretId=held.id)["SecretString"]
        aws.send("secretsmanager:RotateSecret", SecretId=held.id, RotationRules=rules, RotateImmediately=False)
        # moto makes the secret's first content current again.
        aws.send("secretsmanager:PutSecretValue", SecretId=held.id, SecretString=text)

    def delete(self, aws: Aws, held: Held) -> None:
        """moto cancels only a rotation that has a function; the schedule goes with its secret."""

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("secretsmanager:DescribeSecret", SecretId=held.id).get("RotationRules")
