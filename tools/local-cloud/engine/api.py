"""CloudFormation's API: moto reads the requests and writes the answers, the engine does the work between."""

from collections.abc import Callable
from typing import Any, TypeVar

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from .aws import client
from .change_sets import ChangeSet, Control, Request
from .errors import ResourceError, TemplateError
from .schemas import schema_of
from .stacks import Cloud, Stack, StackResource
from .template import MAX_BODY_BYTES, MAX_FILE_BYTES, parse

CLOUD = Cloud()
CONTROL = Control(CLOUD)


def forget_everything() -> None:
    CLOUD.stacks.clear()
    CONTROL.change_sets.clear()


class ValidationError(ServiceException):
    code = "ValidationError"


class ChangeSetNotFound(ServiceException):
    code = "ChangeSetNotFound"


Answer = TypeVar("Answer")


def _refusals(action: Callable[["CloudFormationApi"], Answer]) -> Callable[["CloudFormationApi"], Answer]:
    def answered(api: "CloudFormationApi") -> Answer:
        try:
            return action(api)
        except (TemplateError, ResourceError) as error:
            raise ValidationError(str(error)) from error

    answered.__name__ = action.__name__
    return answered


class CloudFormationApi(BaseResponse):
    """One public method for each action; any other action is answered as not implemented."""

    def __init__(self) -> None:
        super().__init__(service_name="cloudformation")
        self.automated_parameter_parsing = True

    @_refusals
    def create_change_set(self) -> ActionResult:
        kind = self._get_param("ChangeSetType", "UPDATE")
        if kind not in ("CREATE", "UPDATE", "IMPORT"):
            raise TemplateError(f"ChangeSetType {kind} is not emulated")
        name, stack_name = self._get_param("ChangeSetName"), self._get_param("StackName")
        before = CLOUD.find(self.region, stack_name)
        change_set = CONTROL.create_change_set(self.region, name, stack_name, kind, self._request(before))
        return ActionResult({"Id": change_set.id, "StackId": change_set.stack.id})

    @_refusals
    def describe_change_set(self) -> ActionResult:
        change_set = self._change_set()
        stack = change_set.stack
        return ActionResult(
            {
                "ChangeSetId": change_set.id,
                "ChangeSetName": change_set.name,
                "StackId": stack.id,
                "StackName": stack.name,
                "Status": change_set.status,
                "ExecutionStatus": change_set.execution,
                "StatusReason": change_set.reason or None,
                "CreationTime": change_set.created,
                "Parameters": _parameters(change_set.request.parameters),
                "Tags": _tags(change_set.request.tags),
                "Changes": _changes(change_set),
            }
        )

    @_refusals
    def execute_change_set(self) -> ActionResult:
        self._refuse_to_stay_half_way()
        CONTROL.execute(self._change_set())
        return EmptyResult()

    @_refusals
    def delete_change_set(self) -> ActionResult:
        found = CONTROL.find_change_set(self.region, self._get_param("ChangeSetName"), self._get_param("StackName", ""))
        if found:
            CONTROL.delete_change_set(found)
        return EmptyResult()

    @_refusals
    def list_change_sets(self) -> ActionResult:
        stack = self._stack()
        mine = [change_set for change_set in CONTROL.change_sets if change_set.stack is stack]
        keys = ("ChangeSetId", "ChangeSetName", "Status", "ExecutionStatus")
        return ActionResult(
            {"Summaries": [dict(zip(keys, (x.id, x.name, x.status, x.execution), strict=True)) for x in mine]}
        )

    @_refusals
    def create_stack(self) -> ActionResult:
        self._refuse_to_stay_half_way()
        stack = CONTROL.create_stack(self.region, self._get_param("StackName"), self._request(None))
        stack.termination_protection = bool(self._get_param("EnableTerminationProtection"))
        return ActionResult({"StackId": stack.id})

    @_refusals
    def update_stack(self) -> ActionResult:
        self._refuse_to_stay_half_way()
        stack = self._stack()
        return ActionResult({"StackId": CONTROL.update_stack(self.region, stack.id, self._request(stack)).id})

    @_refusals
    def delete_stack(self) -> ActionResult:
        if self._get_param("RetainResources"):
            raise TemplateError("RetainResources is not emulated")
        CONTROL.delete_stack(self.region, self._get_param("StackName"))
        return EmptyResult()

    @_refusals
    def update_termination_protection(self) -> ActionResult:
        stack = self._stack()
        stack.termination_protection = bool(self._get_param("EnableTerminationProtection"))
        return ActionResult({"StackId": stack.id})

    @_refusals
    def describe_stacks(self) -> ActionResult:
        name = self._get_param("StackName")
        stacks = [CLOUD.get(self.region, name)] if name else CLOUD.live(self.region)
        return ActionResult({"Stacks": [_stack(stack) for stack in stacks]})

    @_refusals
    def list_stacks(self) -> ActionResult:
        wanted = self._get_param("StackStatusFilter", [])
        stacks = [stack for stack in CLOUD.stacks if stack.region == self.region]
        return ActionResult(
            {"StackSummaries": [_stack(stack) for stack in stacks if not wanted or stack.status in wanted]}
        )

    @_refusals
    def describe_stack_events(self) -> ActionResult:
        stack = self._stack()
        events = [
            {
                "EventId": event.id,
                "StackId": stack.id,
                "StackName": stack.name,
                "LogicalResourceId": event.logical_id,
                "PhysicalResourceId": event.physical_id,
                "ResourceType": event.type,
                "ResourceStatus": event.status,
                "ResourceStatusReason": event.reason or None,
                "Timestamp": event.time,
            }
            for event in reversed(stack.events)
        ]
        return ActionResult({"StackEvents": events})

    @_refusals
    def describe_stack_resources(self) -> ActionResult:
        return ActionResult({"StackResources": self._resources()})

    @_refusals
    def list_stack_resources(self) -> ActionResult:
        return ActionResult({"StackResourceSummaries": self._resources()})

    @_refusals
    def describe_stack_resource(self) -> ActionResult:
        found = self._resources()
        if not found:
            raise TemplateError(f"Resource {self._get_param('LogicalResourceId')} does not exist for the stack")
        return ActionResult({"StackResourceDetail": found[0]})

    @_refusals
    def get_template(self) -> ActionResult:
        # Empty for a stack that so far has a change set alone.
        return ActionResult({"TemplateBody": self._stack().body, "StagesAvailable": ["Original", "Processed"]})

    @_refusals
    def get_template_summary(self) -> ActionResult:
        template = self._stack().template if self._get_param("StackName") else self._request(None).template
        declared = template.get("Parameters", {})
        parameters = [
            {"ParameterKey": key, "ParameterType": value["Type"], "DefaultValue": value.get("Default")}
            for key, value in declared.items()
        ]
        types = sorted({resource["Type"] for resource in template["Resources"].values()})
        identified = [
            {"ResourceType": kind, "ResourceIdentifiers": [",".join(schema_of(kind, self.region).identifier)]}
            for kind in types
            if schema_of(kind, self.region).identifier
        ]
        return ActionResult(
            {"Parameters": parameters, "ResourceTypes": types, "ResourceIdentifierSummaries": identified}
        )

    @_refusals
    def validate_template(self) -> ActionResult:
        template = self._request(None).template  # Reading it checks it.
        return ActionResult({"Description": template.get("Description"), "Parameters": []})

    @_refusals
    def list_exports(self) -> ActionResult:
        exports = [
            {"ExportingStackId": stack.id, "Name": name, "Value": value}
            for name, (stack, value) in CLOUD.exports(self.region).items()
        ]
        return ActionResult({"Exports": exports})

    @_refusals
    def list_imports(self) -> ActionResult:
        importers = CLOUD.importers(self.region, self._get_param("ExportName"))
        if not importers:
            raise TemplateError(f"Export '{self._get_param('ExportName')}' is not imported by any stack.")
        return ActionResult({"Imports": importers})

    def _refuse_to_stay_half_way(self) -> None:
        if self._get_param("DisableRollback") or self._get_param("OnFailure", "ROLLBACK") != "ROLLBACK":
            raise TemplateError("Only rollback is emulated: DisableRollback and another OnFailure are not")

    def _stack(self) -> Stack:
        return CLOUD.get(self.region, self._get_param("StackName"))

    def _change_set(self) -> ChangeSet:
        name = self._get_param("ChangeSetName")
        found = CONTROL.find_change_set(self.region, name, self._get_param("StackName", ""))
        if found is None:
            raise ChangeSetNotFound(f"ChangeSet [{name}] does not exist")
        return found

    def _resources(self) -> list[dict[str, Any]]:
        stack, wanted = self._stack(), self._get_param("LogicalResourceId")
        return [
            _resource(stack, resource)
            for resource in stack.resources.values()
            if wanted is None or resource.logical_id == wanted
        ]

    def _request(self, before: Stack | None) -> Request:
        """The template with its parameters; what is to stay as it was is taken from the stack."""
        body, limit = self._get_param("TemplateBody"), MAX_BODY_BYTES
        url = self._get_param("TemplateURL")
        if url:
            body, limit = self._download(url), MAX_FILE_BYTES
        if self._get_param("UsePreviousTemplate") and before:
            body, limit = before.body, MAX_FILE_BYTES
        if not body:
            raise TemplateError("Either Template URL or Template Body must be specified.")
        former = before.parameters if before else {}
        parameters = {}
        for given in self._get_param("Parameters", []):
            key = given["ParameterKey"]
            if not given.get("UsePreviousValue"):
                parameters[key] = given.get("ParameterValue", "")
            elif key in former:
                parameters[key] = former[key]
        tags = {tag["Key"]: tag["Value"] for tag in self._get_param("Tags", [])}
        to_import = tuple(self._get_param("ResourcesToImport", []))
        return Request(body, parse(body, limit), parameters, tags, self._get_param("RoleARN", ""), to_import)

    def _download(self, url: str) -> str:
        # The bucket stands in the path or before the host; keys of templates have no slash in them.
        host_and_path = url.partition("://")[2].partition("?")[0]
        host, _, path = host_and_path.partition("/")
        bucket, key = path.split("/", 1) if "/" in path else (host.partition(".")[0], path)
        try:
            return client("s3", self.region).get_object(Bucket=bucket, Key=key)["Body"].read().decode()
        except Exception as error:
            raise TemplateError(f"S3 error: {url} cannot be read: {error}") from error


def _stack(stack: Stack) -> dict[str, Any]:
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason or None,
        "Description": stack.template.get("Description"),
        "TemplateDescription": stack.template.get("Description"),
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "RoleARN": stack.role or None,
        "EnableTerminationProtection": stack.termination_protection,
        "DisableRollback": False,
        "NotificationARNs": [],
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Parameters": _parameters(stack.parameters),
        "Tags": _tags(stack.tags),
        "Outputs": [
            {
                "OutputKey": output.key,
                "OutputValue": output.value,
                "Description": output.description or None,
                "ExportName": output.export,
            }
            for output in stack.outputs
        ],
    }


def _resource(stack: Stack, resource: StackResource) -> dict[str, Any]:
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.held.id,
        "ResourceType": resource.type,
        "ResourceStatus": resource.status,
        "Timestamp": resource.updated,
        "LastUpdatedTimestamp": resource.updated,
    }


def _changes(change_set: ChangeSet) -> list[dict[str, Any]]:
    return [
        {
            "Type": "Resource",
            "ResourceChange": {
                "Action": change.action,
                "LogicalResourceId": change.logical_id,
                "PhysicalResourceId": change.physical_id or None,
                "ResourceType": change.type,
                "Replacement": change.replacement or None,
                "Scope": ["Properties"] if change.properties else [],
                "Details": [
                    {
                        "Target": {
                            "Attribute": "Properties",
                            "Name": name,
                            "RequiresRecreation": "Always" if change.replacement == "True" else "Never",
                        },
                        "Evaluation": "Static",
                        "ChangeSource": "DirectModification",
                    }
                    for name in change.properties
                ],
            },
        }
        for change in change_set.changes
    ]


def _parameters(values: dict[str, str]) -> list[dict[str, Any]]:
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


def _tags(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]
