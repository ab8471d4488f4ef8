"""What CloudFormation remembers: stacks, their resources and events, and what stacks export to each other."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from .aws import ACCOUNT
from .errors import ResourceError, TemplateError
from .handlers.base import Held
from .template import Template


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class StackResource:
    logical_id: str
    type: str
    held: Held
    # From the template: decides what happens when the resource goes.
    deletion_policy: str
    replace_policy: str
    status: str = "CREATE_COMPLETE"
    updated: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Event:
    id: str
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str
    time: datetime


@dataclass(frozen=True)
class Output:
    key: str
    value: str
    description: str
    export: str | None


@dataclass
class Stack:
    name: str
    region: str
    id: str = ""
    status: str = "REVIEW_IN_PROGRESS"
    reason: str = ""
    body: str = ""
    template: Template = field(default_factory=dict)
    # As given or by default, and with SSM values filled in.
    parameters: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    role: str = ""
    termination_protection: bool = False
    created: datetime = field(default_factory=now)
    updated: datetime | None = None
    deleted: datetime | None = None
    resources: dict[str, StackResource] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    # What the stack let go of by DeletionPolicy Retain: another may import it.
    released: list[StackResource] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    # How many resources the operation under way has to touch.
    expected: int = 0
    _numbers: Any = field(default_factory=count, repr=False)

    def __post_init__(self) -> None:
        self.id = f"arn:aws:cloudformation:{self.region}:{ACCOUNT}:stack/{self.name}/{uuid4()}"

    @property
    def busy(self) -> bool:
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    def become(self, status: str, reason: str = "") -> None:
        self.status, self.reason = status, reason
        self.record(self.name, self.id, "AWS::CloudFormation::Stack", status, reason)

    def record(self, logical_id: str, physical_id: str, kind: str, status: str, reason: str = "") -> None:
        number = next(self._numbers)
        self.events.append(Event(f"{number:06}", logical_id, physical_id, kind, status, reason, now()))


class Cloud:
    """Every stack of every region of the one account."""

    def __init__(self) -> None:
        self.stacks: list[Stack] = []

    def find(self, region: str, name_or_id: str) -> Stack | None:
        """By id also a deleted stack, by name only one that is there."""
        for stack in reversed(self.stacks):
            if stack.region != region:
                continue
            if stack.id == name_or_id or (stack.name == name_or_id and stack.status != "DELETE_COMPLETE"):
                return stack
        return None

    def get(self, region: str, name_or_id: str) -> Stack:
        stack = self.find(region, name_or_id)
        if stack is None:
            raise TemplateError(f"Stack with id {name_or_id} does not exist")
        return stack

    def add(self, stack: Stack) -> Stack:
        self.stacks.append(stack)
        return stack

    def live(self, region: str) -> list[Stack]:
        return [stack for stack in self.stacks if stack.region == region and stack.status != "DELETE_COMPLETE"]

    def exports(self, region: str) -> dict[str, tuple[Stack, str]]:
        return {
            output.export: (stack, output.value)
            for stack in self.live(region)
            for output in stack.outputs
            if output.export
        }

    def importers(self, region: str, export: str) -> list[str]:
        return [stack.name for stack in self.live(region) if export in stack.imports]

    def forget(self, region: str, kind: str, physical_id: str) -> None:
        """What a stack let go of is gone by the time that another resource has its id."""
        for stack in self.stacks:
            if stack.region == region:
                stack.released = [each for each in stack.released if (each.type, each.held.id) != (kind, physical_id)]

    def stack_output(self, name: str, region: str, key: str) -> str:
        stack = self.find(region, name)
        values = {output.key: output.value for output in stack.outputs} if stack else {}
        if key not in values:
            there = ", ".join(sorted(values)) or "none"
            problem = f"stack {name} in {region} has no output {key} (it has: {there})"
            raise ResourceError(problem if stack else f"there is no stack {name} in {region} to read output {key} from")
        return values[key]
