"""Zones, records, health checks and query logs."""

from typing import Any

from ..aws import Aws
from ..errors import ResourceError
from .base import Handler, Held, Props, handles


@handles("AWS::Route53::HostedZone")
class HostedZone(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        first, *others = p.get("VPCs", []) or [None]
        # moto takes a zone for public unless it is told, whatever VPC comes along.
        config = p.get("HostedZoneConfig", {}) | ({"PrivateZone": True} if first else {})
        given = {"HostedZoneConfig": config} | ({"VPC": first} if first else {})
        made = aws.send("route53:CreateHostedZone", given, Name=p["Name"], CallerReference=aws.name(60))
        zone = made["HostedZone"]["Id"].rpartition("/")[2]
        for vpc in others:
            aws.send("route53:AssociateVPCWithHostedZone", HostedZoneId=zone, VPC=vpc)
        return Held(zone, {"Id": zone, "NameServers": made.get("DelegationSet", {}).get("NameServers", [])})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        if "HostedZoneTags" in p:
            aws.send(
                "route53:ChangeTagsForResource",
                ResourceType="hostedzone",
                ResourceId=held.id,
                AddTags=p["HostedZoneTags"],
            )

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("route53:DeleteHostedZone", Id=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("route53:GetHostedZone", Id=held.id)["HostedZone"]


@handles("AWS::Route53::RecordSet")
class RecordSet(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        p.use("Comment")
        self._change(aws, "CREATE", p)
        return Held(p["Name"].rstrip("."))

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("Comment")
        self._change(aws, "UPSERT", p)

    def delete(self, aws: Aws, held: Held) -> None:
        self._change(aws, "DELETE", Props(held.properties))

    def _change(self, aws: Aws, action: str, p: Props) -> None:
        zone = self._zone(aws, p)
        record = p.rest("HostedZoneId", "HostedZoneName", "ResourceRecords", "Comment")
        if "TTL" in record:
            record["TTL"] = int(record["TTL"])
        if "AliasTarget" in record:
            record["AliasTarget"] = {"EvaluateTargetHealth": False} | record["AliasTarget"]
        if "ResourceRecords" in p:
            record["ResourceRecords"] = [{"Value": value} for value in p["ResourceRecords"]]
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        aws.send("route53:ChangeResourceRecordSets", {"ChangeBatch": batch}, HostedZoneId=zone)

    def _zone(self, aws: Aws, properties: Props | dict[str, Any]) -> str:
        if "HostedZoneId" in properties:
            return properties["HostedZoneId"]
        name = properties["HostedZoneName"]
        zones = aws.send("route53:ListHostedZonesByName", DNSName=name)["HostedZones"]
        for zone in zones:
            if zone["Name"] == name:
                return zone["Id"].rpartition("/")[2]
        raise ResourceError(f"there is no hosted zone {name}")

    def read(self, aws: Aws, held: Held) -> Any:
        wanted = held.properties
        zone = self._zone(aws, wanted)
        pages = aws.client("route53").get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
        return [
            record
            for record in pages.build_full_result()["ResourceRecordSets"]
            if record["Name"].rstrip(".") == held.id
            and record["Type"] == wanted["Type"]
            and record.get("SetIdentifier") == wanted.get("SetIdentifier")
        ]


@handles("AWS::Route53::HealthCheck")
class HealthCheck(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        answer = aws.send("route53:CreateHealthCheck", p.only("HealthCheckConfig"), CallerReference=aws.name(60))
        check = answer["HealthCheck"]["Id"]
        return Held(check, {"HealthCheckId": check})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        if held.properties:
            # Type and the like cannot change: AWS's schema says so.
            fixed = ("Type", "MeasureLatency", "RequestInterval", "Regions")
            config = {key: value for key, value in p["HealthCheckConfig"].items() if key not in fixed}
            aws.send("route53:UpdateHealthCheck", config, HealthCheckId=held.id)
        if "HealthCheckTags" in p:
            tags = p["HealthCheckTags"]
            aws.send("route53:ChangeTagsForResource", ResourceType="healthcheck", ResourceId=held.id, AddTags=tags)

    def delete(self, aws: Aws, held: Held) -> None:
        aws.send("route53:DeleteHealthCheck", HealthCheckId=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("route53:GetHealthCheck", HealthCheckId=held.id)["HealthCheck"]


@handles("AWS::Route53Resolver::ResolverQueryLoggingConfig")
class QueryLoggingConfig(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("Name") or aws.name(64)
        made = aws.send("route53resolver:CreateResolverQueryLogConfig", p.rest(), Name=name, CreatorRequestId=name)
        config = made["ResolverQueryLogConfig"]
        return Held(config["Id"], {"Id": config["Id"], "Arn": config["Arn"]})

    def delete(self, aws: Aws, held: Held) -> None:
        """moto has no call that takes it away: left behind, and not in the inventory."""

    def read(self, aws: Aws, held: Held) -> Any:
        answer = aws.send("route53resolver:GetResolverQueryLogConfig", ResolverQueryLogConfigId=held.id)
        return answer["ResolverQueryLogConfig"]


@handles("AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation")
class QueryLoggingConfigAssociation(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        answer = aws.send("route53resolver:AssociateResolverQueryLogConfig", p.rest())
        association = answer["ResolverQueryLogConfigAssociation"]["Id"]
        return Held(association, {"Id": association})

    def delete(self, aws: Aws, held: Held) -> None:
        """As above."""

    def read(self, aws: Aws, held: Held) -> Any:
        named = {"ResolverQueryLogConfigAssociationId": held.id}
        answer = aws.send("route53resolver:GetResolverQueryLogConfigAssociation", named)
        return answer["ResolverQueryLogConfigAssociation"]
