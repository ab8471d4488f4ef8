import { type IPeer, Peer, Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { requireDescription, requireSinglePort } from './private/rules';

/**
 * One destination that the tasks may open connections to. Without any, a service reaches nothing.
 * For a peer with security groups of its own use `FargateService.allowTo`, which opens both sides.
 * @see PCI DSS 4.0.1 requirement 1.3.2
 */
export class Egress {
  /**
   * TCP 443 to any IPv4 address: payment networks behind NAT, S3 (where ECR keeps image layers), and the interface
   * endpoints of AWS services. Leaves the warning `@org/fargate-service:egress-anywhere`.
   */
  public static httpsAnywhere(): Egress {
    return new Egress(Peer.anyIpv4(), Port.tcp(443), 'HTTPS to any address');
  }

  /**
   * One port of one peer. A peer that is every address leaves the warning `@org/fargate-service:egress-anywhere`.
   * @param peer an address range, a prefix list or a security group
   * @param port a single TCP or UDP port
   * @param description why the rule is there, 1 to 255 of the characters that EC2 allows
   */
  public static to(peer: IPeer, port: Port, description: string): Egress {
    return new Egress(peer, port, description);
  }

  private constructor(
    private readonly peer: IPeer,
    private readonly port: Port,
    private readonly description: string,
  ) {}

  /** @internal */
  public _validate(scope: IConstruct): void {
    requireSinglePort(scope, 'egress', this.port);
    requireDescription(scope, 'egress', this.description);
  }

  /** @internal */
  public _addTo(securityGroup: SecurityGroup): void {
    securityGroup.addEgressRule(this.peer, this.port, this.description);
  }
}
