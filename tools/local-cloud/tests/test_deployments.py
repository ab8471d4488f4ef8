from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest

from engine.aws import Aws
from engine.errors import TemplateError
from engine.handlers.base import HANDLERS, Handler, Held, Props

from .conftest import REGION, World, events, template


def parameter(value: Any, name: str | None = None, **attributes: Any) -> dict[str, Any]:
    named = {"Name": name} if name else {}
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value, **named}, **attributes}


def failing(**attributes: Any) -> dict[str, Any]:
    """A resource that only its service refuses."""
    return {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {"Queues": ["https://none"], "PolicyDocument": {}},
        **attributes,
    }


def value_of(world: World, name: str) -> str:
    return world.api("ssm").get_parameter(Name=name)["Parameter"]["Value"]


def scaled(least: int, most: int, **service: Any) -> dict[str, Any]:
    """A service that names no number of tasks, and what scales it."""
    properties = {"Cluster": {"Ref": "Cluster"}, "ServiceName": "pay", "TaskDefinition": {"Ref": "Task"}}
    target = {
        "ServiceNamespace": "ecs",
        "ScalableDimension": "ecs:service:DesiredCount",
        "ResourceId": {"Fn::Sub": "service/${Cluster}/${Service.Name}"},
        "MinCapacity": least,
        "MaxCapacity": most,
    }
    return template(
        Cluster={"Type": "AWS::ECS::Cluster", "Properties": {}},
        Task={"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [CONTAINER]}},
        Service={"Type": "AWS::ECS::Service", "Properties": properties | service},
        Target={"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": target},
    )


CONTAINER = {"Name": "app", "Image": "pay:1", "Memory": 64}


def test_scaling_brings_a_service_into_its_range_and_an_update_leaves_it_there(world: World) -> None:
    stack = world.deployed("s", scaled(3, 10))
    ecs = world.api("ecs")
    at = {"cluster": stack.resources["Cluster"].held.id, "service": "pay"}

    def tasks() -> int:
        return ecs.describe_services(cluster=at["cluster"], services=["pay"])["services"][0]["desiredCount"]

    assert tasks() == 3
    ecs.update_service(**at, desiredCount=7)
    world.deployed("s", scaled(3, 10, PropagateTags="SERVICE"))
    assert tasks() == 7
    world.deployed("s", scaled(3, 5, PropagateTags="SERVICE"))
    assert tasks() == 5


def test_a_failed_creation_takes_everything_back(world: World) -> None:
    before = world.inventory()
    stack = world.deploy("s", template(A=parameter("1"), Bad=failing(DependsOn="A")))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert stack.reason.startswith("Bad: AWS::SQS::QueuePolicy")
    assert events(stack, "CREATE_FAILED") == ["Bad"]
    assert world.inventory() == before


def test_a_failed_update_brings_the_former_state_back(world: World) -> None:
    before = template(A=parameter("1", "/a"), Gone=parameter("x", "/gone"), Kind=parameter("k", "/k1"))
    stack = world.deployed("s", before)
    held = world.inventory()
    # One changed, one new, one replaced, one to be removed; and then one that fails.
    changed = template(
        A=parameter("2", "/a"), New=parameter("n", "/new"), Kind=parameter("k", "/k2"), Bad=failing(DependsOn=["A", "Kind", "New"])
    )  # fmt: skip
    assert world.deploy("s", changed).status == "UPDATE_ROLLBACK_COMPLETE"
    assert world.inventory() == held
    assert value_of(world, "/a") == "1"
    assert stack.template == before
    assert set(stack.resources) == {"A", "Gone", "Kind"}


def test_a_resource_whose_settings_fail_is_not_left_behind(world: World) -> None:
    before = world.inventory()
    bucket = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"LoggingConfiguration": {"DestinationBucketName": "not-there-at-all"}},
    }
    assert world.deploy("s", template(Bucket=bucket)).status == "ROLLBACK_COMPLETE"
    assert world.inventory() == before


def test_a_change_that_failed_half_way_is_taken_back_as_far_as_it_got(world: World) -> None:
    def bucket(days: int, **more: Any) -> dict[str, Any]:
        lifecycle = {"Rules": [{"Id": "rule", "Status": "Enabled", "ExpirationInDays": days}]}
        properties = {"BucketName": "kept-bucket", "LifecycleConfiguration": lifecycle, **more}
        return template(Bucket={"Type": "AWS::S3::Bucket", "Properties": properties})

    world.deployed("s", bucket(10))
    # The lifecycle is put before the logging is refused.
    stack = world.deploy("s", bucket(20, LoggingConfiguration={"DestinationBucketName": "not-there-at-all"}))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    rules = world.api("s3").get_bucket_lifecycle_configuration(Bucket="kept-bucket")["Rules"]
    assert [rule["Expiration"]["Days"] for rule in rules] == [10]


def test_a_property_that_nothing_here_takes_fails_its_stack(world: World) -> None:
    before = world.inventory()
    filters = [{"ImageTagMutabilityExclusionFilterType": "WILDCARD", "ImageTagMutabilityExclusionFilterValue": "x*"}]
    properties = {"ImageTagMutabilityExclusionFilters": filters}
    stack = world.deploy("s", template(Images={"Type": "AWS::ECR::Repository", "Properties": properties}))
    assert "property ImageTagMutabilityExclusionFilters of AWS::ECR::Repository is not handled" in stack.reason
    assert world.inventory() == before


def test_an_update_changes_in_place_replaces_and_removes(world: World) -> None:
    world.deployed("s", template(A=parameter("1", "/a"), B=parameter("b", "/b1"), C=parameter("c", "/c")))
    stack = world.deployed("s", template(A=parameter("2", "/a"), B=parameter("b", "/b2")))
    assert value_of(world, "/a") == "2"
    assert world.inventory()["parameter"] == ["/a", "/b2"]
    assert stack.status == "UPDATE_COMPLETE"


def test_what_depends_on_a_replaced_resource_follows(world: World) -> None:
    def body(name: str) -> dict[str, Any]:
        return template(A=parameter("1", name), B=parameter({"Ref": "A"}, "/b"))

    world.deployed("s", body("/a1"))
    world.deployed("s", body("/a2"))
    assert value_of(world, "/b") == "/a2"


def test_policies_decide_what_stays(world: World) -> None:
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    world.deployed("s", template(A=parameter("1", "/a1", **kept), B=parameter("b", "/b")))
    world.deployed("s", template(A=parameter("1", "/a2", **kept), B=parameter("b", "/b")))
    assert world.inventory()["parameter"] == ["/a1", "/a2", "/b"]
    stack = world.destroy("s")
    assert events(stack, "DELETE_SKIPPED") == ["A", "A"]
    assert world.inventory()["parameter"] == ["/a1", "/a2"]


def test_a_false_condition_leaves_a_resource_out_and_a_change_of_it_removes_it(world: World) -> None:
    body = template(A=parameter("a", "/a"), B=parameter("b", "/b", Condition="Wanted", DependsOn="A"))
    body |= {
        "Parameters": {"Wanted": {"Type": "String"}},
        "Conditions": {"Wanted": {"Fn::Equals": [{"Ref": "Wanted"}, "yes"]}},
    }
    world.deployed("s", body, {"Wanted": "yes"})
    assert world.inventory()["parameter"] == ["/a", "/b"]
    world.deployed("s", body, {"Wanted": "no"})
    assert world.inventory()["parameter"] == ["/a"]


def test_stack_tags_reach_what_is_there_already(world: World) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"Tags": [{"Key": "Own", "Value": "1"}]}}
    stack = world.deployed("s", template(Jobs=queue), Team="a", Old="x")
    world.deployed("s", template(Jobs=queue), Team="b")
    tags = world.api("sqs").list_queue_tags(QueueUrl=stack.resources["Jobs"].held.id)["Tags"]
    assert tags == {"Own": "1", "Team": "b"}


def test_what_its_service_does_not_hold_fails_the_stack(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = HANDLERS["AWS::SSM::Parameter"]
    monkeypatch.setattr(handler, "read", lambda _aws, _held: None)
    stack = world.deploy("s", template(A=parameter("1", "/a")))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert "AWS::SSM::Parameter A: made, and yet its service does not hold /a" in stack.reason


def test_a_fault_of_a_handler_is_a_failure_and_not_a_stack_half_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HANDLERS["AWS::SSM::Parameter"], "create", lambda _aws, _p: {}["fault"])
    stack = world.deploy("s", template(A=parameter("1", "/a")))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert "AWS::SSM::Parameter: KeyError: 'fault'" in stack.reason


def test_exports_are_unique_and_not_changed_while_imported(world: World) -> None:
    def exporting(value: str, name: str = "Shared") -> dict[str, Any]:
        outputs = {"Out": {"Value": {"Ref": "A"}, "Export": {"Name": name}}}
        return template(A=parameter(value, value)) | {"Outputs": outputs}

    world.deployed("producer", exporting("/one"))
    world.deployed("importer", template(B=parameter({"Fn::ImportValue": "Shared"}, "/b")))
    assert "already exported by stack producer" in world.deploy("second", exporting("/two")).reason
    assert (
        "Export Shared cannot be updated or removed as it is in use by importer"
        in world.deploy("producer", exporting("/new")).reason
    )
    assert value_of(world, "/b") == "/one"
    assert "Export Shared cannot be deleted as it is in use by importer" in world.destroy("producer").reason
    world.destroy("importer")
    assert world.destroy("producer").status == "DELETE_COMPLETE"


def test_nothing_to_do_is_said(world: World) -> None:
    body = template(A=parameter("1"))
    world.deployed("s", body)
    with pytest.raises(TemplateError, match="No updates are to be performed"):
        world.deploy("s", body)
    change_set = world.control.create_change_set(REGION, "c", "s", "UPDATE", world.request(body))
    assert (change_set.status, change_set.changes) == ("FAILED", [])


def test_a_change_set_says_what_would_be_replaced_and_touches_nothing(world: World) -> None:
    world.deployed("s", template(A=parameter("1", "/a"), B=parameter("1", "/b"), C=parameter("1", "/c")))
    after = template(A=parameter("2", "/a"), B=parameter("1", "/b2"), D=parameter({"Ref": "B"}, "/d"))
    changes = world.control.create_change_set(REGION, "c", "s", "UPDATE", world.request(after)).changes
    assert [(change.action, change.logical_id, change.replacement) for change in changes] == [
        ("Modify", "A", "False"),
        ("Modify", "B", "True"),
        ("Add", "D", ""),
        ("Remove", "C", ""),
    ]
    assert world.inventory()["parameter"] == ["/a", "/b", "/c"]


def test_a_change_set_is_gone_once_its_stack_has_changed_otherwise(world: World) -> None:
    world.deployed("s", template(A=parameter("1")))
    world.control.create_change_set(REGION, "c", "s", "UPDATE", world.request(template(A=parameter("2"))))
    world.deployed("s", template(A=parameter("3")))
    assert world.control.find_change_set(REGION, "c", "s") is None


def test_a_part_of_what_only_a_resource_can_tell_is_planned_and_deployed(world: World) -> None:
    arn = {"Fn::Split": [":", {"Fn::Sub": "${Jobs.Arn}"}]}
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}}
    body = template(Jobs=queue, Name=parameter({"Fn::Select": [5, arn]}, "/name"))
    changes = world.control.create_change_set(REGION, "c", "s", "CREATE", world.request(body)).changes
    assert [change.logical_id for change in changes] == ["Jobs", "Name"]
    world.deployed("other", body)
    assert value_of(world, "/name") == "jobs"


def test_a_stack_keeps_the_defaults_that_it_was_deployed_with(world: World) -> None:
    body = template(A=parameter({"Ref": "P"})) | {"Parameters": {"P": {"Type": "Number", "Default": 1}}}
    assert world.deployed("s", body).parameters == {"P": "1"}


def test_a_protected_stack_is_not_deleted(world: World) -> None:
    world.deployed("s", template(A=parameter("1"))).termination_protection = True
    with pytest.raises(TemplateError, match="TerminationProtection is enabled"):
        world.destroy("s")


def test_a_role_that_is_not_there_is_refused(world: World) -> None:
    request = world.request(template(A=parameter("1")))
    with pytest.raises(TemplateError, match="Role arn:aws:iam::123456789012:role/none is invalid"):
        world.control.create_stack(
            REGION, "s", type(request)(**(vars(request) | {"role": "arn:aws:iam::123456789012:role/none"}))
        )


class Slow(Handler):
    """Is not done before it is told."""

    def __init__(self) -> None:
        self.begun, self.go_on = Event(), Event()

    def create(self, aws: Aws, p: Props) -> Held:
        self.begun.set()
        assert self.go_on.wait(60)
        return Held("slow")

    def delete(self, aws: Aws, held: Held) -> None:
        pass

    def read(self, aws: Aws, held: Held) -> Any:
        return held.id


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    handler = Slow()
    monkeypatch.setitem(HANDLERS, "Custom::Slow", handler)
    yield handler
    handler.go_on.set()


def test_a_second_deployment_of_a_busy_stack_is_refused(world: World, slow: Slow) -> None:
    body = template(A={"Type": "Custom::Slow"})
    first = Thread(target=world.deploy, args=("s", body))
    first.start()
    assert slow.begun.wait(60)
    for attempt in (
        lambda: world.control.create_change_set(REGION, "c", "s", "UPDATE", world.request(body)),
        lambda: world.deploy("s", template(A={"Type": "Custom::Slow"}, B=parameter("1"))),
        lambda: world.destroy("s"),
    ):
        with pytest.raises(TemplateError, match="is in CREATE_IN_PROGRESS state and can not be"):
            attempt()
    slow.go_on.set()
    first.join()
    assert world.cloud.get(REGION, "s").status == "CREATE_COMPLETE"
