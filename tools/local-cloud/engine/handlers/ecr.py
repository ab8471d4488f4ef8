"""Image repositories."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


@handles("AWS::ECR::Repository")
class Repository(Handler):
    tagger = Tagger("ecr:TagResource", "ecr:UntagResource", "resourceArn", tags="tags", keys="tagKeys")
    tag_attribute = "Arn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("RepositoryName") or aws.name(200, lower=True)
        made = p.only("EncryptionConfiguration", "ImageScanningConfiguration", "ImageTagMutability", "Tags")
        repository = aws.send("ecr:CreateRepository", made, repositoryName=name)["repository"]
        return Held(name, {"Arn": repository["repositoryArn"], "RepositoryUri": repository["repositoryUri"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("RepositoryName", "EncryptionConfiguration", "EmptyOnDelete", "Tags")
        for action, name in (
            ("PutImageTagMutability", "ImageTagMutability"),
            ("PutImageScanningConfiguration", "ImageScanningConfiguration"),
        ):
            if name in p:
                aws.send(f"ecr:{action}", p.only(name), repositoryName=held.id)
        if "LifecyclePolicy" in p:
            text = p["LifecyclePolicy"]["LifecyclePolicyText"]
            aws.send("ecr:PutLifecyclePolicy", repositoryName=held.id, lifecyclePolicyText=text)
        elif "LifecyclePolicy" in held.properties:
            aws.send("ecr:DeleteLifecyclePolicy", repositoryName=held.id)
        if "RepositoryPolicyText" in p:
            text = {"policyText": p["RepositoryPolicyText"]}
            aws.send("ecr:SetRepositoryPolicy", text, repositoryName=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("ecr:DeleteRepository", repositoryName=held.id, force=bool(held.properties.get("EmptyOnDelete")))

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("ecr:DescribeRepositories", repositoryNames=[held.id])["repositories"]
