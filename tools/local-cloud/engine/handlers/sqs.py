"""Queues and their policies."""

import json
from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles, nameless


def _attributes(properties: dict[str, Any]) -> dict[str, str]:
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in properties.items()}


@handles("AWS::SQS::Queue")
class Queue(Handler):
    tagger = Tagger("sqs:TagQueue", "sqs:UntagQueue", "QueueUrl")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("QueueName") or aws.name(80)
        tags = {tag["Key"]: tag["Value"] for tag in p.get("Tags", [])}
        # Every other property is an attribute of the same name.
        answer = aws.send("sqs:CreateQueue", QueueName=name, Attributes=_attributes(p.rest()), tags=tags)
        return Held(
            answer["QueueUrl"], {"Arn": aws.arn("sqs", name), "QueueName": name, "QueueUrl": answer["QueueUrl"]}
        )

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("QueueName", "FifoQueue", "Tags")
        # moto forgets the policy at each change that does not bring it along.
        policy = _policy(aws, held.id)
        kept = {"Policy": policy} if policy else {}
        aws.send("sqs:SetQueueAttributes", QueueUrl=held.id, Attributes=_attributes(p.rest()) | kept)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("sqs:DeleteQueue", QueueUrl=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("sqs:GetQueueAttributes", QueueUrl=held.id, AttributeNames=["QueueArn"])["Attributes"]


@handles("AWS::SQS::QueuePolicy")
class QueuePolicy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return nameless(aws)

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        for queue in p["Queues"]:
            policy = {"Policy": json.dumps(p["PolicyDocument"])}
            aws.send("sqs:SetQueueAttributes", QueueUrl=queue, Attributes=policy)

    def delete(self, aws: Aws, held: Held) -> None:
        for queue in held.properties["Queues"]:
            aws.send("sqs:SetQueueAttributes", QueueUrl=queue, Attributes={"Policy": ""})

    def read(self, aws: Aws, held: Held) -> Any:
        return all(_policy(aws, queue) for queue in held.properties["Queues"])


def _policy(aws: Aws, queue: str) -> str | None:
    answer = aws.send("sqs:GetQueueAttributes", QueueUrl=queue, AttributeNames=["Policy"])
    return answer.get("Attributes", {}).get("Policy")
