import type { AuroraCluster } from '@org/aurora-pci';
import { ComplianceLogGroup } from '@org/compliance-logging';
import { ContainerSecret, Egress, FargateService, Scaling, TaskSize } from '@org/fargate-service';
import { Peer, Port, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { S3_IN_US_EAST_1 } from './aws-services';
import type { Config } from './config';
import { imageFrom } from './image-reference';
import type { ServiceSettings } from './service-settings';

const HTTPS = Port.tcp(443);

export interface PaymentServiceProps {
  readonly cluster: ICluster;
  readonly vpcSubnets: SubnetSelection;
  readonly network: Config['network'];
  readonly database: AuroraCluster;
  readonly settings: ServiceSettings;
  readonly logRetention: Duration;
  readonly logKey: IKey;
  /** Image reference. */
  readonly image: string;
  readonly task: Config['paymentApi'];
}

/** A service of the payment system: with its log, its settings and the database, and no way out that nobody named. */
export class PaymentService extends Construct {
  public readonly service: FargateService;

  constructor(scope: Construct, id: string, props: PaymentServiceProps) {
    super(scope, id);
    const { cluster, vpcSubnets, network, database, settings, task } = props;
    const removalPolicy = RemovalPolicy.DESTROY;
    const retained = { retention: props.logRetention, encryptionKey: props.logKey, removalPolicy };
    const { logGroup } = new ComplianceLogGroup(this, 'Logs', retained);
    this.service = new FargateService(this, id, {
      cluster,
      vpcSubnets,
      container: {
        image: imageFrom(this, 'Images', props.image),
        port: task.port,
        secrets: {
          ...database.containerSecrets,
          // The document wants it from Secrets Manager, not through Parameter Store.
          DB_CREDENTIALS: ContainerSecret.fromSecret(database.secret),
          ...settings.containerSecrets,
        },
      },
      size: TaskSize.of({ cpu: task.cpu, memoryMiB: task.memoryMiB }),
      scaling: Scaling.between(task.minTasks, task.maxTasks).onCpu(task.cpuTargetPercent),
      desiredCount: task.minTasks,
      egress: [
        Egress.to(Peer.ipv4(network.cidr), HTTPS, 'Private endpoints of AWS services'),
        Egress.to(S3_IN_US_EAST_1, HTTPS, 'Image layers in Amazon S3'),
        ...task.partnerRanges.map((range) => Egress.to(Peer.ipv4(range), HTTPS, 'Payment partner')),
      ],
      logGroup,
    });
    Validations.of(this.service).acknowledge({
      id: 'Annotation::@org/fargate-service:scaling-reset',
      reason: 'The source document names the number of tasks; scaling adds tasks again after a deployment',
    });
    this.service.connections.allowToDefaultPort(database, `${id} to its database`);
  }
}
