import type { Rule } from '../rule';
import { ACCOUNT_RULES } from './accounts';
import { AUDIT_RULES } from './audit';
import { BACKUP_RULES } from './backups';
import { COMPUTE_RULES } from './compute';
import { DNS_RULES } from './dns';
import { ECS_RULES } from './ecs';
import { ECS_LAUNCH_RULES } from './ecs-launches';
import { ELB_RULES } from './elb';
import { FIREWALL_RULES } from './firewalls';
import { IAM_RULES } from './iam';
import { KEY_RULES } from './keys';
import { LOG_RULES } from './logs';
import { MESSAGING_RULES } from './messaging';
import { NETWORK_RULES } from './network';
import { OPENING_RULES } from './openings';
import { RDS_RULES } from './rds';
import { RDS_AUDIT_RULES } from './rds-audit';
import { RDS_INSTANCE_RULES } from './rds-instances';
import { RDS_SURROUNDING_RULES } from './rds-surroundings';
import { RETENTION_RULES } from './retention';
import { S3_RULES } from './s3';
import { SERVICE_RULES } from './services';
import { VPC_RULES } from './vpc';

/** Every rule, service by service. */
export const RULES: readonly Rule[] = [
  ...NETWORK_RULES,
  ...ECS_LAUNCH_RULES,
  ...ECS_RULES,
  ...ELB_RULES,
  ...IAM_RULES,
  ...SERVICE_RULES,
  ...ACCOUNT_RULES,
  ...RDS_RULES,
  ...RDS_AUDIT_RULES,
  ...RDS_INSTANCE_RULES,
  ...RDS_SURROUNDING_RULES,
  ...BACKUP_RULES,
  ...S3_RULES,
  ...RETENTION_RULES,
  ...LOG_RULES,
  ...AUDIT_RULES,
  ...VPC_RULES,
  ...OPENING_RULES,
  ...DNS_RULES,
  ...KEY_RULES,
  ...MESSAGING_RULES,
  ...COMPUTE_RULES,
  ...FIREWALL_RULES,
];
