"""Stacks, with how many resources their templates declare and how many are held."""

import json
from typing import Any

from .apis import api, ask


def stacks(region: str) -> list[dict[str, Any]]:
    return [_stack(region, stack) for stack in ask("cloudformation", region, "describe_stacks", "Stacks")]


def _stack(region: str, stack: dict[str, Any]) -> dict[str, Any]:
    name = stack["StackName"]
    held = ask("cloudformation", region, "list_stack_resources", "StackResourceSummaries", StackName=name)
    return {
        "name": name,
        "status": stack["StackStatus"],
        "declared": _declared(api("cloudformation", region).get_template(StackName=name)["TemplateBody"]),
        "held": len(held),
        "outputs": {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])},
    }


def _declared(template: Any) -> int | None:
    """Resources without a condition; of those with one a template does not say how many there are."""
    body = json.loads(template) if isinstance(template, str) and template.startswith("{") else template
    if not isinstance(body, dict):
        return None
    resources = body["Resources"].values()
    return None if any("Condition" in resource for resource in resources) else len(resources)
