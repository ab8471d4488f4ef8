"""Parameters."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::SSM::Parameter")
class Parameter(Handler):
    tagger = Tagger(
        "ssm:AddTagsToResource", "ssm:RemoveTagsFromResource", "ResourceId", fixed={"ResourceType": "Parameter"}
    )

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(200)
        aws.send("ssm:PutParameter", p.rest("Name"), Name=name)
        return Held(name, {"Type": p["Type"], "Value": p["Value"]})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("ssm:PutParameter", p.rest("Name", "Tags"), Name=held.id, Overwrite=True)
        p.use("Name", "Tags")
        held.attributes["Value"] = p["Value"]

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ssm:DeleteParameter", Name=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ssm:GetParameter", Name=held.id)["Parameter"]
