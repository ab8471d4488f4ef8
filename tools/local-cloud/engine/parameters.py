"""A stack's parameters, and the rules that a template makes for them."""

import re
from typing import Any

from .errors import ResourceError, TemplateError
from .scope import StackScope
from .template import Template

SSM = re.compile(r"AWS::SSM::Parameter::Value<(.+)>")


def resolve(template: Template, given: dict[str, str], scope: StackScope) -> dict[str, Any]:
    """The value of every parameter: given or by default, checked, looked up where it names an SSM parameter."""
    declared = template.get("Parameters", {})
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise TemplateError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    missing = sorted(name for name, definition in declared.items() if name not in given and "Default" not in definition)
    if missing:
        raise TemplateError(f"Parameters: [{', '.join(missing)}] must have values")
    texts = with_defaults(template, given)
    return {name: _value(name, definition, texts[name], scope) for name, definition in declared.items()}


def with_defaults(template: Template, given: dict[str, str]) -> dict[str, str]:
    """The text of every parameter that has one: a stack keeps it, also where a later template has another default."""
    defaults = {
        name: str(definition["Default"])
        for name, definition in template.get("Parameters", {}).items()
        if "Default" in definition
    }
    return defaults | {name: str(text) for name, text in given.items()}


def _value(name: str, definition: dict[str, Any], text: str, scope: StackScope) -> Any:
    _check(name, definition, text)
    kind = definition["Type"]
    lookup = SSM.fullmatch(kind)
    if lookup:
        try:
            text = scope.dynamic("ssm", text)
        except Exception as error:
            raise TemplateError(f"Unable to fetch parameters [{text}] from parameter store: {error}") from error
        kind = lookup[1]
    return [part.strip() for part in text.split(",")] if kind.startswith(("List<", "CommaDelimitedList")) else text


def _check(name: str, definition: dict[str, Any], text: str) -> None:
    allowed = definition.get("AllowedValues")
    pattern = definition.get("AllowedPattern")
    problem = None
    if allowed is not None and text not in map(str, allowed):
        problem = f"must be one of {', '.join(map(str, allowed))}"
    elif pattern is not None and not re.fullmatch(pattern, text):
        problem = f"must match pattern {pattern}"
    elif not int(definition.get("MinLength", 0)) <= len(text) <= int(definition.get("MaxLength", 1 << 20)):
        problem = "has a length that is not allowed"
    elif definition["Type"] == "Number":
        low, high = float(definition.get("MinValue", "-inf")), float(definition.get("MaxValue", "inf"))
        if not re.fullmatch(r"-?\d+(\.\d+)?", text) or not low <= float(text) <= high:
            problem = f"must be a number from {low} to {high}"
    if problem:
        raise TemplateError(f"Parameter {name} {problem}, got '{text}'")


def check_rules(template: Template, scope: StackScope) -> None:
    for name, rule in template.get("Rules", {}).items():
        try:
            if "RuleCondition" in rule and not scope.resolve(rule["RuleCondition"]):
                continue
            for assertion in rule["Assertions"]:
                if not scope.resolve(assertion["Assert"]):
                    raise TemplateError(f"Rule {name}: {assertion.get('AssertDescription', 'its assertion is false')}")
        except ResourceError as error:
            raise TemplateError(f"Rule {name}: {error}") from error
