"""Certificates."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::CertificateManager::Certificate")
class Certificate(Handler):
    tagger = Tagger(
        "acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate", "CertificateArn", keys="Tags", keys_are_tags=True
    )

    def create(self, aws: Aws, p: Props) -> Held:
        # Names the zones for CloudFormation's own validation records: nothing of it reaches ACM.
        p.use("DomainValidationOptions")
        arn = aws.send("acm:RequestCertificate", p.rest())["CertificateArn"]
        return Held(arn, {"Arn": arn, "Id": arn})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("acm:DeleteCertificate", CertificateArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("acm:DescribeCertificate", CertificateArn=held.id)["Certificate"]
