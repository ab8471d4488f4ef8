import { annotationsOf, resourcesOf } from '@org/testing';
import { InterfaceVpcEndpointAwsService as Service } from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { Endpoints, SecureVpc } from '../src';

function stackWith(endpoints?: Endpoints): Stack {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });
  new SecureVpc(stack, 'Network', { endpoints });
  return stack;
}

/** The name of a service without its common prefix; that of a gateway's service holds the region as a reference. */
function shortName(name: string | { readonly 'Fn::Join': [string, string[]] }): string {
  if (typeof name === 'string') return name.replace('com.amazonaws.eu-west-1.', '');
  return name['Fn::Join'][1].at(-1)?.slice(1) ?? '';
}

/** Services of the endpoints by type. */
function servicesOf(stack: Stack): { gateway: string[]; interface: string[] } {
  const of = (type: string) =>
    resourcesOf(stack, 'AWS::EC2::VPCEndpoint')
      .filter(({ Properties }) => Properties.VpcEndpointType === type)
      .map(({ Properties }) => shortName(Properties.ServiceName));
  return { gateway: of('Gateway'), interface: of('Interface') };
}

const FARGATE = ['ecr.api', 'ecr.dkr', 'logs', 'ssm', 'secretsmanager', 'kms', 'sts', 'monitoring'];
const GATEWAYS = ['s3', 'dynamodb'];

test.each<[string, Endpoints | undefined, string[], string[]]>([
  ['the default', undefined, GATEWAYS, []],
  ['gateways', Endpoints.gateways(), GATEWAYS, []],
  ['forFargate', Endpoints.forFargate(), GATEWAYS, FARGATE],
  ['of nothing', Endpoints.of([]), GATEWAYS, []],
  ['of two', Endpoints.of([Service.KMS, Service.SQS]), GATEWAYS, ['kms', 'sqs']],
  ['of one named twice', Endpoints.of([Service.KMS, Service.KMS]), GATEWAYS, ['kms']],
  ['more than Fargate', Endpoints.forFargate().plus([Service.SQS, Service.KMS]), GATEWAYS, [...FARGATE, 'sqs']],
  ['none', Endpoints.none(), [], []],
  ['none but one', Endpoints.none().plus([Service.KMS]), [], ['kms']],
])('%s', (_what, endpoints, gateway, interfaces) => {
  expect(servicesOf(stackWith(endpoints))).toEqual({ gateway, interface: interfaces });
});

test('plus leaves what it was called on as it was', () => {
  const gateways = Endpoints.gateways();
  gateways.plus([Service.KMS]);
  expect(servicesOf(stackWith(gateways)).interface).toEqual([]);
});

test.each([
  ['none', Endpoints.none()],
  ['none but one', Endpoints.none().plus([Service.KMS])],
])('%s warns of missing gateways', (_what, endpoints) => {
  expect(annotationsOf(stackWith(endpoints))).toEqual([
    'Traffic to Amazon S3 and DynamoDB takes the NAT gateways, where nothing limits it to this account, and PCI DSS ' +
      '4.0.1 requirement 1.3.2 asks to limit outbound traffic. Use Endpoints.gateways(), which costs nothing. ' +
      '[ack: @org/secure-vpc:no-gateway-endpoints]',
  ]);
});

test.each([undefined, Endpoints.gateways(), Endpoints.forFargate()])('nothing else warns', (endpoints) => {
  expect(annotationsOf(stackWith(endpoints))).toEqual([]);
});
