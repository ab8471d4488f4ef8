package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/org/payment-platform-go/governance"
	"github.com/org/payment-platform-go/pcievidence"
)

const placeholder = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	pcievidence.PciEvidence_AttachTo(app, &pcievidence.PciEvidenceProps{Mode: pcievidence.EvidenceMode_ReportOnly()})
	env := &awscdk.Environment{Region: jsii.String("us-east-1")}

	naming := governance.NamingConvention_TypeEnvironmentSuffix(&governance.TypeEnvironmentSuffixProps{
		Environment: jsii.String("production"),
		Suffix:      context(app, "environmentSuffix", "dev1"),
	})
	repositories := newRegistryStack(app, "Registry", &awscdk.StackProps{
		Env:       env,
		StackName: naming.NameFor(jsii.String("registry"), nil),
	})
	newSpotMicroservicesStack(app, "SpotMicroservices", &spotMicroservicesProps{
		StackProps: awscdk.StackProps{
			Env:       env,
			StackName: naming.NameFor(jsii.String("spot-microservices"), nil),
		},
		repositories:   repositories,
		certificateArn: context(app, "certificateArn", placeholder),
		imageTag:       context(app, "imageTag", "1.0.0"),
	})

	naming.ApplyTo(app)
	governance.StandardTags_Of(&map[string]*string{
		"Environment": jsii.String("production"),
		"Team":        jsii.String("payments"),
		"CostCenter":  jsii.String("engineering"),
	}).ApplyTo(app)
	app.Synth(nil)
}

func context(app awscdk.App, key, otherwise string) *string {
	if given, ok := app.Node().TryGetContext(jsii.String(key)).(string); ok {
		return &given
	}
	return &otherwise
}
