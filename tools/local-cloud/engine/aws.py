"""The service APIs as a handler calls them: boto3, answered by moto in this process without a socket."""

import json
import os
from functools import cache
from threading import Lock
from typing import Any
from uuid import uuid4

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.model import ListShape, MapShape, Shape, StructureShape
from moto.core.models import botocore_stubber

from .errors import ResourceError

ACCOUNT = "123456789012"
_lock = Lock()


def answer_in_process() -> None:
    """Lets moto answer this process's own API calls; requests from outside come through its server."""
    # Otherwise each call looks for its key in the IAM of every partition, and each of these reads AWS's policies anew.
    os.environ["MOTO_ACCOUNT_ID"] = ACCOUNT
    # Machine images are many, and nothing that a stack here takes.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    botocore_stubber.enabled = True


def client(service: str, region: str) -> Any:
    with _lock:  # Making a client is not thread-safe, using it is.
        return _client(service, region)


@cache
def _client(service: str, region: str) -> Any:
    # An endpoint in the environment is meant for clients of this server, and not for the server.
    config = Config(retries={"max_attempts": 0}, ignore_configured_endpoint_urls=True, s3={"addressing_style": "path"})
    keys = {"aws_access_key_id": "engine", "aws_secret_access_key": "engine"}
    return boto3.client(service, region_name=region, config=config, **keys)


class Aws:
    """One stack's view of its region."""

    def __init__(self, stack: str, region: str, logical_id: str = ""):
        self.stack = stack
        self.region = region
        self.logical_id = logical_id
        self.account = ACCOUNT

    def client(self, service: str, region: str | None = None) -> Any:
        return client(service, region or self.region)

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def name(self, limit: int = 63, lower: bool = False) -> str:
        """A physical name for a resource that has none; never the same twice, for a successor stands beside it."""
        ending = uuid4().hex[:12].upper()
        readable = f"{self.stack}-{self.logical_id}"[: limit - len(ending) - 1].rstrip("-")
        name = f"{readable}-{ending}"
        return name.lower() if lower else name

    def send(self, action: str, properties: dict[str, Any] | None = None, **parameters: Any) -> dict[str, Any]:
        """
        Calls `service:Operation`. Properties take the form of the operation's parameters, whose names differ in
        case alone; a property without a counterpart is an error. `parameters` are passed as they are.
        """
        service, _, operation = action.partition(":")
        api = self.client(service)
        shape = api.meta.service_model.operation_model(operation).input_shape
        arguments = _to_shape(shape, properties or {}, action) | parameters
        return getattr(api, xform_name(operation))(**arguments)


def _to_shape(shape: Shape, value: Any, place: str) -> Any:
    if isinstance(shape, StructureShape):
        return _to_structure(shape, value, place)
    if isinstance(shape, ListShape):
        if _is_tags(value) and isinstance(shape.member, StructureShape) and "TagKey" in shape.member.members:
            return [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in value]
        if isinstance(value, dict) and isinstance(shape.member, StructureShape):
            value = [{"Key": key, "Value": text} for key, text in value.items()]  # tags as a map
        return [_to_shape(shape.member, item, place) for item in value]
    if isinstance(shape, MapShape):
        pairs = {tag["Key"]: tag["Value"] for tag in value} if _is_tags(value) else value
        return {key: _to_shape(shape.value, child, f"{place}.{key}") for key, child in pairs.items()}
    kind = shape.type_name
    if kind == "string" and isinstance(value, dict | list):
        return json.dumps(value)  # policy documents
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("float", "double"):
        return float(value)
    return value


def _to_structure(shape: StructureShape, value: Any, place: str) -> dict[str, Any]:
    members = {name.lower(): name for name in shape.members}
    result = {}
    for name, child in value.items():
        member = members.get(name.lower())
        if member is None:
            raise ResourceError(f"property {name} is not handled: {place} has no such parameter")
        result[member] = _to_shape(shape.members[member], child, f"{place}.{name}")
    return result


def _is_tags(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(tag, dict) and set(tag) == {"Key", "Value"} for tag in value)
