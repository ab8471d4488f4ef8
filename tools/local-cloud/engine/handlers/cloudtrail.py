"""Trails."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::CloudTrail::Trail")
class Trail(Handler):
    tagger = Tagger(
        "cloudtrail:AddTags",
        "cloudtrail:RemoveTags",
        "ResourceId",
        tags="TagsList",
        keys="TagsList",
        keys_are_tags=True,
    )
    tag_attribute = "Arn"
    SELECTORS = ("EventSelectors", "AdvancedEventSelectors")
    OWN_CALLS = (*SELECTORS, "IsLogging", "InsightSelectors")

    def _arguments(self, p: Props) -> dict[str, Any]:
        tags = {"TagsList": p["Tags"]} if "Tags" in p else {}
        return p.rest(*self.OWN_CALLS, "TrailName") | tags

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("TrailName") or aws.name(128)
        trail = aws.send("cloudtrail:CreateTrail", self._arguments(p), Name=name)
        return Held(name, {"Arn": trail["TrailARN"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("TrailName")
        if held.properties:
            changed = {key: value for key, value in self._arguments(p).items() if key != "TagsList"}
            aws.send("cloudtrail:UpdateTrail", changed, Name=held.id)
        selectors = p.only(*self.SELECTORS)
        if selectors:
            aws.send("cloudtrail:PutEventSelectors", selectors, TrailName=held.id)
        aws.send(f"cloudtrail:{'Start' if p['IsLogging'] else 'Stop'}Logging", Name=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("cloudtrail:DeleteTrail", Name=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("cloudtrail:GetTrail", Name=held.id)["Trail"]
