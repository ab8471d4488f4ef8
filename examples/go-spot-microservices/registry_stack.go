package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/org/payment-platform-go/fargateservice"
)

// newRegistryStack makes image repositories. It is deployed first: a service can start only from an image that is there.
func newRegistryStack(scope constructs.Construct, id string, props *awscdk.StackProps) map[string]awsecr.IRepository {
	stack := awscdk.NewStack(scope, &id, props)
	repositories := map[string]awsecr.IRepository{}
	for _, service := range []serviceSettings{paymentApi, fraudDetection, notificationService} {
		images := fargateservice.NewImageRepository(stack, &service.name, &fargateservice.ImageRepositoryProps{
			RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
		})
		repositories[service.name] = images.Repository()
		awscdk.NewCfnOutput(stack, jsii.String(outputName(service.name, "RepositoryUri")), &awscdk.CfnOutputProps{
			Value:       images.Repository().RepositoryUri(),
			Description: jsii.String("Where to push the image of " + service.name),
		})
	}
	return repositories
}
