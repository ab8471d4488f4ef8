"""What an import takes, and what it refuses."""

from dataclasses import replace
from typing import Any

import pytest

from engine.change_sets import ChangeSet
from engine.errors import TemplateError
from engine.stacks import Stack

from .conftest import World

BUCKET = {
    "Type": "AWS::S3::Bucket",
    "DeletionPolicy": "Retain",
    "Properties": {"BucketName": "kept", "VersioningConfiguration": {"Status": "Enabled"}},
}
VALUE = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "x", "Name": "/value"}}


def named(logical_id: str, kind: str = "AWS::S3::Bucket", **identifier: str) -> dict[str, Any]:
    return {"LogicalResourceId": logical_id, "ResourceType": kind, "ResourceIdentifier": identifier}


def import_into(
    world: World, stack_name: str, resources: dict[str, Any], *to_import: dict[str, Any], **more: Any
) -> Stack:
    request = world.request({"Resources": resources, **more})
    request = type(request)(request.body, request.template, {}, {}, to_import=to_import)
    change_set = world.control.create_change_set(world.region, "import", stack_name, "IMPORT", request)
    assert [change.action for change in change_set.changes] == ["Import" for _ in to_import]
    world.control.execute(change_set)
    return change_set.stack


@pytest.fixture
def kept(world: World) -> World:
    world.deployed("former", {"Resources": {"Old": BUCKET, "Value": VALUE}})
    world.api("s3").put_object(Bucket="kept", Key="log", Body=b"1")
    world.deployed("former", {"Resources": {"Value": VALUE}})
    return world


def test_a_retained_resource_moves_to_a_new_stack_and_is_changed_by_it(kept: World) -> None:
    stack = import_into(kept, "new", {"New": BUCKET}, named("New", BucketName="kept"))
    assert stack.status == "IMPORT_COMPLETE"
    assert [event.status for event in stack.events if event.logical_id == "New"] == [
        "IMPORT_IN_PROGRESS",
        "IMPORT_COMPLETE",
    ]
    suspended = {**BUCKET, "Properties": {"BucketName": "kept", "VersioningConfiguration": {"Status": "Suspended"}}}
    kept.deployed("new", {"Resources": {"New": suspended}})
    assert kept.api("s3").get_bucket_versioning(Bucket="kept")["Status"] == "Suspended"
    assert kept.api("s3").get_object(Bucket="kept", Key="log")["Body"].read() == b"1"


def test_a_stack_takes_back_what_it_let_go_of(kept: World) -> None:
    stack = import_into(kept, "former", {"Value": VALUE, "Again": BUCKET}, named("Again", BucketName="kept"))
    assert sorted(stack.resources) == ["Again", "Value"]


def test_what_was_imported_is_not_there_to_be_imported_again(kept: World) -> None:
    import_into(kept, "new", {"New": BUCKET}, named("New", BucketName="kept"))
    with pytest.raises(TemplateError, match="no stack has let go of it"):
        import_into(kept, "other", {"New": BUCKET}, named("New", BucketName="kept"))


def removed_from_outside(world: World) -> None:
    for version in world.api("s3").list_object_versions(Bucket="kept")["Versions"]:
        world.api("s3").delete_object(Bucket="kept", Key="log", VersionId=version["VersionId"])
    world.api("s3").delete_bucket(Bucket="kept")


def test_what_another_stack_made_anew_is_not_there_to_be_imported(kept: World) -> None:
    removed_from_outside(kept)
    kept.deployed("other", {"Resources": {"Mine": BUCKET}})
    with pytest.raises(TemplateError, match="no stack has let go of it"):
        import_into(kept, "new", {"New": BUCKET}, named("New", BucketName="kept"))


def test_one_resource_cannot_be_two(kept: World) -> None:
    with pytest.raises(TemplateError, match="New and Twin cannot be imported as the same AWS::S3::Bucket"):
        twice = (named("New", BucketName="kept"), named("Twin", BucketName="kept"))
        import_into(kept, "new", {"New": BUCKET, "Twin": BUCKET}, *twice)


def test_of_two_change_sets_the_first_executed_imports(kept: World) -> None:
    def planned(stack_name: str) -> ChangeSet:
        request = kept.request({"Resources": {"New": BUCKET}})
        request = replace(request, to_import=(named("New", BucketName="kept"),))
        return kept.control.create_change_set(kept.region, "import", stack_name, "IMPORT", request)

    first, second = planned("first"), planned("second")
    kept.control.execute(first)
    kept.control.execute(second)
    assert (first.stack.status, second.stack.status) == ("IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE")
    assert any("was taken by another stack meanwhile" in event.reason for event in second.stack.events)
    assert second.stack.resources == {}


def test_an_import_that_fails_gives_back_what_it_took(kept: World) -> None:
    removed_from_outside(kept)
    stack = import_into(kept, "new", {"New": BUCKET}, named("New", BucketName="kept"))
    assert (stack.status, stack.resources) == ("IMPORT_ROLLBACK_COMPLETE", {})
    kept.api("s3").create_bucket(Bucket="kept")
    again = import_into(kept, "again", {"New": BUCKET}, named("New", BucketName="kept"))
    assert again.status == "IMPORT_COMPLETE"


@pytest.mark.parametrize(
    ("resources", "to_import", "message"),
    [
        ({"New": BUCKET, "Value": VALUE}, named("New", BucketName="kept"), r"cannot add resources: \[Value\]"),
        ({"New": {**BUCKET, "DeletionPolicy": None}}, named("New", BucketName="kept"), "must have a DeletionPolicy"),
        ({"New": BUCKET}, named("New", BucketName="other"), "has BucketName kept in the template"),
        ({"New": BUCKET}, named("New", Name="kept"), "is imported by BucketName, got Name"),
        ({"New": BUCKET}, named("New", "AWS::KMS::Key", KeyId="kept"), "is missing from the template as AWS::KMS::Key"),
        ({"New": BUCKET}, named("Old", BucketName="kept"), r"Resources \[Old\] is missing"),
    ],
)
def test_refused_before_a_stack_appears(
    kept: World, resources: dict[str, Any], to_import: dict[str, Any], message: str
) -> None:
    resources = {
        name: {key: value for key, value in each.items() if value is not None} for name, each in resources.items()
    }
    with pytest.raises(TemplateError, match=message):
        import_into(kept, "new", resources, to_import)
    assert kept.cloud.find(kept.region, "new") is None


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        ({"New": BUCKET, "Value": {**VALUE, "Properties": {**VALUE["Properties"], "Value": "y"}}}, "cannot modify"),
        ({"New": BUCKET}, r"cannot delete resources: \[Value\]"),
    ],
)
def test_nothing_else_changes_with_an_import(kept: World, resources: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        import_into(kept, "former", resources, named("New", BucketName="kept"))


def test_outputs_come_with_the_next_deployment(kept: World) -> None:
    with pytest.raises(TemplateError, match=r"cannot modify or add \[Outputs\]"):
        import_into(kept, "new", {"New": BUCKET}, named("New", BucketName="kept"), Outputs={"Name": {"Value": "x"}})
