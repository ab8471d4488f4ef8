"""Change sets, and the checks that a request passes before it becomes an operation on a stack."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import uuid4

from . import parameters as stack_parameters
from .aws import ACCOUNT, client
from .deployment import deploy, destroy
from .errors import ResourceError, TemplateError
from .graph import creation_order
from .handlers.base import handler_of
from .imports import Adoption, adoptions
from .plan import Change, plan
from .schemas import schema_of
from .scope import StackScope
from .stacks import Cloud, Stack, now
from .template import Template

NOTHING_TO_DO = "The submitted information didn't contain changes. Submit different information to create a change set."
DEPLOYABLE = {
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
}


@dataclass(frozen=True)
class Request:
    """A template with what it is to be deployed with."""

    body: str
    template: Template
    parameters: dict[str, str]
    tags: dict[str, str]
    role: str = ""
    # Of a change set that imports: each with its logical id, type and identifier.
    to_import: tuple[dict[str, Any], ...] = ()


@dataclass
class ChangeSet:
    name: str
    stack: Stack
    type: str
    request: Request
    values: dict[str, Any]
    changes: list[Change]
    adopted: dict[str, Adoption] = field(default_factory=dict)
    status: str = "CREATE_COMPLETE"
    execution: str = "AVAILABLE"
    reason: str = ""
    created: datetime = field(default_factory=now)
    id: str = ""

    def __post_init__(self) -> None:
        self.id = f"arn:aws:cloudformation:{self.stack.region}:{ACCOUNT}:changeSet/{self.name}/{uuid4()}"


class Control:
    """The operations of the CloudFormation API, each done when it returns; one at a time for each stack."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud
        self.change_sets: list[ChangeSet] = []
        self._lock = Lock()

    def create_change_set(self, region: str, name: str, stack_name: str, kind: str, request: Request) -> ChangeSet:
        with self._lock:
            stack = self.cloud.find(region, stack_name)
            if kind in ("CREATE", "IMPORT") and stack is None:
                candidate = Stack(stack_name, region)  # refused before a stack appears
                self._validated(candidate, request)
                if kind == "IMPORT":
                    adoptions(self.cloud, candidate, request.template, request.to_import)
                stack = self.cloud.add(Stack(stack_name, region, role=request.role, tags=request.tags))
                stack.become("REVIEW_IN_PROGRESS", "User Initiated")
            elif kind == "CREATE" and stack and stack.status != "REVIEW_IN_PROGRESS":
                raise TemplateError(f"Stack [{stack_name}] already exists and cannot be created again.")
            elif stack is None:
                raise TemplateError(f"Stack [{stack_name}] does not exist")
            if kind == "UPDATE" or (kind == "IMPORT" and stack.template):
                _refuse_unless_deployable(stack)
            values = self._validated(stack, request)
            changes = plan(self.cloud, stack, request.template, values, request.tags)
            adopted: dict[str, Adoption] = {}
            if kind == "IMPORT":
                adopted = adoptions(self.cloud, stack, request.template, request.to_import)
                changes = [_import(change, adopted) for change in changes]
            change_set = ChangeSet(name, stack, kind, request, values, changes, adopted)
            if kind == "UPDATE" and not changes and _same_otherwise(stack, request):
                change_set.status, change_set.execution, change_set.reason = "FAILED", "UNAVAILABLE", NOTHING_TO_DO
            self.change_sets.append(change_set)
            return change_set

    def delete_change_set(self, change_set: ChangeSet) -> None:
        with self._lock:
            self.change_sets = [other for other in self.change_sets if other is not change_set]

    def find_change_set(self, region: str, name_or_id: str, stack_name: str) -> ChangeSet | None:
        for change_set in reversed(self.change_sets):
            stack = change_set.stack
            named = change_set.name == name_or_id and stack_name in (stack.name, stack.id)
            if stack.region == region and (change_set.id == name_or_id or named):
                return change_set
        return None

    def execute(self, change_set: ChangeSet) -> None:
        stack = change_set.stack
        with self._lock:
            if change_set.execution != "AVAILABLE":
                raise TemplateError(f"ChangeSet [{change_set.id}] cannot be executed in its current status")
            if stack.status != "REVIEW_IN_PROGRESS":
                _refuse_unless_deployable(stack)
            change_set.execution = "EXECUTE_IN_PROGRESS"
            self._claim(stack, change_set)
        self._deploy(stack, change_set.request, change_set.values, change_set.adopted)
        change_set.execution = "EXECUTE_COMPLETE"

    def create_stack(self, region: str, name: str, request: Request) -> Stack:
        with self._lock:
            if self.cloud.find(region, name):
                raise TemplateError(f"Stack [{name}] already exists")
            values = self._validated(Stack(name, region), request)
            stack = self.cloud.add(Stack(name, region, role=request.role))
            self._claim(stack)
        self._deploy(stack, request, values)
        return stack

    def update_stack(self, region: str, name: str, request: Request) -> Stack:
        with self._lock:
            stack = self.cloud.get(region, name)
            _refuse_unless_deployable(stack)
            values = self._validated(stack, request)
            if not plan(self.cloud, stack, request.template, values, request.tags) and _same_otherwise(stack, request):
                raise TemplateError("No updates are to be performed.")
            self._claim(stack)
        self._deploy(stack, request, values)
        return stack

    def delete_stack(self, region: str, name: str) -> None:
        with self._lock:
            stack = self.cloud.find(region, name)
            if stack is None or stack.status == "DELETE_COMPLETE":
                return
            if stack.busy:
                raise TemplateError(f"Stack:{stack.id} is in {stack.status} state and can not be deleted.")
            if stack.termination_protection:
                raise TemplateError(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
            self._claim(stack)
        destroy(self.cloud, stack)

    def _claim(self, stack: Stack, executed: ChangeSet | None = None) -> None:
        """
        From now on the stack is busy, and a second operation is refused. Its other change sets tell of a stack that
        will be no more. The lock is held.
        """
        stack.status = "UPDATE_IN_PROGRESS" if stack.template else "CREATE_IN_PROGRESS"
        self.change_sets = [other for other in self.change_sets if other.stack is not stack or other is executed]

    def _deploy(
        self, stack: Stack, request: Request, values: dict[str, Any], adopted: dict[str, Adoption] | None = None
    ) -> None:
        stack.role = request.role or stack.role
        deploy(self.cloud, stack, request.body, request.template, request.parameters, values, request.tags, adopted)

    def _validated(self, stack: Stack, request: Request) -> dict[str, Any]:
        """Parameter values, after every check that needs no resource."""
        template = request.template
        if request.role:
            _check_role(request.role)
        for name, resource in template["Resources"].items():
            try:
                schema_of(resource["Type"], stack.region)
                handler_of(resource["Type"])
            except ResourceError as error:
                raise TemplateError(f"Template format error: resource {name}: {error}") from error
        scope = StackScope(self.cloud, stack, template, {})
        scope.values = stack_parameters.resolve(template, request.parameters, scope)
        stack_parameters.check_rules(template, scope)
        try:
            creation_order(template["Resources"], set(scope.values))
        except ResourceError as error:
            raise TemplateError(str(error)) from error
        return scope.values


def _check_role(arn: str) -> None:
    try:
        client("iam", "us-east-1").get_role(RoleName=arn.rpartition("/")[2])
    except Exception as error:
        raise TemplateError(f"Role {arn} is invalid or cannot be assumed") from error


def _import(change: Change, adopted: dict[str, Adoption]) -> Change:
    """What an import plans is the import of what it names, and no other change."""
    if change.action != "Add":
        verb = "delete" if change.action == "Remove" else "modify"
        raise TemplateError(f"As part of the import operation, you cannot {verb} resources: [{change.logical_id}]")
    return replace(change, action="Import", physical_id=adopted[change.logical_id].resource.held.id)


def _refuse_unless_deployable(stack: Stack) -> None:
    if stack.status not in DEPLOYABLE:
        raise TemplateError(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")


def _same_otherwise(stack: Stack, request: Request) -> bool:
    """Apart from resources: a stack also changes by its outputs, tags and policies."""

    def rest(template: Template) -> Any:
        policies = {name: {**resource, "Properties": None} for name, resource in template["Resources"].items()}
        return template.get("Outputs"), policies

    return rest(stack.template) == rest(request.template) and stack.tags == request.tags
