package main

import "strings"

// serviceSettings is what makes one service different from the others.
type serviceSettings struct {
	name string
	port float64
	// Why it may reach any address on port 443, through NAT; without a reason it may not.
	internetAccess string
}

var (
	paymentApi = serviceSettings{
		name:           "payment-api",
		port:           8080,
		internetAccess: "Card networks publish host names, not addresses",
	}
	fraudDetection      = serviceSettings{name: "fraud-detection", port: 8081}
	notificationService = serviceSettings{
		name:           "notification-service",
		port:           8082,
		internetAccess: "Mail and text message providers publish host names, not addresses",
	}
)

// outputName leaves out hyphens, which names of outputs do not take: PaymentApiEcsService, for example.
func outputName(kebab, what string) string {
	var name strings.Builder
	for _, word := range strings.Split(kebab, "-") {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String() + what
}
