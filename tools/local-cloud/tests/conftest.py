"""A cloud of its own for each test, in this process: no server, no socket."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "MOTO_ACM_VALIDATION_WAIT": "1",
}
os.environ.pop("AWS_ENDPOINT_URL", None)

from moto.core.base_backend import BackendDict

from client.inventory import KINDS, inventory
from client.seed import seed
from engine import corrections, handlers  # noqa: F401 - importing the handlers registers them
from engine.aws import answer_in_process, client
from engine.change_sets import Control, Request
from engine.stacks import Cloud, Stack
from engine.template import MAX_FILE_BYTES, Template, parse

REGION = "us-east-1"
corrections.apply()
answer_in_process()


class World:
    """Deploys templates, and asks what came of it."""

    def __init__(self, region: str = REGION):
        self.region = region
        self.cloud = Cloud()
        self.control = Control(self.cloud)
        self.seeds: dict[str, str] = {}

    def api(self, service: str) -> Any:
        return client(service, self.region)

    def request(self, template: Template, parameters: dict[str, str] | None = None, **tags: str) -> Request:
        body = json.dumps(template)
        return Request(body, parse(body, MAX_FILE_BYTES), parameters or {}, tags)

    def deploy(self, name: str, template: Template, parameters: dict[str, str] | None = None, **tags: str) -> Stack:
        request = self.request(template, parameters, **tags)
        if self.cloud.find(self.region, name):
            return self.control.update_stack(self.region, name, request)
        return self.control.create_stack(self.region, name, request)

    def deployed(self, name: str, template: Template, parameters: dict[str, str] | None = None, **tags: str) -> Stack:
        """Deploys, and insists that it worked."""
        stack = self.deploy(name, template, parameters, **tags)
        assert stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), stack.reason
        return stack

    def destroy(self, name: str) -> Stack:
        stack = self.cloud.get(self.region, name)
        self.control.delete_stack(self.region, name)
        return stack

    def inventory(self) -> dict[str, list[str]]:
        return inventory(self.region)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    BackendDict.reset()
    made = World()
    # The inventory's own list of stacks comes through the API, which has no part here.
    monkeypatch.delitem(KINDS, "stack")
    yield made


@pytest.fixture
def seeded(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """With what AWS itself, CDK's bootstrap and a domain's owner would have put there."""
    # Read at the first call to a service; it costs most of a second, so other tests go without.
    monkeypatch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    world.seeds = seed(world.region)
    world.api("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="33", Type="String")
    world.api("s3").create_bucket(Bucket=f"cdk-hnb659fds-assets-123456789012-{world.region}")
    return world


def template(**resources: dict[str, Any]) -> Template:
    return {"Resources": resources}


def events(stack: Stack, status: str) -> list[str]:
    return [event.logical_id for event in stack.events if event.status == status]


def snapshots() -> list[Path]:
    """The templates of the packages' integration tests."""
    root = Path(__file__).parents[3]
    found = sorted(root.glob("packages/*/test/*.snapshot/*.template.json"))
    # The stacks that ask about the others take functions, and none runs here.
    return [path for path in found if not path.name.endswith("Questions.template.json")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where the closing line of `npm test` reads how many there were."""
    counts = {key: len(terminalreporter.stats.get(key, [])) for key in ("passed", "failed", "error", "skipped")}
    counts["failed"] += counts.pop("error")
    file = Path(__file__).parent / "reports" / "results.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(counts))
