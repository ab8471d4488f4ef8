import type { Port } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { fail, requireMatch } from './validation';

interface RuleJson {
  readonly ipProtocol?: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}

/** Refuses port ranges, all traffic and protocols without ports. A port that is a token passes. */
export function requireSinglePort(scope: IConstruct, prop: string, port: Port): void {
  const { ipProtocol, fromPort, toPort } = port.toRuleJson() as RuleJson;
  if ((ipProtocol === 'tcp' || ipProtocol === 'udp') && fromPort !== undefined && fromPort === toPort) return;
  fail(scope, `\`${prop}\` must open a single TCP or UDP port, got: ${port}. Use for example ec2.Port.tcp(443).`);
}

/** Refuses a description of a rule that EC2 would refuse at deployment. */
export function requireDescription(scope: IConstruct, prop: string, description: string): void {
  requireMatch(
    scope,
    `${prop}.description`,
    description,
    /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
    '1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*',
  );
}
