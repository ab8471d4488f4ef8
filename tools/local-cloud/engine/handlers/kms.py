"""Keys and their aliases."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::KMS::Key")
class Key(Handler):
    tagger = Tagger("kms:TagResource", "kms:UntagResource", "KeyId")

    def create(self, aws: Aws, p: Props) -> Held:
        named = {"Policy": p["KeyPolicy"]} if "KeyPolicy" in p else {}
        made = p.only("Description", "KeySpec", "KeyUsage", "MultiRegion", "Origin", "Tags")
        key = aws.send("kms:CreateKey", made | named)["KeyMetadata"]
        return Held(key["KeyId"], {"KeyId": key["KeyId"], "Arn": key["Arn"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("PendingWindowInDays", "KeySpec", "KeyUsage", "MultiRegion", "Origin", "Tags")  # for its creation, or end
        aws.send("kms:UpdateKeyDescription", KeyId=held.id, Description=p.get("Description", ""))
        if "KeyPolicy" in p:
            aws.send("kms:PutKeyPolicy", {"Policy": p["KeyPolicy"]}, KeyId=held.id, PolicyName="default")
        if p.get("EnableKeyRotation"):
            aws.send("kms:EnableKeyRotation", p.only("RotationPeriodInDays"), KeyId=held.id)
        else:
            aws.send("kms:DisableKeyRotation", KeyId=held.id)
        if "Enabled" in p:
            aws.send("kms:EnableKey" if p["Enabled"] else "kms:DisableKey", KeyId=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        days = held.properties.get("PendingWindowInDays", 30)
        aws.send("kms:ScheduleKeyDeletion", KeyId=held.id, PendingWindowInDays=days)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("kms:DescribeKey", KeyId=held.id)["KeyMetadata"]["KeyState"] != "PendingDeletion"


@handles("AWS::KMS::Alias")
class Alias(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        aws.send("kms:CreateAlias", p.rest())
        return Held(p["AliasName"], {"AliasName": p["AliasName"]})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("kms:UpdateAlias", p.rest())

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("kms:DeleteAlias", AliasName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        aliases = aws.client("kms").get_paginator("list_aliases").paginate().build_full_result()["Aliases"]
        return [alias for alias in aliases if alias["AliasName"] == held.id]
