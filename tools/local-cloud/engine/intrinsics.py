"""Intrinsic functions, pseudo parameters and dynamic references."""

import base64
import ipaddress
import json
import re
from collections.abc import Callable
from typing import Any, Protocol

from .errors import ResourceError
from .template import SUB_PLACEHOLDER, split_get_att

NO_VALUE = object()
DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):(.+?)\}\}")


class Scope(Protocol):
    """Where a resolver looks names up."""

    region: str

    def ref(self, name: str) -> Any: ...
    def attribute(self, name: str, attribute: str) -> Any: ...
    def condition(self, name: str) -> bool: ...
    def find_in_map(self, mapping: str, first: str, second: str) -> Any: ...
    def import_value(self, name: str) -> str: ...
    def stack_output(self, stack: str, region: str, output: str) -> str: ...
    def zones(self, region: str) -> list[str]: ...
    def dynamic(self, service: str, reference: str) -> str: ...


class Unknown(str):
    """A value that is known only once a resource exists: the text of the expression, for comparing."""


class Resolver:
    def __init__(self, scope: Scope):
        self.scope = scope
        # By name; each takes the argument with its inner functions resolved.
        self.functions: dict[str, Callable[[Any], Any]] = {
            "Fn::Base64": lambda text: base64.b64encode(text.encode()).decode(),
            "Fn::Cidr": _cidr,
            "Fn::FindInMap": lambda keys: scope.find_in_map(*keys[:3]),
            "Fn::GetAZs": lambda region: scope.zones(region or scope.region),
            "Fn::GetStackOutput": self._stack_output,
            "Fn::ImportValue": scope.import_value,
            "Fn::Join": lambda pair: pair[0].join(_text(part) for part in pair[1]),
            "Fn::Select": _select,
            "Fn::Split": lambda pair: pair[1].split(pair[0]),
            "Fn::Equals": lambda pair: _text(pair[0]) == _text(pair[1]),
            "Fn::And": all,
            "Fn::Or": any,
            "Fn::Not": lambda one: not one[0],
            "Fn::Contains": lambda pair: pair[1] in pair[0],
            "Fn::EachMemberIn": lambda pair: all(member in pair[1] for member in pair[0]),
            "Fn::EachMemberEquals": lambda pair: all(member == pair[1] for member in pair[0]),
        }

    def resolve(self, value: Any) -> Any:
        """`value` with every function replaced by its result; AWS::NoValue takes its key or item away."""
        if isinstance(value, dict):
            if len(value) == 1:
                function, argument = next(iter(value.items()))
                if function in ("Ref", "Condition") or function.startswith("Fn::"):
                    return self._call(function, argument)
            pairs = ((key, self.resolve(child)) for key, child in value.items())
            return {key: child for key, child in pairs if child is not NO_VALUE}
        if isinstance(value, list):
            return [child for child in map(self.resolve, value) if child is not NO_VALUE]
        return self._dynamic(value) if isinstance(value, str) else value

    def _call(self, function: str, argument: Any) -> Any:
        if function == "Ref":
            return NO_VALUE if argument == "AWS::NoValue" else self.scope.ref(argument)
        if function == "Condition":
            # Also a key of policy statements, whose value is an object.
            return self.scope.condition(argument) if isinstance(argument, str) else {function: self.resolve(argument)}
        if function == "Fn::If":
            name, yes, no = argument
            return self.resolve(yes if self.scope.condition(name) else no)
        if function == "Fn::GetAtt":
            name, attribute = split_get_att(argument)
            return self.scope.attribute(name, self.resolve(attribute))
        if function == "Fn::Sub":
            return self._dynamic(self._sub(argument))
        if function not in self.functions:
            raise ResourceError(f"{function} is not emulated. Emulated: {', '.join(sorted(self.functions))}.")
        resolved = self.resolve(argument)
        if _has_unknown(resolved):
            return Unknown(json.dumps({function: resolved}))
        result = self.functions[function](resolved)
        return self._dynamic(result) if isinstance(result, str) else result

    def _sub(self, argument: Any) -> str:
        text, variables = (argument, {}) if isinstance(argument, str) else argument

        parts = []

        def replace(match: re.Match[str]) -> str:
            name, _, attribute = match[1].partition(".")
            if match[1] in variables:
                parts.append(self.resolve(variables[match[1]]))
            else:
                parts.append(self.scope.attribute(name, attribute) if attribute else self.scope.ref(name))
            return _text(parts[-1])

        result = SUB_PLACEHOLDER.sub(replace, text).replace("${!", "${")
        return Unknown(result) if _has_unknown(parts) else result

    def _stack_output(self, argument: dict[str, str]) -> str:
        unknown = set(argument) - {"StackName", "Region", "OutputName"}
        if unknown:
            raise ResourceError(f"Fn::GetStackOutput with {', '.join(sorted(unknown))} is not emulated.")
        region = argument.get("Region", self.scope.region)
        return self.scope.stack_output(argument["StackName"], region, argument["OutputName"])

    def _dynamic(self, text: str) -> str:
        # Half a reference is a part of an Fn::Join, and complete after it.
        if isinstance(text, Unknown) or "{{resolve:" not in text or "}}" not in text:
            return text
        result = DYNAMIC.sub(lambda match: self.scope.dynamic(match[1], match[2]), text)
        if "{{resolve:" in result and not _has_unknown(result):
            raise ResourceError(f"Dynamic reference {result} is not understood.")
        return result


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_unknown, value.values()))
    return any(map(_has_unknown, value)) if isinstance(value, list) else isinstance(value, Unknown)


def _select(pair: list[Any]) -> Any:
    index, items = int(pair[0]), pair[1]
    if index >= len(items):
        raise ResourceError(f"Fn::Select cannot select {index}: there are {len(items)} values.")
    return items[index]


def _cidr(arguments: list[Any]) -> list[str]:
    block, count = ipaddress.ip_network(arguments[0]), int(arguments[1])
    bits = int(arguments[2]) if len(arguments) > 2 else 8
    subnets = block.subnets(new_prefix=block.max_prefixlen - bits)
    return [str(subnet) for subnet, _ in zip(subnets, range(count), strict=False)]
