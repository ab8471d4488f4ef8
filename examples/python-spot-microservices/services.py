from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceSettings:
    """What makes one service different from the others."""

    name: str
    port: int
    # Why it may reach any address on port 443, through NAT; without a reason it may not.
    internet_access: str | None = None


PAYMENT_API = ServiceSettings("payment-api", 8080, "Card networks publish host names, not addresses")
FRAUD_DETECTION = ServiceSettings("fraud-detection", 8081)
NOTIFICATION_SERVICE = ServiceSettings(
    "notification-service",
    8082,
    "Mail and text message providers publish host names, not addresses",
)


def output_name(kebab: str, what: str) -> str:
    """Names of outputs take no hyphens: `PaymentApiEcsService`, for example."""
    return "".join(word.capitalize() for word in kebab.split("-")) + what
