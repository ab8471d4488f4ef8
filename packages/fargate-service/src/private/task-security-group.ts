import { type IPeer, type IVpc, type Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { keepEgressClosed } from './closed-egress';

/** What an egress rule says of addresses; of a group or a prefix list it says something else. */
interface AddressRange {
  readonly cidrIp?: string;
  readonly cidrIpv6?: string;
}

const groups = new WeakMap<IConstruct, TaskSecurityGroup>();

/** The closed group of the tasks. Whichever way a rule to everywhere comes, it leaves a warning on the service. */
export class TaskSecurityGroup extends SecurityGroup {
  /** The group of the tasks of `owner`, if that is a service. */
  public static tryOf(owner: IConstruct): TaskSecurityGroup | undefined {
    return groups.get(owner);
  }

  constructor(
    private readonly owner: Construct,
    vpc: IVpc,
  ) {
    super(owner, 'SecurityGroup', { vpc, description: 'Tasks of a Fargate service', allowAllOutbound: false });
    groups.set(owner, this);
    keepEgressClosed(this);
  }

  public override addEgressRule(peer: IPeer, port: Port, description?: string, remoteRule?: boolean): void {
    super.addEgressRule(peer, port, description, remoteRule);
    const { cidrIp, cidrIpv6 } = peer.toEgressRuleConfig() as AddressRange;
    // EC2 reads the length of the prefix alone: 10.0.0.0/0 is everywhere too.
    if (cidrIp?.endsWith('/0') || cidrIpv6?.endsWith('/0')) this.warnOfAnywhere(port);
  }

  private warnOfAnywhere(port: Port): void {
    Annotations.of(this.owner).addWarningV2(
      '@org/fargate-service:egress-anywhere',
      `The tasks may connect to any address on port ${port}. PCI DSS 4.0.1 requirement 1.3.2 limits outbound traffic to what is ` +
        'necessary: name the destinations with Egress.to(), or acknowledge this warning with the reason.',
    );
  }
}
