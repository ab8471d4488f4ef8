import { onlyResource, resourcesOf } from '@org/testing';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { App, Stack } from 'aws-cdk-lib/core';
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
