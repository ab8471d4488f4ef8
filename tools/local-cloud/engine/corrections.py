"""Where moto answers wrongly in a way that a deployment meets."""

import json
from typing import Any

from moto.elbv2.models import FakeLoadBalancer
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.route53 import models as route53
from moto.s3.models import FakeBucket


def apply() -> None:
    FakeBucket.get_permission = _bucket_permission
    # A zone's id begins with a Z, and the apps insist on it.
    made_up = route53.create_route53_zone_id
    route53.create_route53_zone_id = lambda *arguments, **named: f"Z{made_up(*arguments, **named)[1:]}"
    # Of the three attributes of health check logs moto knows the first.
    FakeLoadBalancer.VALID_ATTRS |= {"health_check_logs.s3.bucket", "health_check_logs.s3.prefix"}


def _bucket_permission(bucket: FakeBucket, action: str, resource: str) -> Any:
    """
    A bucket's policy without the statements that have a condition: moto knows no condition values and takes each such
    statement as a refusal, so that "refuse what comes without TLS" refuses everything.
    """
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    policy["Statement"] = [statement for statement in statements if "Condition" not in statement]
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)
