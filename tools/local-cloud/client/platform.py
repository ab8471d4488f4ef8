"""A region's platform as a person describes it, every word of it from the service APIs."""

from typing import Any

from .compute import clusters, repositories, scaling
from .data import databases, keys, parameters, secrets
from .delivery import load_balancers, records
from .messaging import queues, topics
from .network import vpcs
from .observability import alarms, buckets, log_groups, trails
from .stacks import stacks


def platform(region: str) -> dict[str, Any]:
    sections = {
        "stacks": stacks,
        "vpcs": vpcs,
        "databases": databases,
        "secrets": secrets,
        "parameters": parameters,
        "keys": keys,
        "clusters": clusters,
        "scaling": scaling,
        "repositories": repositories,
        "loadBalancers": load_balancers,
        "records": records,
        "queues": queues,
        "topics": topics,
        "buckets": buckets,
        "logGroups": log_groups,
        "alarms": alarms,
        "trails": trails,
    }
    return {name: section(region) for name, section in sections.items()}
