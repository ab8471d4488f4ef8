import { annotationsOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import {
  type CfnLogGroup,
  DataIdentifier,
  DataProtectionPolicy,
  type ILogGroup,
  LogGroup,
  type LogGroupProps,
  RetentionDays,
} from 'aws-cdk-lib/aws-logs';
import { CfnParameter, type Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ExecuteCommand, FargateCluster } from '../src';
import { importedVpc, serviceStack } from './fixture';

const masking = (...identifiers: DataIdentifier[]) => new DataProtectionPolicy({ identifiers });
const CARDS = masking(DataIdentifier.CREDITCARDNUMBER);

function warningsOf(stack: Stack): string[] {
  Template.fromStack(stack);
  return annotationsOf(stack);
}

const warningsOver = (group: (stack: Stack) => ILogGroup) =>
  warningsOf(serviceStack((stack) => ({ logGroup: group(stack) })).stack);

const warningsWith = (props: LogGroupProps) => warningsOver((stack) => new LogGroup(stack, 'Theirs', props));

const UNMASKED =
  'The given `logGroup` Stack/Theirs does not mask card numbers, and PCI DSS 4.0.1 requirement 3.4.1 allows them to be ' +
  'displayed masked only. Give it a `dataProtectionPolicy` with DataIdentifier.CREDITCARDNUMBER, or leave `logGroup` out. ' +
  '[ack: @org/fargate-service:no-masking]';

const SHORT =
  'The given `logGroup` Stack/Theirs keeps events for 7 days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. ' +
  'Give it a `retention` of at least 365 days, leave `logGroup` out, or export the events to a bucket that keeps them. ' +
  '[ack: @org/fargate-service:log-retention-below-twelve-months]';

test('that masks nothing and keeps events for a week warns of both', () => {
  expect(warningsWith({ retention: RetentionDays.ONE_WEEK })).toEqual([UNMASKED, SHORT]);
});

test.each([RetentionDays.ONE_YEAR, RetentionDays.INFINITE])(
  'that masks card numbers and keeps events for %i days does not warn',
  (retention) => {
    expect(warningsWith({ retention, dataProtectionPolicy: CARDS })).toEqual([]);
  },
);

test('one day less than a year warns', () => {
  const text = warningsWith({ retention: RetentionDays.SIX_MONTHS, dataProtectionPolicy: CARDS });
  expect(text).toEqual([SHORT.replace('7 days', '180 days')]);
});

test('that masks other data than card numbers warns', () => {
  expect(warningsWith({ dataProtectionPolicy: masking(DataIdentifier.EMAILADDRESS) })).toEqual([UNMASKED]);
});

test('that only reports card numbers warns', () => {
  const audit = { Audit: { FindingsDestination: {} } };
  const dataProtectionPolicy = {
    Statement: [{ DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/CreditCardNumber'], Operation: audit }],
  };
  const group = (stack: Stack) => {
    const theirs = new LogGroup(stack, 'Theirs');
    (theirs.node.defaultChild as CfnLogGroup).dataProtectionPolicy = dataProtectionPolicy;
    return theirs;
  };
  expect(warningsOver(group)).toEqual([UNMASKED]);
});

test('a retention that is known at deployment only does not warn', () => {
  const group = (stack: Stack) => {
    const { valueAsNumber } = new CfnParameter(stack, 'Days', { type: 'Number' });
    return new LogGroup(stack, 'Theirs', { dataProtectionPolicy: CARDS, retention: valueAsNumber });
  };
  expect(warningsOver(group)).toEqual([]);
});

test('what is said after the group was given counts', () => {
  const theirs = { group: undefined as LogGroup | undefined };
  const { stack } = serviceStack((inside) => {
    theirs.group = new LogGroup(inside, 'Theirs', { dataProtectionPolicy: CARDS });
    return { logGroup: theirs.group };
  });
  (theirs.group?.node.defaultChild as CfnLogGroup).retentionInDays = 7;
  expect(warningsOf(stack)).toEqual([SHORT]);
});

test('that is imported warns, because nobody sees what it holds', () => {
  expect(warningsOver((stack) => LogGroup.fromLogGroupName(stack, 'Theirs', '/theirs'))).toEqual([
    'The given `logGroup` Stack/Theirs is not defined in this app, where nobody sees whether it masks card numbers (PCI DSS ' +
      '4.0.1 requirement 3.4.1) and keeps events for twelve months (10.5.1). Look at it where it is defined. ' +
      '[ack: @org/fargate-service:imported-log-group]',
  ]);
});

test('whose maker warns of it, as its metadata says, does not warn twice', () => {
  const group = (stack: Stack) => {
    const theirs = new LogGroup(stack, 'Theirs', { retention: RetentionDays.ONE_WEEK });
    theirs.node.defaultChild?.node.addMetadata('warns-itself', true);
    return theirs;
  };
  expect(warningsOver(group)).toEqual([]);
});

test('the warnings can be acknowledged', () => {
  const { stack, service } = serviceStack((inside) => ({ logGroup: new LogGroup(inside, 'Theirs') }));
  Validations.of(service).acknowledge({
    id: '@org/fargate-service:no-masking',
    reason: 'The account masks card numbers',
  });
  expect(warningsOf(stack)).toEqual([]);
});

test('of sessions warns as well', () => {
  const { stack } = serviceStack((inside) => {
    const logGroup = new LogGroup(inside, 'Theirs', { retention: RetentionDays.ONE_WEEK });
    const executeCommand = ExecuteCommand.audited({ logGroup });
    new FargateCluster(inside, 'Sessions', { vpc: importedVpc(new Construct(inside, 'Network')), executeCommand });
    return {};
  });
  expect(warningsOf(stack)).toEqual([UNMASKED, SHORT]);
});
