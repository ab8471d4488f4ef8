import { InterfaceVpcEndpointAwsService as Service } from 'aws-cdk-lib/aws-ec2';

/**
 * Which AWS services are reached through private endpoints rather than the internet. The gateway endpoints of Amazon S3
 * and DynamoDB cost nothing; an interface endpoint is billed for each zone and hour.
 */
export class Endpoints {
  /** Gateway endpoints of Amazon S3 and DynamoDB only. */
  public static gateways(): Endpoints {
    return new Endpoints(true, []);
  }

  /**
   * What a Fargate task needs to start and run without the internet: the gateway endpoints, and interface endpoints of
   * Amazon ECR (API and Docker), CloudWatch Logs, Systems Manager, Secrets Manager, AWS KMS, AWS STS and CloudWatch.
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
   */
  public static forFargate(): Endpoints {
    return Endpoints.of([
      Service.ECR,
      Service.ECR_DOCKER,
      Service.CLOUDWATCH_LOGS,
      Service.SSM,
      Service.SECRETS_MANAGER,
      Service.KMS,
      Service.STS,
      Service.CLOUDWATCH_MONITORING,
    ]);
  }

  /**
   * The gateway endpoints, and an interface endpoint for each of these services.
   * @param services Services to reach privately; one that is named twice gets one endpoint.
   */
  public static of(services: Service[]): Endpoints {
    return Endpoints.gateways().plus(services);
  }

  /**
   * No endpoints at all: traffic to AWS takes the NAT gateways, and no endpoint policy limits it. Leaves a warning.
   * @see PCI DSS 4.0.1 requirement 1.3.2
   */
  public static none(): Endpoints {
    return new Endpoints(false, []);
  }

  private constructor(
    /** @internal */
    public readonly _gateways: boolean,
    /** @internal */
    public readonly _services: Service[],
  ) {}

  /**
   * These endpoints and an interface endpoint for each of the services.
   * @param services Services to reach privately as well; one that has an endpoint already gets no second.
   */
  public plus(services: Service[]): Endpoints {
    const byName = new Map([...this._services, ...services].map((service) => [service.shortName, service]));
    return new Endpoints(this._gateways, [...byName.values()]);
  }
}
