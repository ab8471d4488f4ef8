import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { TrustStore } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnParameter, type Stack } from 'aws-cdk-lib/core';
import { MutualTls, type TrustedAuthorities } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

const TRUST_STORE = 'AWS::ElasticLoadBalancingV2::TrustStore';
const settingOf = (stack: Stack) =>
  onlyResource(stack, 'AWS::ElasticLoadBalancingV2::Listener').Properties.MutualAuthentication;

function verified(authorities: Partial<TrustedAuthorities> = {}, { stack, vpc } = stackWithVpc()): Stack {
  const bucket = Bucket.fromBucketName(stack, 'Authorities', 'authorities');
  addAlb(stack, vpc, { mutualTls: MutualTls.verified({ bucket, key: 'partners.pem', ...authorities }) });
  return stack;
}

test('by default, and with none, clients show no certificate', () => {
  expect(settingOf(albWith().stack)).toBeUndefined();
  expect(settingOf(albWith({ mutualTls: MutualTls.none() }).stack)).toBeUndefined();
});

test('verified lets in who has an unexpired certificate of the authorities', () => {
  const stack = verified();
  const trustStore = onlyResource(stack, TRUST_STORE);
  expect(trustStore.Properties).toMatchObject({
    CaCertificatesBundleS3Bucket: 'authorities',
    CaCertificatesBundleS3Key: 'partners.pem',
  });
  expect(trustStore.Properties.CaCertificatesBundleS3ObjectVersion).toBeUndefined();
  expect(settingOf(stack)).toEqual({
    Mode: 'verify',
    TrustStoreArn: { 'Fn::GetAtt': [trustStore.logicalId, 'TrustStoreArn'] },
    IgnoreClientCertificateExpiry: false,
  });
  expect(annotationsOf(stack)).toEqual([]);
});

test('verified takes a version', () => {
  expect(onlyResource(verified({ version: 'v2' }), TRUST_STORE).Properties.CaCertificatesBundleS3ObjectVersion).toBe(
    'v2',
  );
});

test.each(['', '/partners.pem', 'a'.repeat(1025)])("the key '%s' is refused", (key) => {
  expect(() => verified({ key })).toThrow(
    new Error(
      "Stack/Alb: `mutualTls.key` must be an object key of at most 1024 characters without '/' at its start, got: " +
        `'${key}'.`,
    ),
  );
});

test('an empty version is refused', () => {
  expect(() => verified({ version: '' })).toThrow(
    new Error("Stack/Alb: `mutualTls.version` must be the version of the object, got: ''."),
  );
});

test('the longest key passes, and so do values known only at deployment', () => {
  expect(() => verified({ key: 'a'.repeat(1024) })).not.toThrow();
  const base = stackWithVpc();
  const text = new CfnParameter(base.stack, 'Text').valueAsString;
  expect(onlyResource(verified({ key: text, version: text }, base), TRUST_STORE).Properties).toMatchObject({
    CaCertificatesBundleS3Key: { Ref: 'Text' },
    CaCertificatesBundleS3ObjectVersion: { Ref: 'Text' },
  });
});

test('verifiedBy takes a trust store as it is', () => {
  const { stack, vpc } = stackWithVpc();
  const arn = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:truststore/partners/1234';
  addAlb(stack, vpc, { mutualTls: MutualTls.verifiedBy(TrustStore.fromTrustStoreArn(stack, 'Store', arn)) });
  expect(settingOf(stack)).toEqual({ Mode: 'verify', TrustStoreArn: arn, IgnoreClientCertificateExpiry: false });
  expect(resourcesOf(stack, TRUST_STORE)).toEqual([]);
});

test('passthrough leaves the check to the targets', () => {
  const { stack } = albWith({ mutualTls: MutualTls.passthrough() });
  expect(settingOf(stack)).toEqual({ Mode: 'passthrough' });
});
