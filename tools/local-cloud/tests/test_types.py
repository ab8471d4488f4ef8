"""
Types that the packages' own stacks do not have: each is made, changed in place and removed. A type that neither this
file nor a snapshot has would be untested, and the last test says so.
"""

import json
from typing import Any

import pytest

from engine.handlers.base import HANDLERS

from .conftest import World, snapshots, template
from .test_package_snapshots import NOT_EMULATED

Properties = dict[str, Any]

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Any", "Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}],
}
QUEUE: dict[str, Any] = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}}
GROUP = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "group"}}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}}  # fmt: skip
FUNCTION = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "Code": {"ZipFile": "x"},
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Runtime": "python3.13",
        "Handler": "i.h",
    },
}
FILTER = {
    "FilterPattern": "ERROR",
    "LogGroupName": {"Ref": "Group"},
    "MetricTransformations": [{"MetricName": "errors", "MetricNamespace": "n", "MetricValue": "1"}],
}
REPOSITORY = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "images"}}


def _subnet(zone: str, block: str) -> dict[str, Any]:
    properties = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": block, "AvailabilityZone": zone}
    return {"Type": "AWS::EC2::Subnet", "Properties": properties}


NETWORK = {
    "Role": ROLE,
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "A": _subnet("us-east-1a", "10.0.0.0/24"),
    "B": _subnet("us-east-1b", "10.0.1.0/24"),
}
PROXY = {
    "DBProxyName": "proxy",
    "EngineFamily": "MYSQL",
    "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
    "Auth": [{"AuthScheme": "SECRETS", "SecretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:s-abcdef"}],
    "VpcSubnetIds": [{"Ref": "A"}, {"Ref": "B"}],
}

# Type: what it stands on, its properties, and those of a change in place (none if it has no such change).
CASES: dict[str, tuple[dict[str, Any], Properties, Properties | None]] = {
    "AWS::EC2::VPCCidrBlock": (NETWORK, {"VpcId": {"Ref": "Vpc"}, "AmazonProvidedIpv6CidrBlock": True}, None),
    "AWS::EC2::EgressOnlyInternetGateway": (NETWORK, {"VpcId": {"Ref": "Vpc"}}, None),
    "AWS::SQS::Queue": ({}, {"QueueName": "q.fifo", "FifoQueue": True}, {"VisibilityTimeout": 60}),
    "AWS::SQS::QueuePolicy": ({"Queue": QUEUE}, {"Queues": [{"Ref": "Queue"}], "PolicyDocument": POLICY}, None),
    "AWS::CloudWatch::Dashboard": ({}, {"DashboardName": "d", "DashboardBody": '{"widgets": []}'}, {"DashboardBody": "{}"}),
    "AWS::Route53::HostedZone": ({}, {"Name": "example.org."}, None),
    "AWS::ServiceDiscovery::HttpNamespace": ({}, {"Name": "jobs"}, None),
    "AWS::Lambda::Permission": (
        {"Role": ROLE, "Function": FUNCTION},
        {"FunctionName": {"Ref": "Function"}, "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com"},
        None,
    ),
    "AWS::Logs::MetricFilter": ({"Group": GROUP}, FILTER, {"FilterPattern": "FATAL"}),
    "AWS::Logs::ResourcePolicy": ({}, {"PolicyName": "p", "PolicyDocument": "{}"}, {"PolicyDocument": '{"Version": "2012-10-17"}'}),
    "AWS::RDS::DBParameterGroup": ({}, {"Family": "postgres14", "Description": "d", "Parameters": {"log_connections": "1"}}, None),
    "AWS::RDS::EventSubscription": ({}, {"SnsTopicArn": "arn:aws:sns:us-east-1:123456789012:t", "SourceType": "db-cluster"}, None),
    "AWS::CDK::Metadata": ({}, {"Analytics": "v2:deflate64:a"}, {"Analytics": "v2:deflate64:b"}),
    "Custom::ECRAutoDeleteImages": (
        {"Role": ROLE, "Function": FUNCTION, "Images": REPOSITORY},
        {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "RepositoryName": {"Ref": "Images"}},
        None,
    ),
    "AWS::RDS::DBProxy": (NETWORK, PROXY, None),
    "AWS::RDS::DBProxyTargetGroup": (
        NETWORK
        | {
            "Proxy": {"Type": "AWS::RDS::DBProxy", "Properties": PROXY},
            "Cluster": {
                "Type": "AWS::RDS::DBCluster",
                "Properties": {"Engine": "aurora-mysql", "MasterUsername": "u", "MasterUserPassword": "password1"},
            },
        },
        {"DBProxyName": {"Ref": "Proxy"}, "TargetGroupName": "default", "DBClusterIdentifiers": [{"Ref": "Cluster"}]},
        {"ConnectionPoolConfigurationInfo": {"MaxConnectionsPercent": 50}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_is_made_changed_and_removed(seeded: World, kind: str) -> None:
    others, properties, change = CASES[kind]
    before = seeded.inventory()
    seeded.deployed("s", template(**others, It={"Type": kind, "Properties": properties}), Team="a")
    if change:
        stack = seeded.deployed("s", template(**others, It={"Type": kind, "Properties": properties | change}), Team="a")
        assert stack.resources["It"].status == "UPDATE_COMPLETE"
    assert seeded.destroy("s").status == "DELETE_COMPLETE"
    assert seeded.inventory() == before


def test_every_handler_is_tried() -> None:
    in_snapshots = {
        resource["Type"]
        for path in snapshots()
        if path.name.removesuffix(".template.json") not in NOT_EMULATED
        for resource in json.loads(path.read_text(encoding="utf-8"))["Resources"].values()
    }
    assert set(HANDLERS) - in_snapshots - set(CASES) == set()


def test_a_private_zone_is_seen_from_each_of_its_vpcs(world: World) -> None:
    vpcs = {name: {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}} for name in ("One", "Other")}
    seen_from = [{"VPCId": {"Ref": name}, "VPCRegion": {"Ref": "AWS::Region"}} for name in vpcs]
    zone = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "internal.", "VPCs": seen_from}}
    stack = world.deployed("s", template(**vpcs, Zone=zone))
    held = world.api("route53").get_hosted_zone(Id=stack.resources["Zone"].held.id)["VPCs"]
    assert {vpc["VPCId"] for vpc in held} == {stack.resources[name].held.id for name in vpcs}


def test_a_queue_keeps_its_policy_when_it_changes(world: World) -> None:
    policy = {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Queue"}], "PolicyDocument": POLICY}}
    world.deployed("s", template(Queue=QUEUE, Policy=policy))
    changed = {**QUEUE, "Properties": QUEUE["Properties"] | {"VisibilityTimeout": 99}}
    world.deployed("s", template(Queue=changed, Policy=policy))


def test_a_bucket_and_a_repository_are_emptied_where_the_template_says_so(seeded: World) -> None:
    cleaner = {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "BucketName": {"Ref": "Bucket"}}
    tags = [{"Key": "aws-cdk:auto-delete-objects", "Value": "true"}]
    body = template(
        Role=ROLE,
        Function=FUNCTION,
        Bucket={
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "full", "Tags": tags, "VersioningConfiguration": {"Status": "Enabled"}},
        },
        Cleaner={"Type": "Custom::S3AutoDeleteObjects", "Properties": cleaner},
    )
    before = seeded.inventory()
    seeded.deployed("s", body)
    for content in (b"1", b"2"):
        seeded.api("s3").put_object(Bucket="full", Key="log", Body=content)
    seeded.api("s3").delete_object(Bucket="full", Key="log")
    assert seeded.destroy("s").status == "DELETE_COMPLETE"
    assert seeded.inventory() == before
