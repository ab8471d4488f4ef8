import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type CfnResource, type RemovalPolicy, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ChatChannel } from './chat-channel';
import { alertKeyUse, alertPublishing } from './private/alert-publishers';
import { postToChat } from './private/chat';
import { warnOfGivenKey } from './private/given-key';
import { refuseAlias } from './private/key-alias';
import { allowKeyUse } from './private/key-use';
import { grantKeyThrough } from './private/object-grants';
import { ownKey } from './private/own-key';
import { removalPolicyOf } from './private/removal-policy';
import { fail, requireMatch } from './private/validation';

/** Properties of an alert topic. */
export interface AlertTopicProps {
  /**
   * Customer-managed key for the messages. Its policy gets one statement each for CloudWatch, EventBridge, Amazon RDS and
   * AWS Budgets; the policy of an imported key can't be changed from here, which leaves a warning. An alias is an error.
   * One of this app that is not rotated leaves the warning `@org/compliance-logging:key-without-rotation`.
   * @default - a key of the topic's own, rotated every year
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  readonly encryptionKey?: IKey;

  /**
   * What happens to the topic's own key when it leaves the stack. `DESTROY` deletes it after seven days, the shortest
   * time that AWS KMS allows. The topic holds no data and always goes with the stack; a given key stays untouched.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A topic that alerts reach: CloudWatch alarms, EventBridge rules, Amazon RDS event subscriptions and AWS Budgets of this
 * account may publish, over TLS only, encrypted with a key that they may use. An `AlarmSet` sends alarms to it.
 * @see PCI DSS 4.0.1 requirements 10.4.1, 10.7.2 and 4.2.1
 */
export class AlertTopic extends Construct {
  /** The topic, for alarm actions, rule targets and event subscriptions. */
  public readonly topic: Topic;

  /** The key of the messages: the given one or the topic's own. */
  public readonly encryptionKey: IKey;

  private readonly chatChannels = new Set<string>();

  constructor(scope: Construct, id: string, props: AlertTopicProps = {}) {
    super(scope, id);
    refuseAlias(this, 'encryptionKey', props.encryptionKey);
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    this.encryptionKey =
      props.encryptionKey ?? ownKey(this, 'Key', 'Encrypts the messages of an alert topic', removalPolicy);
    allowKeyUse(this, this.encryptionKey, alertKeyUse(this));
    warnOfGivenKey(this, props.encryptionKey, '@org/compliance-logging:key-without-rotation');

    this.topic = new Topic(this, 'Topic', {
      masterKey: this.encryptionKey,
      enforceSSL: true,
      // SHA256 instead of the default SHA1.
      signatureVersion: '2',
    });
    for (const statement of alertPublishing(this, this.topic.topicArn)) this.topic.addToResourcePolicy(statement);
  }

  /**
   * Sends the alerts to a mailbox. AWS mails a link first, and nothing arrives before somebody has followed it.
   * @param address the mailbox, for example a team's, not a person's.
   * @throws if the address is not one, or is subscribed already.
   */
  public addEmail(address: string): Subscription {
    requireMatch(this, 'address', address, /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an email address such as alerts@example.com');
    this.requireNew('address', address);
    return this.topic.addSubscription(new EmailSubscription(address));
  }

  /**
   * Sends the alerts to a phone as text messages, which AWS bills each. A new account must leave the SMS sandbox first.
   * @param phoneNumber in the international form, such as +491711234567.
   * @throws if the number has another form, or is subscribed already.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-supported-regions-countries.html
   */
  public addSms(phoneNumber: string): Subscription {
    const form = 'a phone number such as +491711234567, without spaces';
    requireMatch(this, 'phoneNumber', phoneNumber, /^\+[1-9]\d{6,14}$/, form);
    this.requireNew('phoneNumber', phoneNumber);
    return this.topic.addSubscription(new SmsSubscription(phoneNumber));
  }

  /**
   * Posts the alerts to a web service, which confirms the subscription before anything arrives. Plain HTTP is refused
   * (PCI DSS 4.0.1 requirement 4.2.1), and so are credentials in the URL, which would stand in the template (8.6.2).
   * @param url such as https://events.example.com/alerts.
   * @throws if the URL has another form, or is subscribed already.
   */
  public addHttps(url: string): Subscription {
    const form = 'a URL that begins with https:// and holds no credentials';
    requireMatch(this, 'url', url, /^https:\/\/[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?$/, form);
    this.requireNew('url', url);
    return this.topic.addSubscription(new UrlSubscription(url, { protocol: SubscriptionProtocol.HTTPS }));
  }

  /**
   * Posts the alerts to a chat channel. Nobody can run commands from there: role and guardrail refuse everything.
   * @param id names the channel in the topic, and is part of logical ids.
   * @param channel which one, for example `ChatChannel.slack(...)`.
   * @returns the channel's configuration, an AWS::Chatbot resource.
   * @throws if an id has another form, or the channel is added already.
   */
  public addChat(id: string, channel: ChatChannel): CfnResource {
    channel._check(this);
    if (this.chatChannels.has(channel._channelId)) this.failAsAdded('channelId', channel._channelId);
    this.chatChannels.add(channel._channelId);
    return postToChat(this, `Chat${id}`, channel, this.topic.topicArn);
  }

  /**
   * Lets a role publish alerts and use the key through Amazon SNS: three actions, each named.
   * @param grantee who may: a service that reports what no metric shows.
   * @see PCI DSS 4.0.1 requirement 7.2.5
   */
  public grantPublish(grantee: IGrantable): Grant {
    const resourceArns = [this.topic.topicArn];
    return Grant.addToPrincipal({ grantee, actions: ['sns:Publish'], resourceArns }).combine(
      grantKeyThrough('sns', this.encryptionKey, grantee, ['kms:Decrypt', 'kms:GenerateDataKey']),
    );
  }

  private requireNew(what: string, endpoint: string): void {
    if (!Token.isUnresolved(endpoint) && this.topic.node.tryFindChild(endpoint)) this.failAsAdded(what, endpoint);
  }

  private failAsAdded(what: string, endpoint: string): never {
    fail(this, `\`${what}\` must be new to the topic, got: '${endpoint}' a second time. Remove one of the two calls.`);
  }
}
