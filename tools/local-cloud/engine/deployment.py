"""One change of a stack as a whole: all of it happens, or what was there before comes back."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .errors import ResourceError, TemplateError
from .graph import creation_order
from .handlers.base import Held
from .imports import Adoption
from .operations import Operations, Properties, prepared
from .parameters import with_defaults
from .scope import StackScope
from .stacks import Cloud, Output, Stack, StackResource, now
from .template import Template


class Deployment:
    """Brings a stack to a template. Every step leaves word of how to undo it."""

    def __init__(
        self, cloud: Cloud, stack: Stack, template: Template, values: dict[str, Any],
        tags: dict[str, str], adopted: dict[str, Adoption] | None = None,
    ):  # fmt: skip
        self.cloud = cloud
        self.stack = stack
        self.tags = tags
        self.adopted = adopted or {}
        self.scope = StackScope(cloud, stack, template, values)
        self.operations = Operations(stack)
        self._undo: list[Callable[[], None]] = []
        # Predecessors of what was replaced: they go when all else has succeeded.
        self._replaced: list[StackResource] = []

    def apply(self) -> None:
        """Raises ResourceError if a step fails; `roll_back` is then due."""
        template, enabled = self.scope.template, self.scope.enabled()
        known = set(self.scope.values) | (set(template["Resources"]) - set(enabled))
        self.stack.expected = len(enabled)
        order = creation_order(enabled, known)
        for logical_id in order:
            self._bring(logical_id, enabled[logical_id])
        outputs = self._outputs()
        self._check_exports(outputs)
        resources = self.stack.resources
        gone = [resource for name, resource in resources.items() if name not in enabled]
        self._check_held([resources[name] for name in order])
        # What is deleted goes in the opposite order, also if a later update made an older resource depend on a newer.
        self.stack.resources = {name: resources[name] for name in order}
        self.stack.outputs, self.stack.imports = outputs, self.scope.imports
        self._clean_up([(each, each.deletion_policy) for each in gone])
        self._clean_up([(each, each.replace_policy) for each in self._replaced])

    def _clean_up(self, leftovers: list[tuple[StackResource, str]]) -> None:
        """The update has succeeded: what cannot be removed is told in an event, as CloudFormation does."""
        for resource, policy in reversed(leftovers):
            with suppress(ResourceError):
                self.operations.delete(resource, policy)

    def roll_back(self) -> None:
        for undo in reversed(self._undo):
            undo()
        self._undo.clear()

    def _bring(self, logical_id: str, definition: dict[str, Any]) -> None:
        kind = definition["Type"]
        try:
            properties = self.scope.resolve(definition.get("Properties", {}))
            properties, schema = prepared(kind, properties, self.tags, self.stack.region)
        except ResourceError as error:
            reason = str(error) if kind in str(error) else f"{kind}: {error}"
            self.stack.record(logical_id, "", kind, "CREATE_FAILED", reason)
            raise ResourceError(f"{logical_id}: {reason}") from error
        there = self.stack.resources.get(logical_id)
        if there is None and logical_id in self.adopted:
            self._adopt(self.adopted[logical_id], definition, properties)
            return
        if there is None:
            self._create(logical_id, definition, properties)
            return
        self._keep_policies(there, definition)
        before = there.held.properties
        if there.type == kind and before == properties:
            return
        changed = {name for name in {*before, *properties} if before.get(name) != properties.get(name)}
        if there.type != kind or changed & schema.create_only:
            self._create(logical_id, definition, properties, replaces=there)
        else:
            self._undo.append(lambda: self._change_back(there, before, properties, schema.tags_property))
            self.operations.update(there, properties, schema.tags_property)

    def _create(
        self,
        logical_id: str,
        definition: dict[str, Any],
        properties: dict[str, Any],
        replaces: StackResource | None = None,
    ) -> None:
        def keep(held: Held) -> None:
            resource = StackResource(logical_id, definition["Type"], held, *_policies(definition))
            self.stack.resources[logical_id] = resource
            self.cloud.forget(self.stack.region, resource.type, held.id)
            self._undo.append(lambda: self._take_back(resource, replaces))

        self.operations.create(logical_id, definition["Type"], properties, keep)
        if replaces:
            self._replaced.append(replaces)

    def _adopt(self, adoption: Adoption, definition: dict[str, Any], properties: Properties) -> None:
        """Nothing is changed, and nothing compared: from now on the resource is taken to be as the template says."""
        former, logical_id = adoption.resource, adoption.logical_id
        held = Held(former.held.id, former.held.attributes, properties)
        resource = StackResource(logical_id, definition["Type"], held, *_policies(definition), "IMPORT_COMPLETE")

        def give_back() -> None:
            del self.stack.resources[logical_id]
            adoption.owner.released.append(former)

        if all(each is not former for each in adoption.owner.released):
            raise ResourceError(f"{logical_id}: {former.type} {former.held.id} was taken by another stack meanwhile")
        adoption.owner.released.remove(former)
        self.stack.resources[logical_id] = resource
        self._undo.append(give_back)
        self.stack.record(logical_id, held.id, resource.type, "IMPORT_IN_PROGRESS")
        self.stack.record(logical_id, held.id, resource.type, "IMPORT_COMPLETE")

    def _change_back(self, resource: StackResource, before: Properties, tried: Properties, tags: str | None) -> None:
        # However far the change got.
        resource.held.properties = tried
        self.operations.update(resource, before, tags)

    def _take_back(self, resource: StackResource, replaced: StackResource | None) -> None:
        self.operations.delete(resource, "Delete")
        if replaced:
            self.stack.resources[resource.logical_id] = replaced
        else:
            del self.stack.resources[resource.logical_id]

    def _keep_policies(self, resource: StackResource, definition: dict[str, Any]) -> None:
        before = (resource.deletion_policy, resource.replace_policy)

        def put(policies: tuple[str, str]) -> None:
            resource.deletion_policy, resource.replace_policy = policies

        self._undo.append(lambda: put(before))
        put(_policies(definition))

    def _outputs(self) -> list[Output]:
        outputs = []
        for key, output in self.scope.template.get("Outputs", {}).items():
            if "Condition" in output and not self.scope.condition(output["Condition"]):
                continue
            value = self.scope.resolve(output["Value"])
            export = self.scope.resolve(output["Export"]["Name"]) if "Export" in output else None
            if not isinstance(value, str | int | float):
                raise ResourceError(f"Output {key} is not a text: {value}")
            outputs.append(Output(key, str(value), output.get("Description", ""), export))
        return outputs

    def _check_exports(self, outputs: list[Output]) -> None:
        others = {
            name: stack for name, (stack, _) in self.cloud.exports(self.stack.region).items() if stack is not self.stack
        }
        new = {output.export: output.value for output in outputs if output.export}
        for name in new:
            if name in others:
                raise ResourceError(f"Export with name {name} is already exported by stack {others[name].name}.")
        for output in self.stack.outputs:
            if output.export and new.get(output.export) != output.value:
                refuse_while_imported(self.cloud, self.stack.region, output.export, "updated or removed")

    def _check_held(self, resources: list[StackResource]) -> None:
        for resource in resources:
            problem = self.operations.missing(resource)
            if problem:
                reason = f"{resource.type} {resource.logical_id}: made, and yet its service does not hold {problem}"
                self.stack.record(resource.logical_id, resource.held.id, resource.type, "CREATE_FAILED", reason)
                raise ResourceError(reason)


def _policies(definition: dict[str, Any]) -> tuple[str, str]:
    deletion = definition.get("DeletionPolicy", "Delete")
    # It differs from Retain only while a stack is being created, and then nothing of it is kept.
    deletion = "Retain" if deletion == "RetainExceptOnCreate" else deletion
    return deletion, definition.get("UpdateReplacePolicy", "Delete")


def refuse_while_imported(cloud: Cloud, region: str, export: str, what: str) -> None:
    importers = cloud.importers(region, export)
    if importers:
        raise ResourceError(f"Export {export} cannot be {what} as it is in use by {', '.join(importers)}")


def deploy(
    cloud: Cloud, stack: Stack, body: str, template: Template, parameters: dict[str, str],
    values: dict[str, Any], tags: dict[str, str], adopted: dict[str, Adoption] | None = None,
) -> None:  # fmt: skip
    """Creates or updates `stack`, or imports into it; it ends _COMPLETE or _FAILED, and never raises for a resource."""
    verb = "IMPORT" if adopted else "UPDATE" if stack.template else "CREATE"
    stack.become(f"{verb}_IN_PROGRESS", "User Initiated")
    deployment = Deployment(cloud, stack, template, values, tags, adopted)
    try:
        deployment.apply()
    except Exception as error:
        # Whatever it is, a fault of this engine included: a stack is never left half way.
        expected = isinstance(error, ResourceError | TemplateError)
        _roll_back(stack, deployment, verb, str(error) if expected else f"{type(error).__name__}: {error}")
        return
    stack.body, stack.template = body, template
    stack.parameters, stack.values, stack.tags = with_defaults(template, parameters), values, tags
    if verb != "CREATE":
        stack.updated = now()
    stack.become(f"{verb}_COMPLETE")


def _roll_back(stack: Stack, deployment: Deployment, verb: str, reason: str) -> None:
    rollback = "ROLLBACK" if verb == "CREATE" else f"{verb}_ROLLBACK"
    stack.become(f"{rollback}_IN_PROGRESS", reason)
    try:
        deployment.roll_back()
    except ResourceError as error:
        stack.become(f"{rollback}_FAILED", f"{reason}; then: {error}")
    else:
        stack.become(f"{rollback}_COMPLETE", reason)


def destroy(cloud: Cloud, stack: Stack) -> None:
    """Deletes what the stack holds, last made first. What cannot be deleted stays, and the stack says so."""
    stack.expected = len(stack.resources)
    stack.become("DELETE_IN_PROGRESS", "User Initiated")
    try:
        for output in stack.outputs:
            if output.export:
                refuse_while_imported(cloud, stack.region, output.export, "deleted")
    except ResourceError as error:
        stack.become("DELETE_FAILED", str(error))
        return
    operations, failed = Operations(stack), []
    for resource in reversed(list(stack.resources.values())):
        try:
            operations.delete(resource, resource.deletion_policy)
            del stack.resources[resource.logical_id]
        except ResourceError:
            failed.append(resource.logical_id)
    if failed:
        stack.become("DELETE_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}].")
        return
    stack.outputs, stack.imports, stack.deleted = [], set(), now()
    stack.become("DELETE_COMPLETE")
