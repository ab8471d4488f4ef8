import { auditLogs } from '@org/app-kit';
import { AuditedAlb, Certificate, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { AlarmSet, AlertTopic, ComplianceLogGroup } from '@org/compliance-logging';
import { Discovery, FargateCluster, FargateService, Scaling, ServiceStacks, TaskSize } from '@org/fargate-service';
import { EnvironmentBoundary, NamingConvention, StandardTags } from '@org/governance';
import { Addressing, SecureVpc } from '@org/secure-vpc';
import { Port } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000';
const PORT = 8080;
/** One service of so many takes requests from outside. */
const PUBLIC = 4;

/**
 * Many services, each in a stack of its own: found by name, called by another one, with scaling and alarms, every fourth
 * behind a load balancer. Network and load balancer stand in stacks before them.
 * @param numbers which services there are; who calls whom and who is public follows from the number alone.
 */
export function scalePlatform(app: App, numbers: readonly number[]): void {
  const env = { region: 'us-east-1' };
  const platform = new Stack(app, 'Platform', { env });
  const { encryptionKey, flowLogs, albLogs } = auditLogs(platform, RemovalPolicy.RETAIN);
  const { vpc } = new SecureVpc(platform, 'Network', {
    addressing: Addressing.cidr('10.0.0.0/16'),
    flowLogBucket: flowLogs.bucket,
  });
  const { cluster } = new FargateCluster(platform, 'Cluster', { vpc, namespace: 'payments.internal' });
  const images = Repository.fromRepositoryName(platform, 'Images', 'payments');
  const { topic } = new AlertTopic(platform, 'Alerts', { encryptionKey });
  const alarms = new AlarmSet(platform, 'Alarms', { topic });
  const alb = new AuditedAlb(new Stack(app, 'Front', { env }), 'Alb', {
    vpc,
    certificate: Certificate.fromArn(CERTIFICATE),
    accessLogBucket: albLogs.bucket,
    firewall: WebFirewall.managed({ logs: FirewallLogs.everything({ encryptionKey }) }),
  });

  const stacks = new ServiceStacks(app, 'Services', { env });
  const services = new Map<number, FargateService>();
  for (const number of numbers) {
    const name = `service-${String(number).padStart(3, '0')}`;
    const stack = stacks.addStack(name);
    const service = new FargateService(stack, name, {
      cluster,
      container: { image: ContainerImage.fromEcrRepository(images, '1.0.0'), port: PORT },
      size: TaskSize.of({ cpu: 512, memoryMiB: 1024 }),
      scaling: Scaling.between(2, 10).onCpu(70).onMemory(80),
      discovery: Discovery.dns(name),
      logGroup: new ComplianceLogGroup(stack, `${name}-logs`, { encryptionKey }).logGroup,
    });
    services.get(Math.floor((number - 1) / 2))?.allowTo(service, Port.tcp(PORT), 'Calls of its client');
    services.set(number, service);
    if (number % PUBLIC > 0) {
      alarms.add(service.addAlarms());
      continue;
    }
    const targetGroup = alb.addTargetGroup(name, { port: PORT, targets: [service] });
    alb.addRoute(name, Routing.path(`/${name}/*`, targetGroup).withPriority(1 + number / PUBLIC));
    alarms.add(service.addAlarms({ targetGroup }));
  }
  alarms.add(alb.addAlarms());

  NamingConvention.typeEnvironmentSuffix({ environment: 'prod', suffix: 'aa1' }).applyTo(app);
  StandardTags.of({ Environment: 'prod' }).applyTo(app);
  EnvironmentBoundary.of({ environment: 'prod' }).applyTo(app);
}
