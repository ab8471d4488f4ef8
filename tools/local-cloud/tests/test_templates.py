from typing import Any

import pytest

from engine.errors import ResourceError, TemplateError
from engine.graph import creation_order
from engine.operations import prepared
from engine.template import MAX_BODY_BYTES, parse

from .conftest import REGION, World, template

QUEUE = {"Type": "AWS::SQS::Queue"}


def test_yaml_with_short_tags_reads_as_json_does() -> None:
    body = """
      Resources:
        Jobs:
          Type: AWS::SQS::Queue
          Properties:
            QueueName: !Sub '${AWS::Region}-jobs'
            Tags: [{Key: at, Value: 2026-11-25}, {Key: arn, Value: !GetAtt Other.Arn}]
        Other: {Type: 'AWS::SQS::Queue', Condition: Wanted}
      Conditions: {Wanted: !Equals [!Ref 'AWS::Region', us-east-1]}
    """
    jobs = parse(body, MAX_BODY_BYTES)["Resources"]["Jobs"]["Properties"]
    assert jobs["QueueName"] == {"Fn::Sub": "${AWS::Region}-jobs"}
    assert jobs["Tags"][0]["Value"] == "2026-11-25"
    assert jobs["Tags"][1]["Value"] == {"Fn::GetAtt": "Other.Arn"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{", "not well-formed"),
        ("[]", "not an object"),
        ("{}", "At least one Resources member"),
        ('{"Resources": {"A": {}}}', "resource A has no Type"),
        ('{"Resources": {"A": {"Type": "X", "Propertys": {}}}}', "unknown attribute: Propertys"),
        ('{"Resources": {"A": {"Type": "X"}}, "Ressources": {}}', "unknown section: Ressources"),
        ('{"Resources": {"A": {"Type": "X"}}, "Transform": "AWS::Serverless-2016-10-31"}', "is not emulated"),
        ('{"Resources": {"A": {"Type": "X", "DeletionPolicy": "Keep"}}}', "DeletionPolicy 'Keep'"),
        ('{"Resources": {"A": {"Type": "' + "X" * MAX_BODY_BYTES + '"}}}', "the limit is 51200"),
    ],
)
def test_refuses_what_cloudformation_refuses(body: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        parse(body, MAX_BODY_BYTES)


def test_too_many_resources_are_refused() -> None:
    with pytest.raises(TemplateError, match="501 resources, the limit is 500"):
        World().request(template(**{f"Q{number}": QUEUE for number in range(501)}))


def test_resources_come_after_what_they_mention() -> None:
    resources: dict[str, Any] = {
        "Last": {"Type": "X", "DependsOn": ["Middle"]},
        "Middle": {"Type": "X", "Properties": {"Text": {"Fn::Sub": "${First.Arn}/${Parameter}"}}},
        "First": {"Type": "X", "Properties": {"Text": {"Fn::Join": ["", [{"Ref": "AWS::Region"}]]}}},
    }
    assert creation_order(resources, {"Parameter"}) == ["First", "Middle", "Last"]


def test_a_cycle_is_named_and_so_is_what_is_not_there() -> None:
    def refer(to: str) -> dict[str, Any]:
        return {"Type": "X", "Properties": {"Other": {"Ref": to}}}

    with pytest.raises(TemplateError, match=r"Circular dependency between resources: (A -> B -> A|B -> A -> B)"):
        creation_order({"A": refer("B"), "B": refer("A")}, set())
    with pytest.raises(TemplateError, match=r"Unresolved resource dependencies \[Nowhere\] in the resource A"):
        creation_order({"A": refer("Nowhere")}, set())
    with pytest.raises(TemplateError, match=r"Unresolved resource dependencies \[Nowhere\] in the resource A"):
        creation_order({"A": {"Type": "X", "DependsOn": "Nowhere"}}, set())


@pytest.mark.parametrize(
    ("kind", "properties", "message"),
    [
        ("AWS::SQS::Queue", {"Colour": "red"}, r"AWS::SQS::Queue: unknown property Colour"),
        ("AWS::SQS::Queue", {"DelaySeconds": "soon"}, r"AWS::SQS::Queue.DelaySeconds: 'soon' is not of type 'integer'"),
        ("AWS::SQS::Queue", {"Arn": "x"}, r"AWS::SQS::Queue: property Arn is read-only"),
        ("AWS::ECS::Service", {"LaunchType": "MOON"}, r"AWS::ECS::Service.LaunchType: 'MOON' is not one of"),
        ("AWS::S3::BucketPolicy", {"Bucket": "b"}, r"AWS::S3::BucketPolicy: 'PolicyDocument' is a required property"),
        ("AWS::Made::Up", {}, r"Unrecognized resource type AWS::Made::Up in us-east-1"),
        ("AWS::Glue::Database", {}, r"AWS::Glue::Database is not emulated here"),
    ],
)
def test_properties_are_checked_against_the_schemas_of_aws(kind: str, properties: dict[str, Any], message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        prepared(kind, properties, {}, REGION)


def test_texts_become_the_numbers_that_they_are_and_stack_tags_join_the_others() -> None:
    given = {"DelaySeconds": "5", "FifoQueue": "true", "Tags": [{"Key": "Own", "Value": "1"}]}
    properties, _ = prepared("AWS::SQS::Queue", given, {"Own": "0", "Stack": "2"}, REGION)
    assert properties == {
        "DelaySeconds": 5,
        "FifoQueue": True,
        "Tags": [{"Key": "Own", "Value": "1"}, {"Key": "Stack", "Value": "2"}],
    }
    parameter, _ = prepared("AWS::SSM::Parameter", {"Type": "String", "Value": 1}, {"Stack": "2"}, REGION)
    assert parameter == {"Type": "String", "Value": "1", "Tags": {"Stack": "2"}}


@pytest.mark.parametrize(
    ("declared", "given", "message"),
    [
        ({"Type": "String"}, {}, r"\[P\] must have values"),
        ({"Type": "String", "Default": ""}, {"Q": "x"}, r"\[Q\] do not exist in the template"),
        ({"Type": "String", "AllowedValues": ["a", "b"]}, {"P": "c"}, r"must be one of a, b, got 'c'"),
        ({"Type": "String", "AllowedPattern": "[a-z]+"}, {"P": "C"}, r"must match pattern"),
        ({"Type": "String", "MinLength": 2}, {"P": "c"}, r"length"),
        ({"Type": "Number", "MaxValue": 3}, {"P": "4"}, r"must be a number"),
        (
            {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/none"},
            {},
            r"Unable to fetch parameters \[/none\]",
        ),
    ],
)
def test_parameters_are_checked(world: World, declared: dict[str, Any], given: dict[str, str], message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        world.deploy("s", template(Jobs=QUEUE) | {"Parameters": {"P": declared}}, given)


def test_a_rule_that_does_not_hold_is_told_in_its_own_words(world: World) -> None:
    contains = {"Fn::Contains": [["1", "2"], {"Ref": "Version"}]}
    rule = {"Assertions": [{"Assert": {"Fn::Not": [contains]}, "AssertDescription": "Bootstrap again."}]}
    body = template(Jobs=QUEUE) | {"Parameters": {"Version": {"Type": "String"}}, "Rules": {"Check": rule}}
    with pytest.raises(TemplateError, match="Bootstrap again"):
        world.deploy("s", body, {"Version": "2"})
    world.deployed("s", body, {"Version": "6"})
