"""Web application firewalls."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::WAFv2::WebACL")
class WebAcl(Handler):
    tagger = Tagger("wafv2:TagResource", "wafv2:UntagResource", "ResourceARN")
    tag_attribute = "Arn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(128)
        acl = aws.send("wafv2:CreateWebACL", p.rest(), Name=name)["Summary"]
        label = f"awswaf:{aws.account}:webacl:{name}:"
        return Held(
            f"{name}|{acl['Id']}|{p['Scope']}",
            {"Arn": acl["ARN"], "Id": acl["Id"], "LabelNamespace": label},
        )

    def _key(self, held: Held) -> dict[str, str]:
        return dict(zip(("Name", "Id", "Scope"), held.id.split("|"), strict=True))

    def _lock(self, aws: Aws, held: Held) -> str:
        return aws.send("wafv2:GetWebACL", **self._key(held))["LockToken"]

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("Name", "Scope")
        token = self._lock(aws, held)
        aws.send("wafv2:UpdateWebACL", p.rest("Tags"), **self._key(held), LockToken=token)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("wafv2:DeleteWebACL", **self._key(held), LockToken=self._lock(aws, held))

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("wafv2:GetWebACL", **self._key(held))["WebACL"]


@handles("AWS::WAFv2::WebACLAssociation")
class WebAclAssociation(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        aws.send("wafv2:AssociateWebACL", p.rest())
        return Held(f"{p['WebACLArn']}|{p['ResourceArn']}")

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("wafv2:DisassociateWebACL", ResourceArn=held.properties["ResourceArn"])

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("wafv2:GetWebACLForResource", ResourceArn=held.properties["ResourceArn"])["WebACL"]


@handles("AWS::WAFv2::LoggingConfiguration")
class LoggingConfiguration(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return Held(p["ResourceArn"])

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("wafv2:PutLoggingConfiguration", {"LoggingConfiguration": p.rest() | {"ResourceArn": held.id}})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("wafv2:DeleteLoggingConfiguration", ResourceArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("wafv2:GetLoggingConfiguration", ResourceArn=held.id)["LoggingConfiguration"]
