package com.example.platform;

import com.org.compliancelogging.ComplianceLogGroup;
import com.org.fargateservice.Capacity;
import com.org.fargateservice.ContainerHealthCheck;
import com.org.fargateservice.Discovery;
import com.org.fargateservice.Egress;
import com.org.fargateservice.FargateService;
import com.org.fargateservice.HttpHealthCheckOptions;
import com.org.fargateservice.Scaling;
import com.org.fargateservice.ServiceContainer;
import com.org.fargateservice.TaskSize;
import com.org.fargateservice.TaskSizeOptions;
import com.org.securevpc.SecureVpc;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ICluster;

/** One service with its own log group, roles, scaling and name. Who may call it, the stack says. */
final class Microservice {

    /** The prefix list of Amazon S3 in us-east-1, where ECR keeps image layers. */
    private static final String S3_PREFIX_LIST = "pl-63a5400a";

    /** What all services stand on. */
    record Platform(
            SecureVpc network,
            ICluster cluster,
            Capacity capacity,
            Map<String, IRepository> repositories,
            String imageTag) {}

    private Microservice() {}

    static FargateService create(Stack stack, ServiceSettings settings, Platform platform) {
        ComplianceLogGroup logs = ComplianceLogGroup.Builder.create(stack, settings.name() + "-logs")
                .retention(Duration.days(30))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Validations.of(logs).acknowledge(Acknowledgment.builder()
                .id("Annotation::@org/compliance-logging:retention-below-twelve-months")
                .reason("The platform exports its logs before they expire")
                .build());

        FargateService service = FargateService.Builder.create(stack, settings.name())
                .cluster(platform.cluster())
                .vpcSubnets(platform.network().getPrivateTier())
                .container(ServiceContainer.builder()
                        .image(ContainerImage.fromEcrRepository(
                                platform.repositories().get(settings.name()), platform.imageTag()))
                        .port(settings.port())
                        .healthCheck(ContainerHealthCheck.http(HttpHealthCheckOptions.builder()
                                .path("/health")
                                .interval(Duration.seconds(30))
                                .retries(3)
                                .build()))
                        .build())
                .size(TaskSize.of(
                        TaskSizeOptions.builder().cpu(1024).memoryMiB(2048).build()))
                .scaling(Scaling.between(3, 10).onCpu(70).onMemory(80))
                .desiredCount(3)
                .capacity(platform.capacity())
                .discovery(Discovery.dns(settings.name()))
                .egress(List.of(egress(settings)))
                .logGroup(logs.getLogGroup())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Validations.of(service).acknowledge(Acknowledgment.builder()
                .id("Annotation::@org/fargate-service:scaling-reset")
                .reason("Three tasks each after a deployment, whatever scaling had made of them")
                .build());
        if (settings.internetAccess() != null) {
            Validations.of(service).acknowledge(Acknowledgment.builder()
                    .id("Annotation::@org/fargate-service:egress-anywhere")
                    .reason(settings.internetAccess())
                    .build());
        } else {
            service.getConnections()
                    .allowToDefaultPort(
                            platform.network().getEndpointConnections(),
                            settings.name() + " to Amazon ECR and CloudWatch Logs");
        }
        return service;
    }

    private static Egress egress(ServiceSettings settings) {
        if (settings.internetAccess() != null) {
            return Egress.httpsAnywhere();
        }
        return Egress.to(Peer.prefixList(S3_PREFIX_LIST), Port.tcp(443), "Image layers in Amazon S3");
    }
}
