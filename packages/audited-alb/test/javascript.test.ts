import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { type AuditedAlbProps, Certificate, Dns } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

/** What TypeScript refuses and JavaScript does not. */
const nothing = undefined as never;

test.each(['vpc', 'certificate'])('%s must be given', (prop) => {
  const { stack, vpc } = stackWithVpc();
  expect(() => addAlb(stack, vpc, { [prop]: undefined } as Partial<AuditedAlbProps>)).toThrow(
    new Error(`Stack/Alb: \`${prop}\` must be an object of its type, got: undefined.`),
  );
});

test('a redirect is asked for by its value', () => {
  expect(() => albWith({ plainHttp: true as never })).toThrow(/`plainHttp` must be an object of its type, got: true\./);
});

test('records and certificates have a zone', () => {
  const name = { domainName: 'api.example.com', hostedZone: nothing };
  expect(() => albWith({ dns: Dns.simple(name) })).toThrow(/`hostedZone` must be an object/);
  expect(() => albWith({ certificate: Certificate.request(name) })).toThrow(/`hostedZone` must be an object/);
});

test('a weighted record says its name and weight', () => {
  const { stack, vpc } = stackWithVpc();
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z', zoneName: 'example.com' });
  const dns = (record: object) => Dns.weighted({ domainName: 'example.com', hostedZone, records: [record as never] });
  expect(() => addAlb(stack, vpc, { dns: dns({ weight: 1 }) }, 'Nameless')).toThrow(/`setIdentifier` .*, got: undef/);
  expect(() => addAlb(stack, vpc, { dns: dns({ setIdentifier: 'blue' }) }, 'Light')).toThrow(/`weight` .*, got: undef/);
});

test.each(['', 'https', 5])('%p is no protocol', (protocol) => {
  const { alb } = albWith();
  expect(() => alb.addTargetGroup('Targets', { port: 8080, protocol: protocol as never })).toThrow(
    /^Stack\/Alb: `protocol` must be HTTP or HTTPS, got: /,
  );
});

test.each([true, '5'])('%p is no percentage', (percent) => {
  const { alb } = albWith();
  expect(() => alb.addAlarms({ serverErrorPercent: percent as never })).toThrow(
    new Error(`Stack/Alb: \`serverErrorPercent\` must be above 0 and below 100, got: ${percent}.`),
  );
});
