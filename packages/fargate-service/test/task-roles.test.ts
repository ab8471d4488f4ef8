import { resourcesOf } from '@org/testing';
import { serviceStack } from './fixture';

const roles = resourcesOf(serviceStack().stack, 'AWS::IAM::Role').map(({ Properties }) => Properties);

test('each role says what it is for', () => {
  expect(roles.map(({ Description }) => Description)).toEqual([
    'What the application in the tasks may do',
    'What ECS may do to start the tasks',
  ]);
});

test('the task role is for tasks of this account and region', () => {
  const [statement] = roles[0]?.AssumeRolePolicyDocument.Statement ?? [];
  const [partition, region, account] = ['Partition', 'Region', 'AccountId'].map((name) => ({ Ref: `AWS::${name}` }));
  expect(statement.Condition).toEqual({
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', partition, ':ecs:', region, ':', account, ':*']] } },
  });
});
