"""What a platform expects to be there: a certificate for its load balancer, and the zone of its domain."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .apis import api

ZONE = "example.com"
DOMAIN = f"pay.{ZONE}"


def seed(region: str) -> dict[str, str]:
    certificate, key = _self_signed()
    arn = api("acm", region).import_certificate(Certificate=certificate, PrivateKey=key)["CertificateArn"]
    zone = api("route53", region).create_hosted_zone(Name=ZONE, CallerReference=arn)["HostedZone"]["Id"]
    return {"certificateArn": arn, "hostedZoneId": zone.rpartition("/")[2], "domainName": DOMAIN, "zoneName": ZONE}


def _self_signed() -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DOMAIN)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=90))
        .sign(key, hashes.SHA256())
    )
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    return certificate.public_bytes(encoding), private
