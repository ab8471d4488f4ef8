/** The first example of the README, asked by clients from the internet: what it answers, refuses and logs. */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks, Probe } from '../../../testing/src/integ';
import { PrivateDomain } from './private-domain';
import { askAbout } from './questions';
import { byDefault } from './scenarios';

const app = new App();
const stack = new Stack(app, 'AuditedAlb');
const domain = new PrivateDomain(stack, 'api.example.com');
const alb = byDefault(stack, { ...domain, removalPolicy: RemovalPolicy.DESTROY });

const deployed = new DeployedStacks(app, 'Integ', [stack]);
const host = alb.loadBalancer.loadBalancerDnsName;
const client = new Probe(deployed, 'Client', { ca: domain.authority });
client.expectPort(host, 80, 'failed: TIMEOUT');
// Nobody answers for the service here, and nobody at all where no route leads.
client.expectAnswer(`https://${host}/api/payments`, '503', domain.name);
client.expectAnswer(`https://${host}/admin`, '404', domain.name);
client.expectAnswer(`https://${host}/api/payments?note=%3Cscript%3Ealert(1)%3C/script%3E`, '403', domain.name);

askAbout(deployed, alb);
deployed
  .ask({
    service: 'WAFV2',
    api: 'getWebACLForResource',
    parameters: { ResourceArn: alb.loadBalancer.loadBalancerArn },
    action: 'wafv2:GetWebACLForResource',
  })
  .assertAtPath('WebACL.ARN', ExpectedResult.stringLikeRegexp(':regional/webacl/'));
