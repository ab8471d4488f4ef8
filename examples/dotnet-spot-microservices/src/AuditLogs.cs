using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;
using Org.ComplianceLogging;

namespace Example.Platform;

/// <summary>Where the logs of the platform go.</summary>
internal sealed record AuditLogs(IBucket FlowLogs, IBucket AlbLogs)
{
    /// <summary>
    /// Buckets whose readers are written down in one of their own. Load balancers deliver to SSE-S3 alone.
    /// </summary>
    internal static AuditLogs Create(Construct scope)
    {
        var logKey = new ComplianceKey(scope, "LogKey", new ComplianceKeyProps
        {
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        var access = new AuditBucket(scope, "AccessLogs", new AuditBucketProps
        {
            Purpose = AuditPurpose.ServerAccessLogs(),
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        var flowLogs = new AuditBucket(scope, "FlowLogs", new AuditBucketProps
        {
            Purpose = AuditPurpose.FlowLogs(),
            EncryptionKey = logKey.Key,
            ServerAccessLogsBucket = access.Bucket,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        var albLogs = new AuditBucket(scope, "AlbLogs", new AuditBucketProps
        {
            Purpose = AuditPurpose.LoadBalancerLogs(),
            ServerAccessLogsBucket = access.Bucket,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        return new AuditLogs(flowLogs.Bucket, albLogs.Bucket);
    }
}
