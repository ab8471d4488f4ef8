module example.com/spot-microservices

go 1.25.0

require (
	github.com/aws/aws-cdk-go/awscdk/v2 v2.276.0
	github.com/aws/constructs-go/constructs/v10 v10.8.1
	github.com/aws/jsii-runtime-go v1.142.0
	github.com/org/payment-platform-go/auditedalb v0.0.0
	github.com/org/payment-platform-go/compliancelogging v0.0.0
	github.com/org/payment-platform-go/fargateservice v0.0.0
	github.com/org/payment-platform-go/governance v0.0.0
	github.com/org/payment-platform-go/pcievidence v0.0.0
	github.com/org/payment-platform-go/securevpc v0.0.0
)
