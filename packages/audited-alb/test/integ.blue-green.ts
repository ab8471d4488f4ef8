/** Blue and green by DNS, and a port 80 that does nothing but send clients to HTTPS. */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks, Probe } from '../../../testing/src/integ';
import { PrivateDomain } from './private-domain';
import { askAbout } from './questions';
import { blueGreen } from './scenarios';

const app = new App();
const stack = new Stack(app, 'BlueGreenAlb');
const domain = new PrivateDomain(stack, 'api.example.com');
const alb = blueGreen(stack, domain);

const deployed = new DeployedStacks(app, 'Integ', [stack]);
const hostedZoneId = domain.hostedZone?.hostedZoneId;
const host = alb.loadBalancer.loadBalancerDnsName;
const client = new Probe(deployed, 'Client', { ca: domain.authority });
client.expectAnswer(`http://${host}/api`, `301 https://${domain.name}:443/api`, domain.name);
client.expectAnswer(`https://${host}/api`, '503', domain.name);

askAbout(deployed, alb);
deployed
  .ask({
    service: 'Route53',
    api: 'listResourceRecordSets',
    parameters: { HostedZoneId: hostedZoneId },
    action: 'route53:ListResourceRecordSets',
    on: [`arn:${stack.partition}:route53:::hostedzone/${hostedZoneId}`],
  })
  .expect(
    ExpectedResult.objectLike({
      ResourceRecordSets: Match.arrayWith([
        { Type: 'A', SetIdentifier: 'blue', Weight: 100 },
        { Type: 'A', SetIdentifier: 'green', Weight: 0 },
      ]),
    }),
  );
