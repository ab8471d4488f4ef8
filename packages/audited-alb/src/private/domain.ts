import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** Refuses a domain outside of its hosted zone. A zone that is known by its id alone passes. */
export function requireInZone(
  scope: IConstruct,
  { domainName, prop = 'domainName' }: { readonly domainName: string; readonly prop?: string },
  hostedZone: IHostedZone,
  consequence: string,
): void {
  const zoneName = nameOf(hostedZone);
  if (zoneName === undefined || Token.isUnresolved(domainName) || Token.isUnresolved(zoneName)) return;
  if (`.${domainName}`.toLowerCase().endsWith(`.${zoneName.replace(/\.$/, '')}`.toLowerCase())) return;
  fail(
    scope,
    `\`${prop}\` must be '${zoneName}' or end in it, got: '${domainName}'. ` +
      `Pass the hosted zone that holds the domain, or ${consequence}.`,
  );
}

/** CDK throws where the zone was imported by its id. */
function nameOf(hostedZone: IHostedZone): string | undefined {
  try {
    return hostedZone.zoneName;
  } catch {
    return undefined;
  }
}
