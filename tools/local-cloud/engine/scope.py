"""Where the names in one stack's template are looked up."""

import json
from typing import Any, NoReturn

from .aws import ACCOUNT, Aws
from .errors import ResourceError
from .handlers.base import Held
from .intrinsics import NO_VALUE, Resolver, Unknown
from .stacks import Cloud, Stack
from .template import Template

URL_SUFFIX = "amazonaws.com"


class StackScope:
    def __init__(self, cloud: Cloud, stack: Stack, template: Template, values: dict[str, Any]):
        self.cloud = cloud
        self.stack = stack
        self.region = stack.region
        self.template = template
        self.values = values
        self.imports: set[str] = set()
        self.resolver = Resolver(self)
        self._conditions: dict[str, bool] = {}

    def resolve(self, value: Any) -> Any:
        return self.resolver.resolve(value)

    def enabled(self) -> dict[str, dict[str, Any]]:
        """The resources whose condition holds."""
        resources = self.template["Resources"]
        return {
            name: resource
            for name, resource in resources.items()
            if "Condition" not in resource or self.condition(resource["Condition"])
        }

    def held(self, name: str) -> Held | None:
        resource = self.stack.resources.get(name)
        return resource.held if resource else None

    def ref(self, name: str) -> Any:
        pseudo = {
            "AWS::AccountId": ACCOUNT,
            "AWS::NotificationARNs": [],
            "AWS::Partition": "aws",
            "AWS::Region": self.region,
            "AWS::StackId": self.stack.id,
            "AWS::StackName": self.stack.name,
            "AWS::URLSuffix": URL_SUFFIX,
            "AWS::NoValue": NO_VALUE,
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.values:
            return self.values[name]
        held = self.held(name)
        return held.id if held else self.missing(name)

    def attribute(self, name: str, attribute: str) -> Any:
        held = self.held(name)
        if held is None:
            return self.missing(name)
        if attribute in held.attributes:
            return held.attributes[attribute]
        kind = self.template["Resources"][name]["Type"]
        there = ", ".join(sorted(held.attributes)) or "none"
        raise ResourceError(f"Fn::GetAtt {name}.{attribute}: {kind} has no such attribute here (there are: {there})")

    def missing(self, name: str) -> NoReturn:
        raise ResourceError(f"{name} does not exist (yet): its condition is false, or it is no resource of this stack")

    def condition(self, name: str) -> bool:
        if name not in self._conditions:
            definition = self.template.get("Conditions", {}).get(name)
            if definition is None:
                raise ResourceError(f"there is no condition {name}")
            self._conditions[name] = bool(self.resolve(definition))
        return self._conditions[name]

    def find_in_map(self, mapping: str, first: str, second: str) -> Any:
        try:
            return self.template["Mappings"][mapping][first][second]
        except KeyError as error:
            raise ResourceError(f"Fn::FindInMap: no value for {mapping}, {first}, {second}") from error

    def import_value(self, name: str) -> str:
        exports = self.cloud.exports(self.region)
        if name not in exports:
            raise ResourceError(f"No export named {name} found in {self.region}.")
        self.imports.add(name)
        return exports[name][1]

    def stack_output(self, stack: str, region: str, output: str) -> str:
        return self.cloud.stack_output(stack, region, output)

    def zones(self, region: str) -> list[str]:
        zones = Aws("", region).send("ec2:DescribeAvailabilityZones")["AvailabilityZones"]
        return sorted(zone["ZoneName"] for zone in zones)

    def dynamic(self, service: str, reference: str) -> str:
        aws = Aws("", self.region)
        if service == "secretsmanager":
            return _secret(aws, reference)
        name, _, version = reference.partition(":")
        wanted = f"{name}:{version}" if version else name
        return aws.send("ssm:GetParameter", Name=wanted, WithDecryption=True)["Parameter"]["Value"]


def _secret(aws: Aws, reference: str) -> str:
    """`<name or ARN>:SecretString:<json key>:<stage>:<version>`, of which all but the first may be missing."""
    name, _, rest = reference.partition(":SecretString")
    _, key, stage, version = [*rest.split(":"), "", "", "", ""][:4]
    chosen = {"VersionStage": stage} if stage else {"VersionId": version} if version else {}
    text = aws.send("secretsmanager:GetSecretValue", SecretId=name, **chosen)["SecretString"]
    if not key:
        return text
    try:
        return str(json.loads(text)[key])
    except (KeyError, ValueError) as error:
        raise ResourceError(f"Could not find a value for {key} in the secret {name}") from error


class PlanningScope(StackScope):
    """Before anything is made: what only a resource can tell stays an expression, good for comparing."""

    def ref(self, name: str) -> Any:
        return Unknown(f"${{{name}}}") if name in self.template["Resources"] else super().ref(name)

    def attribute(self, name: str, attribute: str) -> Any:
        return Unknown(f"${{{name}.{attribute}}}")

    def import_value(self, name: str) -> str:
        return Unknown(f"${{import:{name}}}")

    def stack_output(self, stack: str, region: str, output: str) -> str:
        return Unknown(f"${{output:{region}/{stack}.{output}}}")

    def dynamic(self, service: str, reference: str) -> str:
        return f"{{{{{service}:{reference}}}}}"
