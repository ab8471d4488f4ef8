"""Buckets and their policies."""

from typing import Any

from ..aws import Aws
from ..errors import ResourceError
from .base import Handler, Held, Props, handles

Document = dict[str, Any]


@handles("AWS::S3::Bucket")
class Bucket(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("BucketName") or aws.name(63, lower=True)
        # The one region that may not be named.
        where = {} if aws.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
        owner = (
            {"ObjectOwnership": p["OwnershipControls"]["Rules"][0]["ObjectOwnership"]}
            if "OwnershipControls" in p
            else {}
        )
        lock = p.only("ObjectLockEnabled")
        locked = {"ObjectLockEnabledForBucket": True} if lock.get("ObjectLockEnabled") else {}
        aws.send("s3:CreateBucket", Bucket=name, **where, **owner, **locked)
        return Held(
            name,
            {
                "Arn": f"arn:aws:s3:::{name}",
                "DomainName": f"{name}.s3.amazonaws.com",
                "RegionalDomainName": f"{name}.s3.{aws.region}.amazonaws.com",
                "DualStackDomainName": f"{name}.s3.dualstack.{aws.region}.amazonaws.com",
            },
        )

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("BucketName", "OwnershipControls", "ObjectLockEnabled")
        for name, put in _SETTINGS.items():
            if name in p and p[name] != held.properties.get(name):
                put(aws, held.id, p[name])
            elif name in held.properties and name not in p:
                _take_away(aws, held.id, name)

    def retag(self, aws: Aws, held: Held, before: dict[str, str], after: dict[str, str]) -> None:
        _tags(aws, held.id, [{"Key": key, "Value": value} for key, value in after.items()])

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("s3:DeleteBucket", Bucket=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("s3:HeadBucket", Bucket=held.id)


def _encryption(aws: Aws, bucket: str, value: Document) -> None:
    rules = []
    for rule in value["ServerSideEncryptionConfiguration"]:
        default = rule.get("ServerSideEncryptionByDefault", {})
        keyed = {"BucketKeyEnabled": rule["BucketKeyEnabled"]} if "BucketKeyEnabled" in rule else {}
        rules.append({"ApplyServerSideEncryptionByDefault": default} | keyed)
    aws.send("s3:PutBucketEncryption", Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})


def _public_access(aws: Aws, bucket: str, value: Document) -> None:
    aws.send("s3:PutPublicAccessBlock", {"PublicAccessBlockConfiguration": value}, Bucket=bucket)


def _versioning(aws: Aws, bucket: str, value: Document) -> None:
    aws.send("s3:PutBucketVersioning", {"VersioningConfiguration": value}, Bucket=bucket)


def _logging(aws: Aws, bucket: str, value: Document) -> None:
    target = {"TargetBucket": value["DestinationBucketName"], "TargetPrefix": value.get("LogFilePrefix", "")}
    aws.send("s3:PutBucketLogging", Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": target})


def _tags(aws: Aws, bucket: str, value: list[dict[str, str]]) -> None:
    aws.send("s3:PutBucketTagging", Bucket=bucket, Tagging={"TagSet": value})


def _object_lock(aws: Aws, bucket: str, value: Document) -> None:
    aws.send("s3:PutObjectLockConfiguration", {"ObjectLockConfiguration": value}, Bucket=bucket)


def _lifecycle(aws: Aws, bucket: str, value: Document) -> None:
    rules = [_lifecycle_rule(rule) for rule in value["Rules"]]
    aws.send("s3:PutBucketLifecycleConfiguration", Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def _lifecycle_rule(rule: Document) -> Document:
    given = dict(rule)
    result: Document = {"Status": given.pop("Status"), "Filter": {"Prefix": given.pop("Prefix", "")}}
    if "Id" in given:
        result["ID"] = given.pop("Id")
    days = given.pop("ExpirationInDays", None)
    marker = given.pop("ExpiredObjectDeleteMarker", None)
    if days is not None:
        result["Expiration"] = {"Days": days}
    elif marker is not None:
        result["Expiration"] = {"ExpiredObjectDeleteMarker": marker}
    if "AbortIncompleteMultipartUpload" in given:
        result["AbortIncompleteMultipartUpload"] = given.pop("AbortIncompleteMultipartUpload")
    if "NoncurrentVersionExpiration" in given:
        result["NoncurrentVersionExpiration"] = given.pop("NoncurrentVersionExpiration")
    elif "NoncurrentVersionExpirationInDays" in given:
        result["NoncurrentVersionExpiration"] = {"NoncurrentDays": given.pop("NoncurrentVersionExpirationInDays")}
    for name, days_there in (("Transitions", "Days"), ("NoncurrentVersionTransitions", "NoncurrentDays")):
        if name in given:
            renamed = {"TransitionInDays": days_there}
            result[name] = [{renamed.get(key, key): each for key, each in item.items()} for item in given.pop(name)]
    if given:
        raise ResourceError(f"property {', '.join(sorted(given))} of a lifecycle rule is not handled")
    return result


def _acl(aws: Aws, bucket: str, value: str) -> None:
    # "LogDeliveryWrite" here is "log-delivery-write" there.
    canned = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in value).removeprefix("-")
    aws.send("s3:PutBucketAcl", Bucket=bucket, ACL=canned)


_SETTINGS = {
    "AccessControl": _acl,
    "BucketEncryption": _encryption,
    "LifecycleConfiguration": _lifecycle,
    "LoggingConfiguration": _logging,
    "ObjectLockConfiguration": _object_lock,
    "PublicAccessBlockConfiguration": _public_access,
    "Tags": _tags,
    "VersioningConfiguration": _versioning,
}


_REMOVALS: dict[str, tuple[str, Document]] = {
    "BucketEncryption": ("DeleteBucketEncryption", {}),
    "LifecycleConfiguration": ("DeleteBucketLifecycle", {}),
    "LoggingConfiguration": ("PutBucketLogging", {"BucketLoggingStatus": {}}),
    "PublicAccessBlockConfiguration": ("DeletePublicAccessBlock", {}),
    "VersioningConfiguration": ("PutBucketVersioning", {"VersioningConfiguration": {"Status": "Suspended"}}),
}


def _take_away(aws: Aws, bucket: str, name: str) -> None:
    if name not in _REMOVALS:
        raise ResourceError(f"taking {name} away in place is not handled")
    operation, parameters = _REMOVALS[name]
    aws.send(f"s3:{operation}", Bucket=bucket, **parameters)


@handles("AWS::S3::BucketPolicy")
class BucketPolicy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        return Held(p["Bucket"])

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        aws.send("s3:PutBucketPolicy", {"Policy": p["PolicyDocument"]}, Bucket=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("s3:DeleteBucketPolicy", Bucket=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("s3:GetBucketPolicy", Bucket=held.id)["Policy"]
