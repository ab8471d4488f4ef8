import { type Acknowledgement, AWS_SOLUTIONS, HIPAA, NIST, PCI } from './acknowledge';

export { acknowledge } from './acknowledge';

export const PUBLIC_TIER_LEADS_OUT: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-VPCNoUnrestrictedRouteToIGW`),
  reason:
    'The public tier is the only one with a route to the internet gateway: load balancers and NAT gateways work through ' +
    'it. No subnet of it assigns public addresses, and the other tiers have no such route (PCI DSS 4.0.1 requirement 1.4.4).',
};

export const BLOCK_IS_KNOWN_AT_DEPLOYMENT: Acknowledgement = {
  rules: [
    `${AWS_SOLUTIONS}-EC23`,
    ...[NIST, PCI, HIPAA].flatMap((pack) => [`${pack}-EC2RestrictedCommonPorts`, `${pack}-EC2RestrictedSSH`]),
  ],
  reason:
    'The one rule lets in the block of the VPC on port 443. Its text is not known at synthesis, because an IPAM pool hands ' +
    'out the block at deployment, so that a scanner cannot judge it. A pool never hands out the whole internet: a VPC is ' +
    '/16 at most.',
};

export const FLOW_LOG_HOLDS_NO_CARD_DATA: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-S3DefaultEncryptionKMS`),
  reason:
    'The objects are encrypted with AES-256. A flow log holds addresses, ports and counts, no card data, so PCI DSS 4.0.1 ' +
    'requirement 3.5.1 asks for no key of its own. A `flowLogBucket` may have one: its policy gets the statement needed.',
};

export const FLOW_LOG_BUCKET_IS_A_LOG: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-S1`, ...[NIST, PCI, HIPAA].map((pack) => `${pack}-S3BucketLoggingEnabled`)],
  reason:
    'Server access logs need a second bucket, which belongs to all buckets of an account and not to one network. The ' +
    'objects are versioned, so that none can be changed unnoticed, and a trail with data events records who read them. ' +
    'A `flowLogBucket` that logs its accesses can be given.',
};
