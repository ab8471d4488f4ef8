from typing import Any

import pytest

from engine.errors import ResourceError
from engine.handlers.base import Held
from engine.scope import StackScope
from engine.stacks import Output, Stack, StackResource

from .conftest import REGION, World


@pytest.fixture
def scope(world: World) -> StackScope:
    """A stack with one resource, and another one whose outputs it reads."""
    other = world.cloud.add(Stack("other", REGION, status="CREATE_COMPLETE"))
    other.outputs = [Output("Key", "from afar", "", "Shared")]
    stack = world.cloud.add(Stack("mine", REGION))
    held = Held("queue-url", {"Arn": "arn:aws:sqs:us-east-1:123456789012:jobs", "Endpoint.Port": "5432"})
    stack.resources["Jobs"] = StackResource("Jobs", "AWS::SQS::Queue", held, "Delete", "Delete")
    template = {
        "Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}, "Later": {"Type": "AWS::SQS::Queue"}},
        "Conditions": {"Yes": {"Fn::Equals": ["a", "a"]}, "No": {"Fn::Not": [{"Condition": "Yes"}]}},
        "Mappings": {"Sizes": {"us-east-1": {"small": "t3"}}},
    }
    return StackScope(world.cloud, stack, template, {"Name": "payments", "Zones": ["a", "b"]})


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"Ref": "Name"}, "payments"),
        ({"Ref": "AWS::Region"}, "us-east-1"),
        ({"Ref": "AWS::AccountId"}, "123456789012"),
        ({"Ref": "AWS::Partition"}, "aws"),
        ({"Ref": "AWS::URLSuffix"}, "amazonaws.com"),
        ({"Ref": "AWS::StackName"}, "mine"),
        ({"Ref": "Jobs"}, "queue-url"),
        ({"Fn::GetAtt": ["Jobs", "Arn"]}, "arn:aws:sqs:us-east-1:123456789012:jobs"),
        ({"Fn::GetAtt": "Jobs.Endpoint.Port"}, "5432"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Name"}, 1, True]]}, "a-payments-1-true"),
        ({"Fn::Sub": "${Name}/${AWS::Region}/${Jobs.Endpoint.Port}/${!kept}"}, "payments/us-east-1/5432/${kept}"),
        ({"Fn::Sub": ["${Own}-${Name}", {"Own": {"Ref": "AWS::Region"}}]}, "us-east-1-payments"),
        ({"Fn::Select": ["1", {"Fn::Split": [":", "a:b:c"]}]}, "b"),
        ({"Fn::Select": [0, {"Ref": "Zones"}]}, "a"),
        ({"Fn::Select": [2, {"Fn::GetAZs": ""}]}, "us-east-1c"),
        ({"Fn::Select": [0, {"Fn::GetAZs": "us-east-2"}]}, "us-east-2a"),
        ({"Fn::Select": [1, {"Fn::Cidr": ["10.0.0.0/16", 4, 8]}]}, "10.0.1.0/24"),
        ({"Fn::Select": [1, {"Fn::Cidr": ["fd00::/56", 2, 64]}]}, "fd00:0:0:1::/64"),
        ({"Fn::Base64": "text"}, "dGV4dA=="),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "small"]}, "t3"),
        ({"Fn::If": ["Yes", "a", "b"]}, "a"),
        ({"Fn::If": ["No", {"Fn::GetAtt": ["Later", "Arn"]}, "b"]}, "b"),
        ({"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]}, False),
        ({"Fn::Or": [{"Condition": "Yes"}, {"Condition": "No"}]}, True),
        ({"Fn::ImportValue": "Shared"}, "from afar"),
        ({"Fn::GetStackOutput": {"StackName": "other", "Region": "us-east-1", "OutputName": "Key"}}, "from afar"),
        ({"Keep": 1, "Drop": {"Ref": "AWS::NoValue"}}, {"Keep": 1}),
        ([1, {"Fn::If": ["No", 2, {"Ref": "AWS::NoValue"}]}], [1]),
        ({"Statement": [{"Condition": {"Bool": {"x": {"Ref": "Name"}}}}]}, {"Statement": [{"Condition": {"Bool": {"x": "payments"}}}]}),
    ],
    ids=str,
)  # fmt: skip
def test_resolves(scope: StackScope, expression: Any, expected: Any) -> None:
    assert scope.resolve(expression) == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ({"Fn::Transform": {"Name": "AWS::Include"}}, "Fn::Transform is not emulated"),
        ({"Fn::GetAtt": ["Jobs", "Colour"]}, "AWS::SQS::Queue has no such attribute here (there are: Arn, Endpoint.Port)"),
        ({"Ref": "Later"}, "Later does not exist (yet)"),
        ({"Fn::Select": [3, ["a"]]}, "cannot select 3: there are 1 values"),
        ({"Fn::ImportValue": "Nobody"}, "No export named Nobody found in us-east-1"),
        ({"Fn::FindInMap": ["Sizes", "mars", "small"]}, "no value for Sizes, mars, small"),
        ({"Fn::If": ["Maybe", 1, 2]}, "there is no condition Maybe"),
        ({"Fn::GetStackOutput": {"StackName": "none", "OutputName": "Key"}}, "there is no stack none in us-east-1"),
        ({"Fn::GetStackOutput": {"StackName": "other", "OutputName": "K"}}, "has no output K (it has: Key)"),
        ({"Fn::GetStackOutput": {"StackName": "other", "OutputName": "Key", "RoleArn": "r"}}, "RoleArn is not emulated"),
        ("{{resolve:vault:secret}}", None),
    ],
    ids=str,
)  # fmt: skip
def test_refuses_by_name(scope: StackScope, expression: Any, message: str | None) -> None:
    with pytest.raises(ResourceError) as refusal:
        scope.resolve(expression)
    assert (message or "is not understood") in str(refusal.value)


def test_dynamic_references_are_resolved_once_they_are_whole(scope: StackScope, world: World) -> None:
    world.api("ssm").put_parameter(Name="/a/b", Value="plain", Type="String")
    world.api("secretsmanager").create_secret(Name="db", SecretString='{"password": "hidden", "port": 5432}')
    assert scope.resolve("x-{{resolve:ssm:/a/b}}") == "x-plain"
    assert scope.resolve("{{resolve:secretsmanager:db:SecretString:port}}") == "5432"
    parts = ["{{resolve:secretsmanager:", "db", ":SecretString:password::}}"]
    assert scope.resolve({"Fn::Join": ["", parts]}) == "hidden"
    with pytest.raises(ResourceError, match="Could not find a value for user in the secret db"):
        scope.resolve("{{resolve:secretsmanager:db:SecretString:user}}")
