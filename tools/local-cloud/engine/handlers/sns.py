"""Topics and their subscriptions."""

import json
from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles, nameless


@handles("AWS::SNS::Topic")
class Topic(Handler):
    tagger = Tagger("sns:TagResource", "sns:UntagResource", "ResourceArn")
    # Properties that are attributes of the same name.
    ATTRIBUTES = ("DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "ContentBasedDeduplication")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("TopicName") or aws.name(256)
        fifo = {"FifoTopic": "true"} if p.get("FifoTopic") else {}
        arn = aws.send("sns:CreateTopic", p.only("Tags"), Name=name, Attributes=fifo)["TopicArn"]
        return Held(arn, {"TopicArn": arn, "TopicName": name})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("TopicName", "FifoTopic", "Tags")
        for name in self.ATTRIBUTES:
            if name in p or name in held.properties:
                value = p.get(name, "")
                text = json.dumps(value) if isinstance(value, bool) else value
                aws.send("sns:SetTopicAttributes", TopicArn=held.id, AttributeName=name, AttributeValue=text)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("sns:DeleteTopic", TopicArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("sns:GetTopicAttributes", TopicArn=held.id)["Attributes"]


@handles("AWS::SNS::TopicPolicy")
class TopicPolicy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return nameless(aws)

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        text = json.dumps(p["PolicyDocument"])
        for topic in p["Topics"]:
            aws.send("sns:SetTopicAttributes", TopicArn=topic, AttributeName="Policy", AttributeValue=text)

    def delete(self, aws: Aws, held: Held) -> None:
        """The policy goes with its topic; a topic is never without one."""

    def read(self, aws: Aws, held: Held) -> Any:
        sids = {statement.get("Sid") for statement in held.properties["PolicyDocument"]["Statement"]}
        for topic in held.properties["Topics"]:
            policy = json.loads(aws.send("sns:GetTopicAttributes", TopicArn=topic)["Attributes"]["Policy"])
            if {statement.get("Sid") for statement in policy["Statement"]} != sids:
                return None
        return sids


@handles("AWS::SNS::Subscription")
class Subscription(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        arn = aws.send("sns:Subscribe", p.only("TopicArn", "Protocol", "Endpoint"), ReturnSubscriptionArn=True)
        return Held(arn["SubscriptionArn"], {"Arn": arn["SubscriptionArn"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("TopicArn", "Protocol", "Endpoint")
        for name, value in p.rest().items():
            text = json.dumps(value) if isinstance(value, dict | bool) else value
            aws.send("sns:SetSubscriptionAttributes", SubscriptionArn=held.id, AttributeName=name, AttributeValue=text)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("sns:Unsubscribe", SubscriptionArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("sns:GetSubscriptionAttributes", SubscriptionArn=held.id)["Attributes"]
