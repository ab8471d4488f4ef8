"""Imports: a stack takes over what another has let go of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .errors import TemplateError
from .schemas import schema_of
from .stacks import Cloud, Stack, StackResource
from .template import Template


@dataclass(frozen=True)
class Adoption:
    logical_id: str
    owner: Stack
    """The stack that let go of it."""
    resource: StackResource


def adoptions(
    cloud: Cloud, stack: Stack, template: Template, to_import: Iterable[dict[str, Any]]
) -> dict[str, Adoption]:
    """What an import names, found; raises TemplateError by CloudFormation's own rules of what it takes."""
    found = {named["LogicalResourceId"]: _adoption(cloud, stack, template, named) for named in to_import}
    taken: dict[int, str] = {}
    for name, adoption in found.items():
        if (other := taken.setdefault(id(adoption.resource), name)) != name:
            raise TemplateError(f"{other} and {name} cannot be imported as the same {adoption.resource.type}")
    unnamed = sorted(set(template["Resources"]) - set(stack.resources) - set(found))
    if not found or unnamed:
        raise TemplateError(f"As part of the import operation, you cannot add resources: [{', '.join(unnamed)}]")
    if template.get("Outputs") != stack.template.get("Outputs"):
        raise TemplateError("As part of the import operation, you cannot modify or add [Outputs]")
    return found


def _adoption(cloud: Cloud, stack: Stack, template: Template, named: dict[str, Any]) -> Adoption:
    logical_id, kind, identifier = named["LogicalResourceId"], named["ResourceType"], named["ResourceIdentifier"]
    definition = template["Resources"].get(logical_id)
    if definition is None or definition["Type"] != kind:
        raise TemplateError(f"Resources [{logical_id}] is missing from the template as {kind}")
    if logical_id in stack.resources:
        raise TemplateError(f"Resource {logical_id} already exists in stack {stack.name}")
    if definition.get("DeletionPolicy") is None:
        raise TemplateError(
            "Resources to import must have a DeletionPolicy attribute specified in the template. "
            f"The attribute is missing for {logical_id}"
        )
    keys = schema_of(kind, stack.region).identifier
    if len(keys) != 1:
        raise TemplateError(f"The import of {kind} is not emulated: it is named by {', '.join(keys) or 'nothing'}")
    if set(identifier) != set(keys):
        raise TemplateError(f"{kind} {logical_id} is imported by {keys[0]}, got {', '.join(identifier)}")
    written, value = definition.get("Properties", {}).get(keys[0]), identifier[keys[0]]
    if isinstance(written, str) and written != value:
        raise TemplateError(f"{logical_id} has {keys[0]} {written} in the template, and is imported as {value}")
    for owner in cloud.stacks:
        for resource in owner.released:
            if owner.region == stack.region and resource.type == kind and resource.held.id == value:
                return Adoption(logical_id, owner, resource)
    raise TemplateError(
        f"{kind} {value} cannot be imported: no stack has let go of it. Here an import takes what a stack retained."
    )
