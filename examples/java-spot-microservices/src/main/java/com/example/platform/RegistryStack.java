package com.example.platform;

import com.org.fargateservice.ImageRepository;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ecr.IRepository;
import software.constructs.Construct;

/** Image repositories, deployed first: a service can start only from an image that is there. */
final class RegistryStack extends Stack {

    private final Map<String, IRepository> repositories = new HashMap<>();

    RegistryStack(Construct scope, String id, StackProps props) {
        super(scope, id, props);
        for (ServiceSettings service : ServiceSettings.ALL) {
            IRepository repository = ImageRepository.Builder.create(this, service.name())
                    .removalPolicy(RemovalPolicy.DESTROY)
                    .build()
                    .getRepository();
            repositories.put(service.name(), repository);
            CfnOutput.Builder.create(this, ServiceSettings.outputName(service.name(), "RepositoryUri"))
                    .value(repository.getRepositoryUri())
                    .description("Where to push the image of " + service.name())
                    .build();
        }
    }

    Map<String, IRepository> repositories() {
        return Map.copyOf(repositories);
    }
}
