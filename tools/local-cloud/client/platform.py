"""A region's platform as a person describes it, every word of it from the service APIs."""

from collections.abc import Callable
from typing import Any

from .compute import clusters, functions, repositories, scaling
from .data import databases, keys, parameters, roles, secrets
from .delivery import load_balancers, records
from .messaging import queues, topics
from .network import vpcs
from .observability import alarms, buckets, log_groups, trails
from .stacks import stacks

SECTIONS: dict[str, Callable[[str], Any]] = {
    "stacks": stacks,
    "vpcs": vpcs,
    "databases": databases,
    "secrets": secrets,
    "parameters": parameters,
    "keys": keys,
    "clusters": clusters,
    "scaling": scaling,
    "repositories": repositories,
    "functions": functions,
    "roles": roles,
    "loadBalancers": load_balancers,
    "records": records,
    "queues": queues,
    "topics": topics,
    "buckets": buckets,
    "logGroups": log_groups,
    "alarms": alarms,
    "trails": trails,
}


def platform(region: str, *wanted: str) -> dict[str, Any]:
    """The sections that are wanted; all of them if none is named."""
    return {name: SECTIONS[name](region) for name in wanted or SECTIONS}
