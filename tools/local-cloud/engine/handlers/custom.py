"""
Custom resources, and what else CDK adds. There is no Lambda runtime here, so what CDK's own providers do is done
natively.
"""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, handles

AUTO_DELETE_TAG = "aws-cdk:auto-delete-objects"


class CustomHandler(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        p.use(*p)
        return Held(aws.name(100))

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use(*p)

    def delete(self, aws: Aws, held: Held) -> None:
        """Nothing to take back."""

    def read(self, aws: Aws, held: Held) -> Any:
        """A custom resource is there if the function that provides it is."""
        return aws.send("lambda:GetFunction", FunctionName=held.properties["ServiceToken"])


@handles("AWS::CDK::Metadata")
class CdkMetadata(CustomHandler):
    """What CDK writes into the stack of everybody who did not switch version reporting off. It makes nothing."""

    def read(self, aws: Aws, held: Held) -> Any:
        return True


@handles("Custom::S3AutoDeleteObjects")
class S3AutoDeleteObjects(CustomHandler):
    def delete(self, aws: Aws, held: Held) -> None:
        bucket = held.properties["BucketName"]
        tags = {tag["Key"]: tag["Value"] for tag in aws.send("s3:GetBucketTagging", Bucket=bucket)["TagSet"]}
        if tags.get(AUTO_DELETE_TAG) == "true":
            empty_bucket(aws, bucket)


def empty_bucket(aws: Aws, bucket: str) -> None:
    pages = aws.client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket)
    for page in pages:
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        for each in found:
            aws.send("s3:DeleteObject", Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])


@handles("Custom::ECRAutoDeleteImages")
class EcrAutoDeleteImages(CustomHandler):
    def delete(self, aws: Aws, held: Held) -> None:
        repository = held.properties["RepositoryName"]
        images = aws.send("ecr:ListImages", repositoryName=repository)["imageIds"]
        if images:
            aws.send("ecr:BatchDeleteImage", repositoryName=repository, imageIds=images)


@handles("Custom::VpcRestrictDefaultSG")
class VpcRestrictDefaultSg(CustomHandler):
    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        group = p["DefaultSecurityGroupId"]
        found = aws.send("ec2:DescribeSecurityGroups", GroupIds=[group])["SecurityGroups"][0]
        for direction, rules in (("Ingress", found["IpPermissions"]), ("Egress", found["IpPermissionsEgress"])):
            if rules:
                aws.send(f"ec2:RevokeSecurityGroup{direction}", GroupId=group, IpPermissions=rules)
