from dataclasses import dataclass

from aws_cdk import RemovalPolicy
from aws_cdk.aws_s3 import IBucket
from constructs import Construct
from org_compliance_logging import AuditBucket, AuditPurpose, ComplianceKey


@dataclass(frozen=True)
class AuditLogs:
    """Where the logs of the platform go."""

    flow_logs: IBucket
    alb_logs: IBucket


def audit_logs(scope: Construct) -> AuditLogs:
    """Buckets whose readers are written down in one of their own. Load balancers deliver to SSE-S3 alone."""
    log_key = ComplianceKey(scope, "LogKey", removal_policy=RemovalPolicy.DESTROY)
    access = AuditBucket(
        scope,
        "AccessLogs",
        purpose=AuditPurpose.server_access_logs(),
        removal_policy=RemovalPolicy.DESTROY,
    )
    flow_logs = AuditBucket(
        scope,
        "FlowLogs",
        purpose=AuditPurpose.flow_logs(),
        encryption_key=log_key.key,
        server_access_logs_bucket=access.bucket,
        removal_policy=RemovalPolicy.DESTROY,
    )
    alb_logs = AuditBucket(
        scope,
        "AlbLogs",
        purpose=AuditPurpose.load_balancer_logs(),
        server_access_logs_bucket=access.bucket,
        removal_policy=RemovalPolicy.DESTROY,
    )
    return AuditLogs(flow_logs.bucket, alb_logs.bucket)
