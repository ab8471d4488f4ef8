"""Cloud Map: namespaces and the services in them."""

from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles

TAGGER = Tagger("servicediscovery:TagResource", "servicediscovery:UntagResource", "ResourceARN")


class _Namespace(Handler):
    tagger, tag_attribute = TAGGER, "Arn"
    action: str

    def create(self, aws: Aws, p: Props) -> Held:
        made = aws.send(f"servicediscovery:{self.action}", p.rest(), CreatorRequestId=aws.name(60))
        operation = aws.send("servicediscovery:GetOperation", OperationId=made["OperationId"])["Operation"]
        namespace_id = operation["Targets"]["NAMESPACE"]
        namespace = aws.send("servicediscovery:GetNamespace", Id=namespace_id)["Namespace"]
        zone = namespace.get("Properties", {}).get("DnsProperties", {}).get("HostedZoneId", "")
        return Held(namespace_id, {"Id": namespace_id, "Arn": namespace["Arn"], "HostedZoneId": zone})

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("servicediscovery:DeleteNamespace", Id=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("servicediscovery:GetNamespace", Id=held.id)["Namespace"]


@handles("AWS::ServiceDiscovery::PrivateDnsNamespace")
class PrivateDnsNamespace(_Namespace):
    action = "CreatePrivateDnsNamespace"

    def delete(self, aws: Aws, held: Held) -> None:
        super().delete(aws, held)
        # The zone of a namespace belongs to it; moto leaves it behind.
        aws.send("route53:DeleteHostedZone", Id=held["HostedZoneId"])


@handles("AWS::ServiceDiscovery::HttpNamespace")
class HttpNamespace(_Namespace):
    action = "CreateHttpNamespace"


@handles("AWS::ServiceDiscovery::Service")
class Service(Handler):
    tagger, tag_attribute = TAGGER, "Arn"

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(63)
        service = aws.send("servicediscovery:CreateService", p.rest(), Name=name)["Service"]
        return Held(service["Id"], {"Id": service["Id"], "Arn": service["Arn"], "Name": name})

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("Name", "NamespaceId", "Type", "Tags")
        aws.send("servicediscovery:UpdateService", {"Service": p.rest("HealthCheckCustomConfig")}, Id=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("servicediscovery:DeleteService", Id=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("servicediscovery:GetService", Id=held.id)["Service"]
