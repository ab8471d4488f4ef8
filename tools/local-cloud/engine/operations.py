"""Makes, changes and removes single resources of a stack, and keeps the events that tell of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from .aws import Aws
from .errors import ResourceError
from .handlers.base import Held, Props, handler_of
from .schemas import Schema, schema_of
from .stacks import Stack, StackResource, now

Properties = dict[str, Any]
GONE = ("notfound", "nosuch", "doesnotexist", "nonexistent")


class Operations:
    def __init__(self, stack: Stack):
        self.stack = stack

    def aws(self, logical_id: str) -> Aws:
        return Aws(self.stack.name, self.stack.region, logical_id)

    def create(self, logical_id: str, kind: str, properties: Properties, keep: Callable[[Held], None]) -> None:
        """`keep` hears of the resource as soon as it is there, whatever goes wrong with its settings after that."""
        with self._told(logical_id, kind, "CREATE", "") as told:
            handler, props, aws = handler_of(kind), Props(properties), self.aws(logical_id)
            props.use(*handler.not_held)
            held = handler.create(aws, props)
            told.append(held.id)
            keep(held)
            try:
                handler.settle(aws, held, props)
            finally:
                held.properties = properties
            _all_used(kind, props)

    def update(self, resource: StackResource, properties: Properties, tags: str | None) -> None:
        """In place. `tags` names the property of the tags, which have calls of their own."""
        held, kind = resource.held, resource.type
        with self._told(resource.logical_id, kind, "UPDATE", held.id):
            handler, props, aws = handler_of(kind), Props(properties), self.aws(resource.logical_id)
            props.use(*handler.not_held)
            before = held.properties
            if tags:
                if before.get(tags) != properties.get(tags):
                    handler.retag(aws, held, tag_map(before.get(tags)), tag_map(properties.get(tags)))
                props.use(tags)
            if _without(before, tags) != _without(properties, tags):
                handler.update(aws, held, props)
                _all_used(kind, props)
            held.properties = properties
            resource.status, resource.updated = "UPDATE_COMPLETE", now()

    def delete(self, resource: StackResource, policy: str) -> None:
        held = resource.held
        if policy == "Retain":
            self.stack.record(resource.logical_id, held.id, resource.type, "DELETE_SKIPPED")
            self.stack.released.append(resource)
            return
        with self._told(resource.logical_id, resource.type, "DELETE", held.id):
            handler, aws = handler_of(resource.type), self.aws(resource.logical_id)
            if policy == "Snapshot":
                handler.snapshot(aws, held)
            try:
                handler.delete(aws, held)
            except ClientError as error:
                if not _says_gone(error):
                    raise

    def missing(self, resource: StackResource) -> str:
        """What of a resource its service does not have, as far as it can be read back; nothing if all is well."""
        held = resource.held
        try:
            found = handler_of(resource.type).read(self.aws(resource.logical_id), held)
        except Exception as error:
            return f"{held.id} ({type(error).__name__}: {error})"
        return "" if found else held.id

    @contextmanager
    def _told(self, logical_id: str, kind: str, verb: str, physical_id: str) -> Iterator[list[str]]:
        ids = [physical_id]
        self.stack.record(logical_id, physical_id, kind, f"{verb}_IN_PROGRESS")
        try:
            yield ids
        except Exception as error:
            # A fault of a handler or of moto is a failure of the resource too, never a silent success.
            expected = isinstance(error, ResourceError | ClientError | BotoCoreError)
            reason = str(error) if expected else f"{type(error).__name__}: {error}"
            reason = reason if kind in reason else f"{kind}: {reason}"
            self.stack.record(logical_id, ids[-1], kind, f"{verb}_FAILED", reason)
            raise ResourceError(f"{logical_id}: {reason}") from error
        self.stack.record(logical_id, ids[-1], kind, f"{verb}_COMPLETE")


def prepared(kind: str, properties: Properties, stack_tags: dict[str, str], region: str) -> tuple[Properties, Schema]:
    """Resolved properties with the stack's tags on what has tags, checked against AWS's schema."""
    schema = schema_of(kind, region)
    handler_of(kind)
    if stack_tags and schema.tags_property:
        tags = stack_tags | tag_map(properties.get(schema.tags_property))
        listed = [{"Key": key, "Value": value} for key, value in tags.items()]
        properties = properties | {schema.tags_property: tags if schema.tags_are_map() else listed}
    if kind.startswith("Custom::"):
        return properties, schema
    return schema.checked(kind, properties), schema


def tag_map(tags: Any) -> dict[str, str]:
    if isinstance(tags, dict):
        return tags
    return {tag["Key"]: tag["Value"] for tag in tags or []}


def _without(properties: Properties, name: str | None) -> Properties:
    return {key: value for key, value in properties.items() if key != name}


def _all_used(kind: str, props: Props) -> None:
    unused = props.unused()
    if unused:
        raise ResourceError(f"property {', '.join(unused)} of {kind} is not handled")


def _says_gone(error: ClientError) -> bool:
    details = error.response.get("Error", {})
    return any(word in str(details.get("Code", "")).replace(".", "").lower() for word in GONE)
