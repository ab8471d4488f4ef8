import { type AppView, attribute, type Json, type StackResource } from '@org/testing';

/** What a template says of how a database, a queue or a bucket is guarded; what it does not say is not drawn. */
export function postureOf(view: AppView, resource: StackResource): string {
  return [isEncrypted(resource) ? 'encrypted' : 'not encrypted', refusesPlainHttp(view, resource) ? 'TLS only' : '']
    .filter(Boolean)
    .join(', ');
}

function isEncrypted({
  Properties: { BucketEncryption, KmsMasterKeyId, SqsManagedSseEnabled },
}: StackResource): boolean {
  return Boolean(BucketEncryption ?? KmsMasterKeyId ?? SqsManagedSseEnabled);
}

/** Whether a policy of a bucket or queue denies what does not come by TLS. */
function refusesPlainHttp(view: AppView, resource: StackResource): boolean {
  return [...view.all('S3::BucketPolicy'), ...view.all('SQS::QueuePolicy')]
    .filter((policy) => guards(view, policy, resource))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[])
    .some(({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false');
}

function guards(view: AppView, policy: StackResource, resource: StackResource): boolean {
  const { Bucket, Queues = [] } = policy.Properties;
  return [Bucket, ...Queues].some((value) => view.target(value, policy) === resource);
}

/** Whether the parameters of a database cluster refuse a connection without TLS. */
export function enforcesTls(view: AppView, cluster: StackResource): boolean {
  const group = view.target(cluster.Properties.DBClusterParameterGroupName, cluster);
  const { 'rds.force_ssl': postgres, require_secure_transport: mysql } = (group?.Properties.Parameters ?? {}) as Json;
  return /^(1|ON)$/i.test(String(postgres ?? mysql));
}

/** Where the listeners of a load balancer answer: `HTTPS 443`. */
export function listensOn(view: AppView, balancer: StackResource): string {
  const ports = listenersOf(view, balancer).map(({ Properties: { Protocol, Port } }) => `${Protocol} ${Port}`);
  return [...new Set(ports)].join(', ');
}

export function listenersOf(view: AppView, balancer: StackResource): StackResource[] {
  return view
    .all('ElasticLoadBalancingV2::Listener')
    .filter((one) => view.target(one.Properties.LoadBalancerArn, one) === balancer);
}

/** Whether a web application firewall stands before a load balancer. */
export function isFiltered(view: AppView, balancer: StackResource): boolean {
  return view.all('WAFv2::WebACLAssociation').some((one) => view.target(one.Properties.ResourceArn, one) === balancer);
}

/** The kind of capacity that a service runs on, in words. */
export function capacityOf({ Properties: { LaunchType, CapacityProviderStrategy = [] } }: StackResource): string {
  const names: Readonly<Record<string, string>> = { FARGATE: 'Fargate', FARGATE_SPOT: 'Fargate Spot' };
  const providers = (CapacityProviderStrategy as Json[]).map((one) => String(one.CapacityProvider)).sort();
  const used = providers.length > 0 ? providers : [String(LaunchType)];
  return used.map((name) => names[name] ?? name).join(' and ');
}

/** Whether a bucket receives the access logs of a load balancer. */
export function logsTo(view: AppView, balancer: StackResource, bucket: StackResource): boolean {
  const name = attribute(balancer.Properties.LoadBalancerAttributes, 'access_logs.s3.bucket');
  return view.target(name, balancer) === bucket;
}
