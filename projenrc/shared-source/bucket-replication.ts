import { type Acknowledgement, HIPAA, NIST, PCI } from './acknowledge';

export const REPLICATION_IS_THE_ACCOUNTS_CHOICE: Acknowledgement = {
  rules: [NIST, PCI, HIPAA].map((pack) => `${pack}-S3BucketReplicationEnabled`),
  reason:
    'Copies in another region or account are a decision about where data may be kept, which only the owner of the ' +
    'account can take; PCI DSS 4.0.1 asks for none. Older versions are kept, and Amazon S3 holds each object in at ' +
    'least three zones.',
};
