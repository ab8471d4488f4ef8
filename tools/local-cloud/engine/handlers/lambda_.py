"""Functions. They are held and never run here."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::Lambda::Function")
class Function(Handler):
    tagger = Tagger("lambda:TagResource", "lambda:UntagResource", "Resource")
    tag_attribute = "Arn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("FunctionName") or aws.name(64)
        made = aws.send("lambda:CreateFunction", p.rest("Code"), FunctionName=name, Code=p["Code"])
        return Held(name, {"Arn": made["FunctionArn"]})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("FunctionName", "Tags")
        if p["Code"] != held.properties["Code"]:
            aws.send("lambda:UpdateFunctionCode", p["Code"], FunctionName=held.id)
        aws.send("lambda:UpdateFunctionConfiguration", p.rest(), FunctionName=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("lambda:DeleteFunction", FunctionName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("lambda:GetFunction", FunctionName=held.id)["Configuration"]


@handles("AWS::Lambda::Permission")
class Permission(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        statement = aws.name(100)
        aws.send("lambda:AddPermission", p.rest(), StatementId=statement)
        return Held(statement, {"Id": statement})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("lambda:RemovePermission", FunctionName=held.properties["FunctionName"], StatementId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return held.id in aws.send("lambda:GetPolicy", FunctionName=held.properties["FunctionName"])["Policy"]
