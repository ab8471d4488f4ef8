package com.example.platform;

import com.org.compliancelogging.AuditBucket;
import com.org.compliancelogging.AuditPurpose;
import com.org.compliancelogging.ComplianceKey;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** Where the logs of the platform go. */
record AuditLogs(IBucket flowLogs, IBucket albLogs) {

    /** Buckets whose readers are written down in one of their own. Load balancers deliver to SSE-S3 alone. */
    static AuditLogs create(Construct scope) {
        IKey encryptionKey = ComplianceKey.Builder.create(scope, "LogKey")
                .removalPolicy(RemovalPolicy.DESTROY)
                .build()
                .getKey();
        IBucket access = AuditBucket.Builder.create(scope, "AccessLogs")
                .purpose(AuditPurpose.serverAccessLogs())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build()
                .getBucket();
        IBucket flowLogs = AuditBucket.Builder.create(scope, "FlowLogs")
                .purpose(AuditPurpose.flowLogs())
                .encryptionKey(encryptionKey)
                .serverAccessLogsBucket(access)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build()
                .getBucket();
        IBucket albLogs = AuditBucket.Builder.create(scope, "AlbLogs")
                .purpose(AuditPurpose.loadBalancerLogs())
                .serverAccessLogsBucket(access)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build()
                .getBucket();
        return new AuditLogs(flowLogs, albLogs);
    }
}
