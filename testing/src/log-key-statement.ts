/** What the services that deliver logs do with a customer-managed key. */
export const KEY_USE_BY_LOG_SERVICES = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** What a key policy says so that CloudWatch Logs encrypts with the key, for log groups of these names alone. */
export function logKeyStatement(logGroups: string): object {
  return {
    Effect: 'Allow',
    Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
    Action: KEY_USE_BY_LOG_SERVICES,
    Resource: '*',
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arnInLogs(`:log-group:${logGroups}`) } },
  };
}

/** An ARN of CloudWatch Logs in the account and region of a stack, as its template has it. */
export function arnInLogs(...rest: readonly (string | object)[]): object {
  const head = ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
  return { 'Fn::Join': ['', [...head, ...rest]] };
}
