"""What EC2's types have in common: tags at creation, and changes of tags."""

from typing import Any

from .base import Handler, Props, Tagger


class Ec2Handler(Handler):
    tagger = Tagger(
        "ec2:CreateTags", "ec2:DeleteTags", "Resources", keys="Tags", target_is_list=True, keys_are_tags=True
    )


def tag_specifications(kind: str, p: Props) -> dict[str, Any]:
    tags = p.get("Tags")
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}
