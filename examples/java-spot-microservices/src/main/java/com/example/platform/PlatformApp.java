package com.example.platform;

import com.org.governance.NamingConvention;
import com.org.governance.StandardTags;
import com.org.governance.TypeEnvironmentSuffixProps;
import com.org.pcievidence.EvidenceMode;
import com.org.pcievidence.PciEvidence;
import com.org.pcievidence.PciEvidenceProps;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

public final class PlatformApp {

    private static final String PLACEHOLDER =
            "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

    private PlatformApp() {}

    public static void main(String[] args) {
        App app = new App();
        PciEvidence.attachTo(
                app,
                PciEvidenceProps.builder().mode(EvidenceMode.reportOnly()).build());
        Environment env = Environment.builder().region("us-east-1").build();

        NamingConvention naming = NamingConvention.typeEnvironmentSuffix(TypeEnvironmentSuffixProps.builder()
                .environment("production")
                .suffix(context(app, "environmentSuffix", "dev1"))
                .build());
        RegistryStack registry = new RegistryStack(app, "Registry", StackProps.builder()
                .env(env)
                .stackName(naming.nameFor("registry"))
                .build());
        new SpotMicroservicesStack(
                app,
                "SpotMicroservices",
                StackProps.builder()
                        .env(env)
                        .stackName(naming.nameFor("spot-microservices"))
                        .build(),
                registry.repositories(),
                context(app, "certificateArn", PLACEHOLDER),
                context(app, "imageTag", "1.0.0"));

        naming.applyTo(app);
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Environment", "production");
        tags.put("Team", "payments");
        tags.put("CostCenter", "engineering");
        StandardTags.of(tags).applyTo(app);
        app.synth();
    }

    private static String context(App app, String key, String otherwise) {
        Object given = app.getNode().tryGetContext(key);
        return given == null ? otherwise : given.toString();
    }
}
