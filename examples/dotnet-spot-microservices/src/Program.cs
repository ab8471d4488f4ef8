using Amazon.CDK;
using Example.Platform;
using Org.Governance;
using Org.PciEvidence;

const string placeholder = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

var app = new App();
PciEvidence.AttachTo(app, new PciEvidenceProps { Mode = EvidenceMode.ReportOnly() });
string Context(string key, string otherwise) => app.Node.TryGetContext(key)?.ToString() ?? otherwise;
var env = new Amazon.CDK.Environment { Region = "us-east-1" };

var naming = NamingConvention.TypeEnvironmentSuffix(new TypeEnvironmentSuffixProps
{
    Environment = "production",
    Suffix = Context("environmentSuffix", "dev1"),
});
var registry = new RegistryStack(app, "Registry", new StackProps
{
    Env = env,
    StackName = naming.NameFor("registry"),
});
new SpotMicroservicesStack(app, "SpotMicroservices", new SpotMicroservicesStackProps
{
    Env = env,
    StackName = naming.NameFor("spot-microservices"),
    Repositories = registry.Repositories,
    CertificateArn = Context("certificateArn", placeholder),
    ImageTag = Context("imageTag", "1.0.0"),
});

naming.ApplyTo(app);
StandardTags.Of(new Dictionary<string, string>
{
    ["Environment"] = "production",
    ["Team"] = "payments",
    ["CostCenter"] = "engineering",
}).ApplyTo(app);
app.Synth();
