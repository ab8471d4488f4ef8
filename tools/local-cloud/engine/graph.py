"""In which order resources are made: each after what it mentions."""

from graphlib import CycleError, TopologicalSorter
from typing import Any

from .errors import TemplateError
from .template import references


def creation_order(resources: dict[str, dict[str, Any]], known: set[str]) -> list[str]:
    """`resources` in the order to make them; `known` are names that need no making, such as parameters."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, resource in resources.items():
        sorter.add(name, *sorted(dependencies(name, resource, set(resources), known)))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        cycle = " -> ".join(reversed(error.args[1]))
        raise TemplateError(f"Circular dependency between resources: {cycle}") from error


def dependencies(name: str, resource: dict[str, Any], resources: set[str], known: set[str]) -> set[str]:
    mentioned = {target for target, _ in references(resource.get("Properties", {}))}
    explicit = resource.get("DependsOn", [])
    wanted = {explicit} if isinstance(explicit, str) else set(explicit)
    named = {target for target in mentioned if not target.startswith("AWS::")} | wanted
    unknown = sorted(named - resources - known)
    if unknown:
        raise TemplateError(f"Unresolved resource dependencies [{', '.join(unknown)}] in the resource {name}.")
    # A dependency on a resource whose condition is false is known, and dropped, as CloudFormation does.
    return (mentioned & resources) | (wanted & resources)
