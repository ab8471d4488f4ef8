"""Queues and topics."""

import json
from typing import Any

from .apis import ask


def queues(region: str) -> list[dict[str, Any]]:
    return [_queue(region, url) for url in ask("sqs", region, "list_queues", "QueueUrls")]


def _queue(region: str, url: str) -> dict[str, Any]:
    attributes = ask("sqs", region, "get_queue_attributes", "Attributes", QueueUrl=url, AttributeNames=["All"])
    redrive = json.loads(attributes.get("RedrivePolicy", "{}"))
    return {
        "name": url.rpartition("/")[2],
        "retentionSeconds": int(attributes["MessageRetentionPeriod"]),
        "visibilitySeconds": int(attributes["VisibilityTimeout"]),
        "encrypted": attributes.get("SqsManagedSseEnabled") == "true" or "KmsMasterKeyId" in attributes,
        "deadLetterQueue": redrive.get("deadLetterTargetArn", "").rpartition(":")[2] or None,
        "maxReceives": redrive.get("maxReceiveCount"),
    }


def topics(region: str) -> list[dict[str, Any]]:
    return [_topic(region, arn) for arn in ask("sns", region, "list_topics", "Topics[].TopicArn")]


def _topic(region: str, arn: str) -> dict[str, Any]:
    attributes = ask("sns", region, "get_topic_attributes", "Attributes", TopicArn=arn)
    subscriptions = ask("sns", region, "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
    return {
        "name": arn.rpartition(":")[2],
        "displayName": attributes.get("DisplayName", ""),
        "key": attributes.get("KmsMasterKeyId"),
        "subscriptions": [f"{each['Protocol']} {each['Endpoint']}" for each in subscriptions],
    }
