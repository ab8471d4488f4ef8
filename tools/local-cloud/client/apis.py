"""boto3 clients of the environment's endpoint, and whole answers of paged calls."""

from functools import cache
from typing import Any

import boto3
import jmespath
from botocore.config import Config


@cache
def api(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region, config=Config(retries={"max_attempts": 0}))


def ask(service: str, region: str, operation: str, path: str = "@", **parameters: Any) -> Any:
    """The whole answer of an operation, through `path`, a JMESPath expression."""
    client = api(service, region)
    if client.can_paginate(operation):
        answer = client.get_paginator(operation).paginate(**parameters).build_full_result()
    else:
        answer = getattr(client, operation)(**parameters)
    found = jmespath.search(path, answer)
    return [] if found is None else found


def name_of(tagged: dict[str, Any]) -> str:
    tags = {tag["Key"]: tag["Value"] for tag in tagged.get("Tags", [])}
    return tags.get("Name", "")
