"""What a change set says will happen, found out without touching anything."""

from dataclasses import dataclass
from typing import Any

from .errors import ResourceError
from .schemas import schema_of
from .scope import PlanningScope
from .stacks import Cloud, Stack
from .template import Template


@dataclass(frozen=True)
class Change:
    action: str
    logical_id: str
    type: str
    physical_id: str = ""
    replacement: str = ""
    properties: tuple[str, ...] = ()


def plan(cloud: Cloud, stack: Stack, template: Template, values: dict[str, Any], tags: dict[str, str]) -> list[Change]:
    after = _expressed(cloud, stack, template, values)
    if not stack.template:
        return [Change("Add", name, resource["Type"]) for name, resource in after.items()]
    before = _expressed(cloud, stack, stack.template, stack.values)
    changes = []
    for name, resource in after.items():
        if name not in before:
            changes.append(Change("Add", name, resource["Type"]))
        elif resource != before[name] or tags != stack.tags:
            changes.append(_modification(stack, name, before[name], resource))
    for name, resource in before.items():
        if name not in after:
            changes.append(Change("Remove", name, resource["Type"], _physical(stack, name)))
    return changes


def _expressed(cloud: Cloud, stack: Stack, template: Template, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    scope = PlanningScope(cloud, stack, template, values)
    return {
        name: {"Type": resource["Type"], "Properties": scope.resolve(resource.get("Properties", {}))}
        for name, resource in scope.enabled().items()
    }


def _modification(stack: Stack, name: str, before: dict[str, Any], after: dict[str, Any]) -> Change:
    old, new = before["Properties"], after["Properties"]
    changed = tuple(sorted(key for key in {*old, *new} if old.get(key) != new.get(key)))
    replaced = before["Type"] != after["Type"] or bool(set(changed) & _create_only(after["Type"], stack.region))
    replacement = "True" if replaced else "False"
    return Change("Modify", name, after["Type"], _physical(stack, name), replacement, changed)


def _create_only(kind: str, region: str) -> set[str]:
    try:
        return schema_of(kind, region).create_only
    except ResourceError:
        return set()  # The deployment says so, and fails.


def _physical(stack: Stack, name: str) -> str:
    resource = stack.resources.get(name)
    return resource.held.id if resource else ""
