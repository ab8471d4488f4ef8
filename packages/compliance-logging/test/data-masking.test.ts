import { onlyResource, resourcesOf } from '@org/testing';
import { CustomDataIdentifier, DataIdentifier, LogGroup } from 'aws-cdk-lib/aws-logs';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { ComplianceLogGroup, DataMasking } from '../src';

interface Statement {
  readonly Operation: object;
  readonly DataIdentifier: string[];
}

describe('card numbers and credentials', () => {
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
  const stack = new Stack(app, 'Stack', { env: { region: 'eu-west-1' } });
  new ComplianceLogGroup(stack, 'Log', { masking: DataMasking.cardNumbersAndCredentials() });
  const [audit, mask]: Statement[] = onlyResource(stack, 'AWS::Logs::LogGroup').Properties.DataProtectionPolicy
    .Statement;

  test('are masked, and found ones are counted', () => {
    expect(audit?.Operation).toEqual({ Audit: { FindingsDestination: {} } });
    expect(mask?.Operation).toEqual({ Deidentify: { MaskConfig: {} } });
    expect(audit?.DataIdentifier).toEqual(mask?.DataIdentifier);
  });

  test.each([
    'CreditCardNumber',
    'CreditCardSecurityCode',
    'CreditCardExpiration',
    'AwsSecretKey',
    'OpenSshPrivateKey',
    'PgpPrivateKey',
    'PkcsPrivateKey',
    'PuttyPrivateKey',
  ])('include %s', (identifier) => {
    expect(mask?.DataIdentifier).toContain(`arn:aws:dataprotection::aws:data-identifier/${identifier}`);
  });

  test('are all there is', () => {
    expect(mask?.DataIdentifier).toHaveLength(8);
  });
});

describe('an audit destination', () => {
  test('gets a report of each finding', () => {
    const stack = new Stack(new App(), 'Stack');
    const findings = new ComplianceLogGroup(stack, 'Findings');
    const masking = DataMasking.cardNumbersAndCredentials({ auditDestination: findings.logGroup });
    new ComplianceLogGroup(stack, 'Log', { masking });
    const [destination, source] = resourcesOf(stack, 'AWS::Logs::LogGroup');
    const [audit, mask]: Statement[] = source?.Properties.DataProtectionPolicy.Statement ?? [];
    expect(audit?.Operation).toEqual({
      Audit: { FindingsDestination: { CloudWatchLogs: { LogGroup: { Ref: destination?.logicalId } } } },
    });
    expect(mask?.Operation).toEqual({ Deidentify: { MaskConfig: {} } });
    expect(audit?.DataIdentifier).toHaveLength(8);
  });

  test('may be in another stack, and imported', () => {
    const app = new App();
    const central = new Stack(app, 'Central');
    const stack = new Stack(app, 'Stack');
    const destinations = [
      new ComplianceLogGroup(central, 'Findings').logGroup,
      LogGroup.fromLogGroupName(stack, 'Imported', '/aws/vendedlogs/findings'),
    ];
    for (const [index, auditDestination] of destinations.entries()) {
      const masking = DataMasking.cardNumbersAndCredentials({ auditDestination });
      new ComplianceLogGroup(stack, `Log${index}`, { masking });
    }
    const names = resourcesOf(stack, 'AWS::Logs::LogGroup').map(
      ({ Properties }) =>
        Properties.DataProtectionPolicy.Statement[0].Operation.Audit.FindingsDestination.CloudWatchLogs.LogGroup,
    );
    expect(names).toEqual([{ 'Fn::ImportValue': expect.any(String) }, '/aws/vendedlogs/findings']);
    expect(central.dependencies).toEqual([]);
  });
});

describe('additional identifiers', () => {
  const CUSTOMER = new CustomDataIdentifier('CustomerId', 'customer-\\d{9}');

  function policyWith(...additionalIdentifiers: DataIdentifier[]) {
    const stack = new Stack(new App(), 'Stack');
    new ComplianceLogGroup(stack, 'Log', { masking: DataMasking.cardNumbersAndCredentials({ additionalIdentifiers }) });
    return onlyResource(stack, 'AWS::Logs::LogGroup').Properties.DataProtectionPolicy;
  }

  test('are masked and counted after the usual ones', () => {
    const policy = policyWith(DataIdentifier.BANKACCOUNTNUMBER_DE, CUSTOMER);
    const [audit, mask]: Statement[] = policy.Statement;
    expect(mask?.DataIdentifier.slice(8)).toEqual([
      { 'Fn::Join': ['', expect.arrayContaining([':dataprotection::aws:data-identifier/BankAccountNumber-DE'])] },
      'CustomerId',
    ]);
    expect(audit?.DataIdentifier).toEqual(mask?.DataIdentifier);
    expect(policy.Configuration).toEqual({
      CustomDataIdentifier: [{ Name: 'CustomerId', Regex: 'customer-\\d{9}' }],
    });
  });

  test('of yours may be ten', () => {
    const own = (count: number) =>
      Array.from({ length: count }, (_, place) => new CustomDataIdentifier(`Id${place}`, 'x'));
    expect(policyWith(...own(10)).Configuration.CustomDataIdentifier).toHaveLength(10);
    expect(() => policyWith(...own(11))).toThrow(
      new Error(
        'Stack/Log: `masking` must have at most 10 identifiers of your own, which is what CloudWatch Logs takes, got: 11. ' +
          "Combine expressions with '|'.",
      ),
    );
  });

  test.each(['', 'customer id', 'x'.repeat(129), 'id\n'])('must not be called %j', (name) => {
    expect(() => policyWith(new CustomDataIdentifier(name, 'x'))).toThrow(
      new Error(
        `Stack/Log: \`masking\` must be by identifiers whose names have 1 to 128 letters, digits and _-, got: '${name}'.`,
      ),
    );
  });

  test.each(['', '(a|b)', 'x'.repeat(201), 'a"b', 'a\n'])('must not look for %j', (regex) => {
    expect(() => policyWith(new CustomDataIdentifier('Id', regex))).toThrow(
      new Error(
        'Stack/Log: `masking` must be by expressions of 1 to 200 letters, digits, spaces and _#=@/;,-^$?[]{}|\\*+., got: ' +
          `'${regex}'.`,
      ),
    );
  });

  test.each(['[A-Z]{2}\\d{2} ?[0-9]{4}', '^a$|b?c*d+.', 'x'.repeat(200), '_#=@/;,-'])('may look for %s', (regex) => {
    expect(policyWith(new CustomDataIdentifier('Id', regex)).Configuration.CustomDataIdentifier[0].Regex).toBe(regex);
  });

  test('may be known only at deployment', () => {
    const token = (value: string) => Lazy.string({ produce: () => value });
    const own = new CustomDataIdentifier(token('a name'), token('(a)'));
    expect(policyWith(own).Configuration.CustomDataIdentifier).toEqual([{ Name: 'a name', Regex: '(a)' }]);
  });

  test.each([
    ['CreditCardNumber', [DataIdentifier.CREDITCARDNUMBER]],
    ['AwsSecretKey', [new CustomDataIdentifier('AwsSecretKey', 'x')]],
    ['CustomerId', [CUSTOMER, CUSTOMER]],
  ])('must not be %s twice', (name, identifiers) => {
    expect(() => policyWith(...identifiers)).toThrow(
      new Error(
        `Stack/Log: \`masking\` must name each identifier once, got: '${name}' a second time. Remove one of the two.`,
      ),
    );
  });
});
