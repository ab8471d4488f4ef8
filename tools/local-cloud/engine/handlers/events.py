"""Rules on events, and what they start."""

import json
from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::Events::Rule")
class Rule(Handler):
    tagger = Tagger("events:TagResource", "events:UntagResource", "ResourceARN")
    tag_attribute = "Arn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(64)
        return Held(name, {"Arn": aws.arn("events", f"rule/{name}")})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        targets = p.get("Targets", [])
        pattern = {"EventPattern": json.dumps(p["EventPattern"])} if "EventPattern" in p else {}
        p.use("Name")
        aws.send("events:PutRule", p.rest() | pattern, Name=held.id)
        gone = {one["Id"] for one in self._targets(aws, held)} - {one["Id"] for one in targets}
        if gone:
            aws.send("events:RemoveTargets", Rule=held.id, Ids=sorted(gone))
        if targets:
            aws.send("events:PutTargets", Rule=held.id, Targets=targets)

    def delete(self, aws: Aws, held: Held) -> None:
        targets = [one["Id"] for one in self._targets(aws, held)]
        if targets:
            aws.send("events:RemoveTargets", Rule=held.id, Ids=targets)
        aws.send("events:DeleteRule", Name=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("events:DescribeRule", Name=held.id)["Arn"]

    def _targets(self, aws: Aws, held: Held) -> list[dict[str, Any]]:
        return aws.send("events:ListTargetsByRule", Rule=held.id)["Targets"]
