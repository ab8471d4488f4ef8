"""Private certificate authorities."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles

# The least that AWS waits before an authority is gone.
DAYS_TO_DELETION = 7


@handles("AWS::ACMPCA::CertificateAuthority")
class CertificateAuthority(Handler):
    tagger = Tagger(
        "acm-pca:TagCertificateAuthority",
        "acm-pca:UntagCertificateAuthority",
        "CertificateAuthorityArn",
        keys="Tags",
        keys_are_tags=True,
    )

    def create(self, aws: Aws, p: Props) -> Held:
        configuration = p.only("KeyAlgorithm", "SigningAlgorithm", "Subject")
        made = p.only("RevocationConfiguration", "UsageMode", "KeyStorageSecurityStandard", "Tags")
        arn = aws.send(
            "acm-pca:CreateCertificateAuthority",
            made,
            CertificateAuthorityConfiguration=configuration,
            CertificateAuthorityType=p["Type"],
        )["CertificateAuthorityArn"]
        csr = aws.send("acm-pca:GetCertificateAuthorityCsr", CertificateAuthorityArn=arn)["Csr"]
        return Held(arn, {"Arn": arn, "CertificateSigningRequest": csr})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("acm-pca:UpdateCertificateAuthority", CertificateAuthorityArn=held.id, Status="DISABLED")
        aws.send(
            "acm-pca:DeleteCertificateAuthority",
            CertificateAuthorityArn=held.id,
            PermanentDeletionTimeInDays=DAYS_TO_DELETION,
        )

    def read(self, aws: Aws, held: Held) -> Any:
        answer = aws.send("acm-pca:DescribeCertificateAuthority", CertificateAuthorityArn=held.id)
        return answer["CertificateAuthority"]["Status"] != "DELETED"


@handles("AWS::ACMPCA::Certificate")
class Certificate(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        authority = p["CertificateAuthorityArn"]
        request = {"Csr": p["CertificateSigningRequest"].encode()}
        arn = aws.send("acm-pca:IssueCertificate", p.rest() | request, CertificateAuthorityArn=authority)[
            "CertificateArn"
        ]
        issued = aws.send("acm-pca:GetCertificate", CertificateAuthorityArn=authority, CertificateArn=arn)
        return Held(arn, {"Arn": arn, "Certificate": issued["Certificate"]})

    def delete(self, aws: Aws, held: Held) -> None:
        """CloudFormation lets a certificate be: it ends with its authority."""

    def read(self, aws: Aws, held: Held) -> Any:
        authority = held.properties["CertificateAuthorityArn"]
        return aws.send("acm-pca:GetCertificate", CertificateAuthorityArn=authority, CertificateArn=held.id)


@handles("AWS::ACMPCA::CertificateAuthorityActivation")
class CertificateAuthorityActivation(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        authority = p["CertificateAuthorityArn"]
        chain = {"CertificateChain": p["CertificateChain"].encode()} if "CertificateChain" in p else {}
        aws.send(
            "acm-pca:ImportCertificateAuthorityCertificate",
            chain,
            CertificateAuthorityArn=authority,
            Certificate=p["Certificate"].encode(),
        )
        return Held(authority, {"CompleteCertificateChain": p["Certificate"]})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("acm-pca:UpdateCertificateAuthority", CertificateAuthorityArn=held.id, Status="DISABLED")

    def read(self, aws: Aws, held: Held) -> Any:
        answer = aws.send("acm-pca:DescribeCertificateAuthority", CertificateAuthorityArn=held.id)
        return answer["CertificateAuthority"]["Status"] == "ACTIVE"
