import type { Port } from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib/core';
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
  if ((ipProtocol === 'tcp' || ipProtocol === 'udp') && fromPort === toPort && isPort(fromPort)) return;
  fail(
    scope,
    `\`${prop}\` must open a single TCP or UDP port from 1 to 65535, got: ${port}. Use for example ec2.Port.tcp(443).`,
  );
}

/** CDK takes any number, and -1, which is any type of ICMP, as a port. */
function isPort(port: number | undefined): boolean {
  if (port === undefined || Token.isUnresolved(port)) return port !== undefined;
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
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
