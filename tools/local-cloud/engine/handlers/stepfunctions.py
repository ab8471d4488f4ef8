"""State machines. None runs here."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::StepFunctions::StateMachine")
class StateMachine(Handler):
    tagger = Tagger("stepfunctions:TagResource", "stepfunctions:UntagResource", "resourceArn", "tags", "tagKeys")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("StateMachineName") or aws.name(80)
        made = {"Name": name, "Definition": p["DefinitionString"], "Type": p.get("StateMachineType", "STANDARD")}
        arn = aws.send("stepfunctions:CreateStateMachine", p.rest() | made)["stateMachineArn"]
        return Held(arn, {"Arn": arn, "Name": name})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("StateMachineName", "StateMachineType", "Tags")
        made = {"StateMachineArn": held.id, "Definition": p["DefinitionString"]}
        aws.send("stepfunctions:UpdateStateMachine", p.rest() | made)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("stepfunctions:DeleteStateMachine", {"StateMachineArn": held.id})

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("stepfunctions:DescribeStateMachine", {"StateMachineArn": held.id})["definition"]
