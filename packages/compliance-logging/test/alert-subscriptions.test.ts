import { onlyResource, resourcesOf } from '@org/testing';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { AlertTopic } from '../src';

function alertsIn(stack = new Stack(new App(), 'Stack')): AlertTopic {
  return new AlertTopic(stack, 'Alerts');
}

function subscribed(subscribe: (alerts: AlertTopic) => void) {
  const stack = new Stack(new App(), 'Stack');
  subscribe(alertsIn(stack));
  const TopicArn = { Ref: onlyResource(stack, 'AWS::SNS::Topic').logicalId };
  return resourcesOf(stack, 'AWS::SNS::Subscription').map(({ Properties }) => {
    expect(Properties.TopicArn).toEqual(TopicArn);
    return [Properties.Protocol, Properties.Endpoint];
  });
}

const token = (value: string) => Lazy.string({ produce: () => value });

describe('addSms', () => {
  test('subscribes phones', () => {
    const subscriptions = subscribed((alerts) => {
      alerts.addSms('+491711234567');
      alerts.addSms('+1234567');
      alerts.addSms('+123456789012345');
    });
    expect(subscriptions).toEqual([
      ['sms', '+491711234567'],
      ['sms', '+1234567'],
      ['sms', '+123456789012345'],
    ]);
  });

  test.each([
    '',
    '491711234567',
    '+0491711234567',
    '+49 171 1234567',
    '+123456',
    '+1234567890123456',
    'tel:+491711234567',
    '+491711234567x',
  ])('refuses %j', (phoneNumber) => {
    expect(() => alertsIn().addSms(phoneNumber)).toThrow(
      new Error(
        'Stack/Alerts: `phoneNumber` must be a phone number such as +491711234567, without spaces, got: ' +
          `'${phoneNumber}'.`,
      ),
    );
  });

  test('refuses the same number twice', () => {
    const alerts = alertsIn();
    alerts.addSms('+491711234567');
    expect(() => alerts.addSms('+491711234567')).toThrow(
      new Error(
        "Stack/Alerts: `phoneNumber` must be new to the topic, got: '+491711234567' a second time. Remove one of the two " +
          'calls.',
      ),
    );
  });

  test('takes numbers known only at deployment', () => {
    expect(
      subscribed((alerts) => {
        alerts.addSms(token('+491711234567'));
        alerts.addSms(token('+491717654321'));
      }),
    ).toEqual([
      ['sms', '+491711234567'],
      ['sms', '+491717654321'],
    ]);
  });
});

describe('addHttps', () => {
  test.each([
    'https://events.example.com/integration/key/enqueue',
    'https://example.com',
    'https://example.com:8443/alerts?team=cards#x',
    'https://example.com?team=cards@night',
  ])('subscribes %s', (url) => {
    expect(subscribed((alerts) => alerts.addHttps(url))).toEqual([['https', url]]);
  });

  test.each([
    '',
    'http://events.example.com/',
    'HTTPS://events.example.com/',
    'https://localhost/',
    'https://user:secret@events.example.com/',
    'https://events.example.com/a b',
    'events.example.com',
    ' https://events.example.com/',
  ])('refuses %j', (url) => {
    expect(() => alertsIn().addHttps(url)).toThrow(
      new Error(
        `Stack/Alerts: \`url\` must be a URL that begins with https:// and holds no credentials, got: '${url}'.`,
      ),
    );
  });

  test('refuses the same URL twice', () => {
    const alerts = alertsIn();
    alerts.addHttps('https://events.example.com/alerts');
    expect(() => alerts.addHttps('https://events.example.com/alerts')).toThrow(
      new Error(
        "Stack/Alerts: `url` must be new to the topic, got: 'https://events.example.com/alerts' a second time. Remove one " +
          'of the two calls.',
      ),
    );
  });

  test('takes URLs known only at deployment', () => {
    expect(
      subscribed((alerts) => {
        alerts.addHttps(token('https://one.example.com/'));
        alerts.addHttps(token('https://two.example.com/'));
      }),
    ).toEqual([
      ['https', 'https://one.example.com/'],
      ['https', 'https://two.example.com/'],
    ]);
  });
});

test('methods return the subscription', () => {
  const stack = new Stack(new App(), 'Stack');
  const alerts = alertsIn(stack);
  for (const { node } of [alerts.addSms('+491711234567'), alerts.addHttps('https://example.com')]) {
    expect(node.path).toContain('Stack/Alerts/Topic/');
  }
});
