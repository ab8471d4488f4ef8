"""Reads a template and refuses what CloudFormation refuses before it touches a resource."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from .errors import TemplateError

Template = dict[str, Any]

MAX_BODY_BYTES = 51_200
MAX_FILE_BYTES = 1_000_000
MAX_RESOURCES = 500

SECTIONS = {
    "AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata", "Outputs", "Parameters",
    "Resources", "Rules", "Transform",
}  # fmt: skip
RESOURCE_ATTRIBUTES = {
    "Condition", "CreationPolicy", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type", "UpdatePolicy",
    "UpdateReplacePolicy",
}  # fmt: skip
DELETION_POLICIES = {"Delete", "Retain", "Snapshot", "RetainExceptOnCreate"}
# Hosted rotation is expanded by its handler; another transform would change the template in ways unknown here.
TRANSFORMS = {"AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16"}


def parse(body: str, limit: int) -> Template:
    size = len(body.encode())
    if size > limit:
        raise TemplateError(f"The template has {size} bytes, the limit is {limit}: split the stack.")
    try:
        template = json.loads(body) if body.lstrip().startswith("{") else yaml.load(body, Loader=_Loader)
    except (ValueError, yaml.YAMLError) as error:
        raise TemplateError(f"Template format error: not well-formed JSON or YAML: {error}") from error
    if not isinstance(template, dict):
        raise TemplateError("Template format error: the template is not an object.")
    check(template)
    return template


def check(template: Template) -> None:
    _known("Template format error: unknown section", template, SECTIONS)
    resources = template.get("Resources")
    if not resources:
        raise TemplateError("Template format error: At least one Resources member must be defined.")
    if len(resources) > MAX_RESOURCES:
        raise TemplateError(f"Template format error: {len(resources)} resources, the limit is {MAX_RESOURCES}.")
    transforms = template.get("Transform", [])
    for transform in [transforms] if isinstance(transforms, str) else transforms:
        if transform not in TRANSFORMS:
            raise TemplateError(f"Transform {transform} is not emulated. Emulated: {', '.join(sorted(TRANSFORMS))}.")
    for name, resource in resources.items():
        if not isinstance(resource, dict) or "Type" not in resource:
            raise TemplateError(f"Template format error: resource {name} has no Type.")
        _known(f"Template format error: resource {name} has an unknown attribute", resource, RESOURCE_ATTRIBUTES)
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            value = resource.get(policy, "Delete")
            if value not in DELETION_POLICIES:
                raise TemplateError(f"Template format error: {policy} {value!r} of resource {name} is unknown.")


def _known(problem: str, given: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(given) - allowed)
    if unknown:
        raise TemplateError(f"{problem}: {', '.join(unknown)}. Allowed: {', '.join(sorted(allowed))}.")


SUB_PLACEHOLDER = re.compile(r"\$\{([^!][^}]*)\}")


def references(value: Any) -> Iterator[tuple[str, str | None]]:
    """Every (name, attribute) that Ref, Fn::GetAtt and Fn::Sub mention; the attribute of a Ref is None."""
    if isinstance(value, dict):
        if len(value) == 1:
            function, argument = next(iter(value.items()))
            if function == "Ref" and isinstance(argument, str):
                yield argument, None
                return
            if function == "Fn::GetAtt":
                name, attribute = split_get_att(argument)
                yield name, attribute if isinstance(attribute, str) else ""
                yield from references(attribute)
                return
            if function == "Fn::Sub":
                text, variables = (argument, {}) if isinstance(argument, str) else argument
                for match in SUB_PLACEHOLDER.findall(text):
                    name, _, attribute = match.partition(".")
                    if match not in variables:
                        yield name, attribute or None
                yield from references(variables)
                return
        for child in value.values():
            yield from references(child)
    elif isinstance(value, list):
        for child in value:
            yield from references(child)


def split_get_att(argument: Any) -> tuple[str, Any]:
    if isinstance(argument, str):
        name, _, attribute = argument.partition(".")
        return name, attribute
    return argument[0], argument[1]


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, !Ref and !GetAtt among them. Dates stay text, as in JSON."""


def _short_tag(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_tag)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_yaml_str)
