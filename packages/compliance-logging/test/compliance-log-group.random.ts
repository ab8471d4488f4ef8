import { Key } from 'aws-cdk-lib/aws-kms';
import { CustomDataIdentifier, DataIdentifier, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import {
  constructIds,
  holdsForRandomProps,
  optional,
  refusesRandomProps,
  validBut,
} from '../../../testing/src/random-props';
import { ComplianceKey, ComplianceLogGroup, DataMasking } from '../src';

/** A log group in words. */
interface Group {
  readonly id: string;
  readonly days?: number;
  readonly key?: 'compliance' | 'created' | 'imported';
  readonly name?: string;
  readonly masking?:
    | 'none'
    | { readonly more: readonly (string | readonly [string, string])[]; readonly reports: boolean };
  readonly removal?: keyof typeof RemovalPolicy;
}

function build(stack: Stack, props: Group): void {
  const removalPolicy = props.removal && RemovalPolicy[props.removal];
  const keys = {
    compliance: () => new ComplianceKey(stack, `${props.id}Key`, { removalPolicy }).key,
    created: () => new Key(stack, 'Key', { enableKeyRotation: true }),
    imported: () => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1'),
  };
  new ComplianceLogGroup(stack, props.id, {
    retention: props.days === undefined ? undefined : Duration.days(props.days),
    encryptionKey: props.key && keys[props.key](),
    logGroupName: props.name,
    masking: maskingOf(stack, props.masking),
    removalPolicy,
  });
}

function maskingOf(stack: Stack, masking: Group['masking']): DataMasking | undefined {
  if (masking === undefined) return undefined;
  if (masking === 'none') return DataMasking.none();
  return DataMasking.cardNumbersAndCredentials({
    auditDestination: masking.reports ? LogGroup.fromLogGroupName(stack, 'Reports', 'reports') : undefined,
    additionalIdentifiers: masking.more.map((one) =>
      typeof one === 'string' ? new DataIdentifier(one) : new CustomDataIdentifier(...(one as [string, string])),
    ),
  });
}

const OFFERED = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const KNOWN = ['BankAccountNumber-DE', 'EmailAddress', 'Name', 'Address'];
const own = (name: string, expression: string) =>
  fc.tuple(fc.stringMatching(new RegExp(`^${name}$`)), fc.stringMatching(new RegExp(`^${expression}$`)));
const identifiers = fc
  .tuple(fc.subarray(KNOWN), fc.array(own('[A-Za-z0-9_-]{1,128}', '[\\w#=@/;, ^$?.-]{1,200}'), { maxLength: 10 }))
  .map(([known, custom]) => [
    ...known,
    ...custom.filter(([name], i) => custom.findIndex((other) => other[0] === name) === i),
  ])
  .map((all) => all.filter((one) => typeof one === 'string' || !KNOWN.includes(one[0])));

const valid = fc.record({
  id: constructIds,
  days: optional(fc.constantFrom(...OFFERED)),
  key: optional(fc.constantFrom('compliance', 'created', 'imported')),
  name: optional(fc.stringMatching(/^[A-Zb-z0-9_/.#-][A-Za-z0-9_/.#-]{0,511}$/)),
  masking: optional(fc.oneof(fc.constant('none'), fc.record({ more: identifiers, reports: fc.boolean() }))),
  removal: optional(fc.constantFrom('RETAIN', 'RETAIN_ON_UPDATE_OR_DELETE', 'DESTROY')),
}) as fc.Arbitrary<Group>;

const safeChange = fc.record({
  days: fc.constantFrom(...OFFERED),
  masking: fc.constantFrom('none' as const, { more: ['EmailAddress'], reports: true }),
});

holdsForRandomProps<Group>('ComplianceLogGroup', { valid, build, safeChange, runs: 400 });

const masking = (...more: (string | readonly [string, string])[]) => ({ masking: { more, reports: false } });
const many = Array.from({ length: 11 }, (_, place) => [`own${place}`, 'x'] as const);

refusesRandomProps<Group>('ComplianceLogGroup', {
  build,
  runs: 200,
  invalid: fc.oneof(
    validBut(
      valid,
      'retention',
      fc
        .oneof(fc.nat(5_000), fc.constantFrom(0.5, 365.5))
        .filter((days) => !OFFERED.includes(days))
        .map((days) => ({ days })),
    ),
    validBut(
      valid,
      'logGroupName',
      fc.constantFrom('', 'aws/x', 'a b', 'ä', 'x'.repeat(513), '*', 'a:b').map((name) => ({ name })),
    ),
    validBut(
      valid,
      'masking',
      fc.constantFrom(
        masking('Name', 'Name'),
        masking('CreditCardNumber'),
        masking(...many),
        masking(['a b', 'x']),
        masking(['a', '(x)']),
        masking(['a', 'x'.repeat(201)]),
        masking(['x'.repeat(129), 'x']),
      ),
    ),
    validBut(valid, 'removalPolicy', fc.constant({ removal: 'SNAPSHOT' })),
  ),
});
