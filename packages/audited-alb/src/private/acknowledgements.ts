import { type Acknowledgement, AWS_SOLUTIONS, HIPAA, NIST, PCI } from './acknowledge';

export { acknowledge } from './acknowledge';

export const OPEN_TO_THE_INTERNET: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-EC23`],
  reason:
    'Whoever pays is somewhere on the internet: Ingress.anywhere() says so by name. What is open is the load balancer ' +
    'alone, with TLS, request checks and logs that cannot be turned off. Ingress.cidrs(), .prefixLists() and ' +
    '.cloudFront() close it.',
};

export const RANGE_OF_THE_VPC_IS_KNOWN_AT_DEPLOYMENT: Acknowledgement = {
  rules: [
    `${AWS_SOLUTIONS}-EC23`,
    ...[NIST, PCI, HIPAA].flatMap((pack) => [`${pack}-EC2RestrictedCommonPorts`, `${pack}-EC2RestrictedSSH`]),
  ],
  reason:
    'The rules cannot be judged, because IPAM or whoever owns the VPC gives it its range at deployment. It is the range of ' +
    "this VPC whatever it is, never the internet's, and the one port that is open to it is 443.",
};

export const END_OF_THE_LOG_CHAIN: Acknowledgement = {
  rules: [`${AWS_SOLUTIONS}-S1`, ...[NIST, PCI, HIPAA].map((pack) => `${pack}-S3BucketLoggingEnabled`)],
  reason:
    "Elastic Load Balancing is this bucket's only writer, and a log of each log file that it writes says nothing. Who " +
    'reads or deletes them is recorded by a trail with S3 data events. A bucket with server access logs can be passed ' +
    'as `accessLogBucket`.',
};

export const LOAD_BALANCERS_KNOW_NO_CUSTOMER_KEYS: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-S3DefaultEncryptionKMS`),
  reason:
    'Elastic Load Balancing writes its logs to buckets with SSE-S3 only: a customer-managed key would stop the delivery. ' +
    'The objects are encrypted with AES-256.',
};

export const LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-CloudWatchLogGroupEncrypted`),
  reason:
    "CloudWatch Logs encrypts the firewall's entries with AES-256 and a key of its own. They hold no stored account data: " +
    'card numbers are masked, credentials taken out before. FirewallLogs takes an `encryptionKey` where a customer-managed ' +
    'key is demanded.',
};

export const REDIRECT_NEEDS_NO_CERTIFICATE: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-ELBv2ACMCertificateRequired`),
  reason:
    'The listener on port 80 was asked for with PlainHttp.redirected(). It can carry no certificate, because its only ' +
    'answer is a redirect to HTTPS: no request goes on to a target.',
};

export const DESTROYABLE_BY_NAME: Acknowledgement = {
  rules: [NIST, HIPAA].map((pack) => `${pack}-ELBDeletionProtectionEnabled`),
  reason:
    'RemovalPolicy.DESTROY was asked for by name: this load balancer goes with its stack. It holds no data; PCI DSS 4.0.1 ' +
    'asks for no deletion protection, which is a matter of availability.',
};
