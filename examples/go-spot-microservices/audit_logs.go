package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/org/payment-platform-go/compliancelogging"
)

// auditLogs is where the logs of the platform go.
type auditLogs struct {
	flowLogs awss3.IBucket
	albLogs  awss3.IBucket
}

// newAuditLogs makes buckets whose readers are written down in one of their own. Load balancers deliver to SSE-S3 alone.
func newAuditLogs(scope constructs.Construct) auditLogs {
	logKey := compliancelogging.NewComplianceKey(scope, jsii.String("LogKey"), &compliancelogging.ComplianceKeyProps{
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	access := compliancelogging.NewAuditBucket(scope, jsii.String("AccessLogs"), &compliancelogging.AuditBucketProps{
		Purpose:       compliancelogging.AuditPurpose_ServerAccessLogs(),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	flowLogs := compliancelogging.NewAuditBucket(scope, jsii.String("FlowLogs"), &compliancelogging.AuditBucketProps{
		Purpose:                compliancelogging.AuditPurpose_FlowLogs(nil),
		EncryptionKey:          logKey.Key(),
		ServerAccessLogsBucket: access.Bucket(),
		RemovalPolicy:          awscdk.RemovalPolicy_DESTROY,
	})
	albLogs := compliancelogging.NewAuditBucket(scope, jsii.String("AlbLogs"), &compliancelogging.AuditBucketProps{
		Purpose:                compliancelogging.AuditPurpose_LoadBalancerLogs(nil),
		ServerAccessLogsBucket: access.Bucket(),
		RemovalPolicy:          awscdk.RemovalPolicy_DESTROY,
	})
	return auditLogs{flowLogs.Bucket(), albLogs.Bucket()}
}
