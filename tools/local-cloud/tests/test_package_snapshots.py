"""Whatever the packages can build, deploys: every type, property and intrinsic of their integration tests."""

import json
import re
from pathlib import Path

import pytest

from engine.errors import TemplateError
from engine.template import Template

from .conftest import World, events, snapshots

# What a package can build and this cloud cannot: it says so, naming the type.
NOT_EMULATED = {
    "AuroraMySqlProxy": "AWS::RDS::DBProxyEndpoint is not emulated",
    "AuroraRestored": "AWS::RDS::DBCluster: property SourceDBClusterIdentifier is not handled",
    "secure-vpc-two-tiers": "AWS::EC2::NatGateway: AvailabilityMode regional is not emulated",
}


@pytest.mark.parametrize("path", snapshots(), ids=lambda path: path.name.removesuffix(".template.json"))
def test_deploys_changes_nothing_again_and_leaves_nothing(seeded: World, path: Path) -> None:
    template = json.loads(_with_seeds(path.read_text(encoding="utf-8"), seeded.seeds))
    for resource in template["Resources"].values():
        # The packages keep data by default. Here it must go, so that whatever is left is a fault.
        resource["DeletionPolicy"] = "Delete"
    before = seeded.inventory()
    reason = NOT_EMULATED.get(path.name.removesuffix(".template.json"))
    if reason:
        assert reason in _refusal(seeded, template)
    else:
        stack = seeded.deployed("snapshot", template, Stack="tagged")
        assert len(stack.resources) == len(template["Resources"])
        with pytest.raises(TemplateError, match="No updates are to be performed"):
            seeded.deploy("snapshot", template, Stack="tagged")
        assert seeded.destroy("snapshot").status == "DELETE_COMPLETE", events(stack, "DELETE_FAILED")
    assert seeded.inventory() == before


def _refusal(world: World, template: Template) -> str:
    try:
        return world.deploy("snapshot", template).reason
    except TemplateError as error:
        return str(error)


def _with_seeds(text: str, seeds: dict[str, str]) -> str:
    """The certificates and zones that the integration tests made up, replaced by ones that are there."""
    text = re.sub(r"arn:aws:acm:[a-z0-9-]+:\d+:certificate/[0-9a-f-]+", seeds["certificateArn"], text)
    return re.sub(r"\bZ[0-9A-Z]{12,}\b", seeds["hostedZoneId"], text)
