"""The handler that the README shows works as it stands there."""

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from engine.aws import Aws
from engine.handlers import base

from .conftest import World, template

README = Path(__file__).parents[1] / "README.md"


def test_the_handler_of_the_readme(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = "AWS::SQS::Queue"
    monkeypatch.delitem(base.HANDLERS, kind)
    [code] = re.findall(r"^ *```python\n(.*?)^ *```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    exec(dedent(code), vars(base) | {"Aws": Aws, "Any": Any})
    assert type(base.HANDLERS[kind]).__module__ != "engine.handlers.sqs"

    before = world.inventory()
    world.deployed("s", template(Queue={"Type": kind, "Properties": {"QueueName": "jobs"}}), Team="a")
    assert world.api("sqs").list_queues()["QueueUrls"][0].endswith("/jobs")
    assert world.destroy("s").status == "DELETE_COMPLETE"
    assert world.inventory() == before
