from aws_cdk import App, Environment
from org_governance import NamingConvention, StandardTags
from org_pci_evidence import EvidenceMode, PciEvidence

from platform_stacks import RegistryStack, SpotMicroservicesStack

PLACEHOLDER = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

app = App()
PciEvidence.attach_to(app, mode=EvidenceMode.report_only())
env = Environment(region="us-east-1")


def context(key: str, otherwise: str) -> str:
    return app.node.try_get_context(key) or otherwise


naming = NamingConvention.type_environment_suffix(
    environment="production",
    suffix=context("environmentSuffix", "dev1"),
)
registry = RegistryStack(app, "Registry", env=env, stack_name=naming.name_for("registry"))
SpotMicroservicesStack(
    app,
    "SpotMicroservices",
    env=env,
    stack_name=naming.name_for("spot-microservices"),
    repositories=registry.repositories,
    certificate_arn=context("certificateArn", PLACEHOLDER),
    image_tag=context("imageTag", "1.0.0"),
)

naming.apply_to(app)
StandardTags.of({"Environment": "production", "Team": "payments", "CostCenter": "engineering"}).apply_to(app)
app.synth()
