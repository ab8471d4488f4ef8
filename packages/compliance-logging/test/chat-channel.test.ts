import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { AlertTopic, ChatChannel, type MicrosoftTeamsChannel, type SlackChannel } from '../src';

const SLACK = { workspaceId: 'T0123456789', channelId: 'C0123456789' };
const TEAMS = {
  tenantId: '01234567-89ab-cdef-0123-456789ABCDEF',
  teamId: 'fedcba98-7654-3210-fedc-ba9876543210',
  channelId: '19:abc_123@thread.tacv2',
};

const slack = (changes: Partial<SlackChannel> = {}) => ChatChannel.slack({ ...SLACK, ...changes });
const teams = (changes: Partial<MicrosoftTeamsChannel> = {}) => ChatChannel.microsoftTeams({ ...TEAMS, ...changes });

function chatWith(...channels: ChatChannel[]): Stack {
  const stack = new Stack(new App(), 'Stack');
  const alerts = new AlertTopic(stack, 'Alerts');
  for (const [index, channel] of channels.entries()) alerts.addChat(`Team${index}`, channel);
  return stack;
}

const slackOf = (stack: Stack) => onlyResource(stack, 'AWS::Chatbot::SlackChannelConfiguration');
const teamsOf = (stack: Stack) => onlyResource(stack, 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration');

describe('a channel', () => {
  const stack = chatWith(slack());
  const { Properties } = slackOf(stack);
  const role = onlyResource(stack, 'AWS::IAM::Role');
  const guardrail = onlyResource(stack, 'AWS::IAM::ManagedPolicy');

  test('of Slack gets the messages of the topic', () => {
    expect(Properties).toEqual({
      ConfigurationName: expect.stringMatching(/^Stack-Alerts-ChatTeam0-[0-9A-F]{8}$/),
      SlackWorkspaceId: 'T0123456789',
      SlackChannelId: 'C0123456789',
      SnsTopicArns: [{ Ref: onlyResource(stack, 'AWS::SNS::Topic').logicalId }],
      IamRoleArn: { 'Fn::GetAtt': [role.logicalId, 'Arn'] },
      GuardrailPolicies: [{ Ref: guardrail.logicalId }],
      LoggingLevel: 'ERROR',
    });
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('can do nothing: role and guardrail deny everything', () => {
    expect(guardrail.Properties.PolicyDocument.Statement).toEqual([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
    expect(guardrail.Properties.Roles).toEqual([{ Ref: role.logicalId }]);
    expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(role.Properties).not.toHaveProperty('Policies');
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'chatbot.amazonaws.com' } },
    ]);
  });

  test('of Microsoft Teams gets them too', () => {
    expect(teamsOf(chatWith(teams())).Properties).toMatchObject({
      ConfigurationName: expect.stringMatching(/^Stack-Alerts-ChatTeam0-/),
      TeamsTenantId: TEAMS.tenantId,
      TeamId: TEAMS.teamId,
      TeamsChannelId: '19%3Aabc_123%40thread.tacv2',
      GuardrailPolicies: [expect.anything()],
    });
  });

  test('has a name that governance may replace', () => {
    const app = new App();
    const configuration = new AlertTopic(new Stack(app, 'Stack'), 'Alerts').addChat('Ops', slack());
    expect(configuration.cfnResourceType).toBe('AWS::Chatbot::SlackChannelConfiguration');
    expect(configuration.node.metadata).toContainEqual(expect.objectContaining({ type: 'derived-name', data: true }));
  });
});

test('a topic has several channels, each with its own role', () => {
  const stack = chatWith(slack(), slack({ channelId: 'G0987654321' }), teams());
  expect(resourcesOf(stack, 'AWS::Chatbot::SlackChannelConfiguration')).toHaveLength(2);
  expect(resourcesOf(stack, 'AWS::IAM::Role')).toHaveLength(3);
});

test.each([
  ['C0123456789', slack(), slack()],
  ['19%3Aabc_123%40thread.tacv2', teams(), teams({ channelId: '19%3Aabc_123%40thread.tacv2' })],
])('the same channel %s is refused twice', (channelId, first, second) => {
  expect(() => chatWith(first, second)).toThrow(
    new Error(
      `Stack/Alerts: \`channelId\` must be new to the topic, got: '${channelId}' a second time. Remove one of the two calls.`,
    ),
  );
});

test.each(['', 'payments', 't0123456789', 'C0123456789', 'T1', 'xT0123456789', 'T0123456789/C01'])(
  'refuses %j as Slack workspace',
  (workspaceId) => {
    expect(() => chatWith(slack({ workspaceId }))).toThrow(
      new Error(`Stack/Alerts: \`workspaceId\` must be an id such as T0123456789, got: '${workspaceId}'.`),
    );
  },
);

test.each(['', '#alerts', 'alerts', 'c0123456789', 'T0123456789', 'C1', 'xC0123456789', 'C0123456789/p1'])(
  'refuses %j as Slack channel',
  (channelId) => {
    expect(() => chatWith(slack({ channelId }))).toThrow(
      new Error(
        'Stack/Alerts: `channelId` must be an id such as C0123456789, not the name of the channel, got: ' +
          `'${channelId}'.`,
      ),
    );
  },
);

test.each(['T012', 'E0123456789'])('takes %s as Slack workspace', (workspaceId) => {
  expect(slackOf(chatWith(slack({ workspaceId }))).Properties.SlackWorkspaceId).toBe(workspaceId);
});

test.each(['tenantId', 'teamId'])('refuses a %s that is no UUID', (prop) => {
  for (const value of ['', 'payments', `${TEAMS.teamId}0`, `0${TEAMS.teamId}`, '01234567-89ab-cdef-456789abcdef']) {
    expect(() => chatWith(teams({ [prop]: value }))).toThrow(
      new Error(`Stack/Alerts: \`${prop}\` must be a UUID, got: '${value}'.`),
    );
  }
});

test.each([
  ['alerts', 'alerts'],
  ['19:abc', '19%3Aabc'],
  ['19%3Aabc%40thread tacv2', '19%3Aabc%40thread tacv2'],
  ['x19%3Aabc%40thread.tacv2', 'x19%3Aabc%40thread.tacv2'],
])('refuses %j as Teams channel', (channelId, shown) => {
  expect(() => chatWith(teams({ channelId }))).toThrow(
    new Error(`Stack/Alerts: \`channelId\` must be an id such as 19:abc@thread.tacv2, got: '${shown}'.`),
  );
});

test('ids may be known only at deployment', () => {
  const token = (value: string) => Lazy.string({ produce: () => value });
  expect(
    slackOf(chatWith(slack({ workspaceId: token('T0123456789'), channelId: token('a channel') }))).Properties,
  ).toMatchObject({ SlackWorkspaceId: 'T0123456789', SlackChannelId: 'a channel' });
  expect(
    teamsOf(chatWith(teams({ tenantId: token('t'), teamId: token('u'), channelId: token('19:abc@x') }))).Properties,
  ).toMatchObject({ TeamsTenantId: 't', TeamId: 'u', TeamsChannelId: '19:abc@x' });
});
