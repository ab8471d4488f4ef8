import { annotationsOf, onlyResource, resourcesOf, scan, wildcardsIn } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { type AuditedAlb, Certificate, LoadBalancerScheme, Routing } from '../src';
import { addAlb, FakeService } from './fixture';

/** Two load balancers with everything in use. */
function fill(app: App): Stack {
  const stack = new Stack(app, 'Stack');
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 3, natGateways: 0 });
  const hostedZone = new HostedZone(stack, 'Zone', { zoneName: 'example.com' });
  const certificate = Certificate.request({ domainName: 'api.example.com', hostedZone });
  route(addAlb(stack, vpc, { certificate, removalPolicy: RemovalPolicy.DESTROY }, 'Facing'), stack, vpc, 'One');
  route(addAlb(stack, vpc, { certificate, scheme: LoadBalancerScheme.internal() }, 'Internal'), stack, vpc, 'Two');
  return stack;
}

function route(alb: AuditedAlb, stack: Stack, vpc: Vpc, serviceId: string): void {
  const targets = [FakeService.in(stack, vpc, 8080, serviceId)];
  const api = alb.addTargetGroup('Api', { port: 8080, targets });
  const canary = alb.addTargetGroup('Canary', { port: 8081 });
  alb.addRoute('Api', Routing.path('/api/*', api));
  alb.addRoute('Canary', Routing.header('X-Canary', ['yes'], canary).onPaths(['/api/*']));
  alb.addRoute(
    'Health',
    Routing.weighted([
      { targetGroup: api, weight: 1 },
      { targetGroup: canary, weight: 1 },
    ]).onPaths(['/health']),
  );
  alb.addRoute('Admin', Routing.fixedResponse({ statusCode: 403 }).onPaths(['/admin/*']));
}

describe('two in one stack, with everything in use', () => {
  const stack = fill(new App());
  const template = Template.fromStack(stack);

  test('do not get in each other’s way', () => {
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 2);
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 2);
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 4);
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::ListenerRule', 8);
    template.resourceCountIs('AWS::CertificateManager::Certificate', 2);
    template.resourceCountIs('AWS::S3::Bucket', 2);
    template.resourceCountIs('AWS::WAFv2::WebACL', 2);
    template.resourceCountIs('AWS::Logs::LogGroup', 2);
  });

  test('carry no name and no warning', () => {
    const named = resourcesOf(stack).filter(({ Properties: { Name, BucketName, GroupName } }) =>
      [Name, BucketName, GroupName].some((name) => typeof name === 'string' && name !== 'example.com.'),
    );
    expect(named).toEqual([]);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('need no identity policy', () => {
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('have ids that do not change: they are part of the contract', () => {
    const ids = resourcesOf(stack)
      .map(({ logicalId }) => logicalId)
      .filter((logicalId) => logicalId.startsWith('Internal'));
    expect(ids.sort()).toEqual([
      'InternalAccessLogsE3667EDA',
      'InternalAccessLogsPolicy97D32DC5',
      'InternalCertificateFF982EE4',
      'InternalFirewallAssociationCAE2CB2D',
      'InternalFirewallLogging4671A1DC',
      'InternalFirewallLogs321F4FA2',
      'InternalFirewallWebAcl5728C89F',
      'InternalLoadBalancer08AA3557',
      'InternalLoadBalancerHttps0F28211D',
      'InternalRoutesAdmin5D4C354E',
      'InternalRoutesApiB43C3F9A',
      'InternalRoutesCanaryEBEBF492',
      'InternalRoutesHealthC47F1197',
      'InternalSecurityGroup093B4002',
      'InternalSecurityGrouptoStackTwo3036A41A80802862ED8E',
      'InternalTargetsApi3414AD4B',
      'InternalTargetsCanary2720E075',
    ]);
  });

  test('come out the same again, without and with all recommended feature flags', () => {
    expect(Template.fromStack(fill(new App())).toJSON()).toEqual(template.toJSON());

    const flagged = fill(new App({ context: recommendedFlags }));
    for (const type of ['LoadBalancer', 'Listener', 'TargetGroup', 'ListenerRule', 'WebACL', 'LoggingConfiguration']) {
      const service = type.startsWith('WebACL') || type.startsWith('Logging') ? 'WAFv2' : 'ElasticLoadBalancingV2';
      const properties = (of: Stack) => resourcesOf(of, `AWS::${service}::${type}`).map(({ Properties }) => Properties);
      expect(properties(flagged)).toEqual(properties(stack));
    }
  });

  test("pass CDK's own validation", () => {
    expect(scan(fill, 'cdk').findings).toEqual([]);
  });
});

describe('across stacks', () => {
  const app = new App();
  const network = new Stack(app, 'Network');
  const vpc = new Vpc(network, 'Vpc', { natGateways: 0 });
  const logs = new Bucket(network, 'Logs');
  const edge = new Stack(app, 'Edge');
  const alb = addAlb(edge, vpc, { accessLogBucket: logs });
  const api = alb.addTargetGroup('Api', { port: 8080 });
  alb.addRoute('Api', Routing.path('/api/*', api));
  const services = new Stack(app, 'Services');
  const service = new SecurityGroup(services, 'Service', { vpc, allowAllOutbound: false });
  api.addTarget(new FakeService(service, 8080));
  app.synth();

  test('the network stack holds the bucket with the statement for the delivery', () => {
    const [delivery] = onlyResource(network, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement;
    expect(delivery.Principal).toEqual({ Service: 'logdelivery.elasticloadbalancing.amazonaws.com' });
    expect(edge.dependencies).toEqual([network]);
  });

  test('rules between load balancer and service are in the stack of the service', () => {
    const [egress, ingress] = ['Egress', 'Ingress'].map((way) =>
      onlyResource(services, `AWS::EC2::SecurityGroup${way}`),
    );
    expect(egress?.Properties).toMatchObject({ FromPort: 8080, ToPort: 8080 });
    expect(ingress?.Properties).toMatchObject({ FromPort: 8080, ToPort: 8080 });
    expect(services.dependencies).toContain(edge);
    expect(edge.dependencies).not.toContain(services);
  });

  test('the load balancer lets nothing out before the other stack is there', () => {
    expect(onlyResource(edge, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '255.255.255.255/32' }),
    ]);
  });
});
