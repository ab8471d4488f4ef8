import * as iam from 'aws-cdk-lib/aws-iam';
import { type CfnResource, Names } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ChatChannel } from '../chat-channel';

/**
 * Posts the messages of a topic to a channel, and nothing else. A channel without a guardrail gets AdministratorAccess
 * as one; here both the role and the guardrail refuse everything, so that nobody runs commands from the chat.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
 */
export function postToChat(scope: Construct, id: string, channel: ChatChannel, topicArn: string): CfnResource {
  const chat = new Construct(scope, id);
  const role = new iam.Role(chat, 'Role', {
    description: 'Posts alerts to a chat channel, and may do nothing else',
    assumedBy: new iam.ServicePrincipal('chatbot.amazonaws.com'),
  });
  const guardrail = new iam.ManagedPolicy(chat, 'Guardrail', {
    description: 'Nobody runs commands from the chat channel of the alerts',
    statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })],
    roles: [role],
  });
  const configuration = channel._build(chat, {
    configurationName: Names.uniqueResourceName(chat, { maxLength: 128, separator: '-' }),
    iamRoleArn: role.roleArn,
    guardrailPolicies: [guardrail.managedPolicyArn],
    snsTopicArns: [topicArn],
    loggingLevel: 'ERROR',
  });
  // The service demands a name: an aspect that names resources may replace this one.
  configuration.node.addMetadata('derived-name', true);
  return configuration;
}
