import { onlyResource, resourcesOf } from '@org/testing';
import { Certificate as AcmCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { HostedZone, type IHostedZone, PrivateHostedZone } from 'aws-cdk-lib/aws-route53';
import { App, CfnParameter, Stack } from 'aws-cdk-lib/core';
import { Certificate } from '../src';
import { addAlb, albWith, CERTIFICATE_ARN, stackWithVpc } from './fixture';

const ACM = 'AWS::CertificateManager::Certificate';

const certificatesOf = (stack: Stack) =>
  onlyResource(stack, 'AWS::ElasticLoadBalancingV2::Listener').Properties.Certificates;

describe('fromArn', () => {
  test('uses the certificate and makes none', () => {
    const { stack } = albWith();
    expect(certificatesOf(stack)).toEqual([{ CertificateArn: CERTIFICATE_ARN }]);
    expect(resourcesOf(stack, ACM)).toEqual([]);
  });

  test.each([
    'arn:aws-us-gov:acm:us-gov-west-1:111122223333:certificate/1234',
    'arn:aws-cn:acm:cn-north-1:111122223333:certificate/1234',
  ])('%s passes', (arn) => {
    expect(() => albWith({ certificate: Certificate.fromArn(arn) })).not.toThrow();
  });

  test.each([
    '',
    'certificate/1234',
    'arn:aws:iam::111122223333:server-certificate/old',
    'arn:aws:acm:us-east-1:1111:certificate/1234',
    'arn:aws:acm:us-east-1:111122223333:certificate/',
    ` ${CERTIFICATE_ARN}`,
    `${CERTIFICATE_ARN}/x`,
  ])("'%s' is refused", (arn) => {
    expect(() => albWith({ certificate: Certificate.fromArn(arn) })).toThrow(
      new Error(
        'Stack/Alb: `certificate` must be the ARN of a certificate in AWS Certificate Manager, such as ' +
          `'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012', got: '${arn}'.`,
      ),
    );
  });

  test('one of another region is refused', () => {
    expect(() => albWith({}, { env: { region: 'eu-central-1' } })).toThrow(
      new Error(
        "Stack/Alb: `certificate` must be in the load balancer's region eu-central-1, got: " +
          `'${CERTIFICATE_ARN}'. Request it there: certificates do not move between regions.`,
      ),
    );
    expect(() => albWith({}, { env: { region: 'us-east-1' } })).not.toThrow();
  });

  test('one known only at deployment passes', () => {
    const { stack, vpc } = stackWithVpc({ env: { region: 'eu-central-1' } });
    const arn = new CfnParameter(stack, 'Arn');
    addAlb(stack, vpc, { certificate: Certificate.fromArn(arn.valueAsString) });
    expect(certificatesOf(stack)).toEqual([{ CertificateArn: { Ref: 'Arn' } }]);
  });
});

describe('request', () => {
  function request(
    domainName: string,
    zone?: (stack: Stack) => IHostedZone,
    alternativeNames?: (stack: Stack) => string[],
  ): Stack {
    const { stack, vpc } = stackWithVpc();
    const zoneOf = zone ?? ((scope) => new HostedZone(scope, 'Zone', { zoneName: 'example.com' }));
    const names = { domainName, alternativeNames: alternativeNames?.(stack) };
    addAlb(stack, vpc, { certificate: Certificate.request({ ...names, hostedZone: zoneOf(stack) }) });
    return stack;
  }

  const requestAlso = (...names: string[]) => request('api.example.com', undefined, () => names);

  test('makes a certificate that validates itself by DNS', () => {
    const stack = request('api.example.com');
    const { logicalId, Properties } = onlyResource(stack, ACM);
    expect(certificatesOf(stack)).toEqual([{ CertificateArn: { Ref: logicalId } }]);
    expect(Properties).toMatchObject({
      DomainName: 'api.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'api.example.com', HostedZoneId: { Ref: 'ZoneA5DE4B68' } }],
    });
  });

  test.each(['example.com', '*.example.com', 'API.Example.COM', `${'a'.repeat(52)}.example.com`])(
    '%s passes',
    (name) => {
      expect(onlyResource(request(name), ACM).Properties.DomainName).toBe(name);
    },
  );

  test.each([
    '',
    'localhost',
    'api..example.com',
    '-api.example.com',
    'https://example.com',
    `${'a'.repeat(53)}.example.com`,
  ])("'%s' is refused", (name) => {
    expect(() => request(name)).toThrow(
      new Error(
        `Stack/Alb: \`domainName\` must be a domain name of at most 64 characters, such as 'api.example.com', got: '${name}'.`,
      ),
    );
  });

  test('a private zone is refused', () => {
    const zone = (stack: Stack) =>
      new PrivateHostedZone(stack, 'Zone', { zoneName: 'example.com', vpc: new Vpc(stack, 'Inside') });
    expect(() => request('api.example.com', zone)).toThrow(
      new Error(
        'Stack/Alb: `hostedZone` must be public, or the validation never ends, got: Stack/Zone, which is private. Pass the ' +
          'public zone of the domain, or a certificate that exists with Certificate.fromArn().',
      ),
    );
  });

  test.each(['api.example.org', 'badexample.com'])('%s, of another zone, is refused', (name) => {
    expect(() => request(name)).toThrow(
      new Error(
        `Stack/Alb: \`domainName\` must be 'example.com' or end in it, got: '${name}'. ` +
          'Pass the hosted zone that holds the domain, or the validation never ends.',
      ),
    );
  });

  test('further names stand in the same certificate, validated in the same zone', () => {
    const longest = `${'a.'.repeat(121)}example.com`;
    expect(longest).toHaveLength(253);
    const { Properties } = onlyResource(requestAlso('admin.example.com', longest), ACM);
    expect(Properties.SubjectAlternativeNames).toEqual(['admin.example.com', longest]);
    expect(Properties.DomainValidationOptions).toEqual(
      ['api.example.com', 'admin.example.com', longest].map((DomainName) => ({
        DomainName,
        HostedZoneId: { Ref: 'ZoneA5DE4B68' },
      })),
    );
  });

  test.each([undefined, []])('there are none without a choice (%#)', (alternativeNames) => {
    const stack = request('api.example.com', undefined, alternativeNames && (() => alternativeNames));
    expect(onlyResource(stack, ACM).Properties).not.toHaveProperty('SubjectAlternativeNames');
  });

  test.each(['localhost', '', `b${'a.'.repeat(121)}example.com`])("the further name '%s' is refused", (name) => {
    expect(() => requestAlso('admin.example.com', name)).toThrow(
      new Error(
        "Stack/Alb: `alternativeNames` must be a domain name of at most 253 characters, such as 'api.example.com', " +
          `got: '${name}'.`,
      ),
    );
  });

  test('a further name of another zone is refused', () => {
    expect(() => requestAlso('api.example.org')).toThrow(
      new Error(
        "Stack/Alb: `alternativeNames` must be 'example.com' or end in it, got: 'api.example.org'. " +
          'Pass the hosted zone that holds the domain, or the validation never ends.',
      ),
    );
  });

  test('a further name known only at deployment passes', () => {
    const stack = request('api.example.com', undefined, (scope) => [new CfnParameter(scope, 'Other').valueAsString]);
    expect(onlyResource(stack, ACM).Properties.SubjectAlternativeNames).toEqual([{ Ref: 'Other' }]);
  });

  test('a zone that is known by its id alone passes', () => {
    const stack = request('api.example.org', (scope) => HostedZone.fromHostedZoneId(scope, 'Zone', 'Z1'));
    expect(resourcesOf(stack, ACM)).toHaveLength(1);
  });

  test('names known only at deployment pass', () => {
    const stack = request('api.example.org', (scope) => {
      const zoneName = new CfnParameter(scope, 'ZoneName').valueAsString;
      return HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: 'Z1', zoneName });
    });
    expect(resourcesOf(stack, ACM)).toHaveLength(1);
  });
});

test('of uses a certificate of the app', () => {
  const { stack, vpc } = stackWithVpc();
  const certificate = new AcmCertificate(stack, 'Own', { domainName: 'api.example.com' });
  addAlb(stack, vpc, { certificate: Certificate.of(certificate) });
  expect(certificatesOf(stack)).toEqual([{ CertificateArn: { Ref: onlyResource(stack, ACM).logicalId } }]);
});

describe('of another region', () => {
  const here = { env: { account: '111122223333', region: 'eu-central-1' } };

  test('one of another stack is refused', () => {
    const app = new App();
    const there = new Stack(app, 'There', { env: { ...here.env, region: 'us-east-1' }, crossRegionReferences: true });
    const certificate = new AcmCertificate(there, 'Certificate', { domainName: 'api.example.com' });
    const { stack, vpc } = stackWithVpc({}, new Stack(app, 'Stack', { ...here, crossRegionReferences: true }));
    expect(() => addAlb(stack, vpc, { certificate: Certificate.of(certificate) })).toThrow(
      new Error(
        "Stack/Alb: `certificate` must be in the load balancer's region eu-central-1, got: There/Certificate in us-east-1. " +
          'Request it there: certificates do not move between regions.',
      ),
    );
  });

  test('one that is imported is refused', () => {
    const { stack, vpc } = stackWithVpc(here);
    const certificate = AcmCertificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE_ARN);
    expect(() => addAlb(stack, vpc, { certificate: Certificate.of(certificate) })).toThrow(
      `Stack/Alb: \`certificate\` must be in the load balancer's region eu-central-1, got: '${CERTIFICATE_ARN}'.`,
    );
  });
});
