import { accountKey, everyItem, judge } from '../checks';
import { policyClosedToStrangers } from '../policies/resource-policies';
import type { Rule } from '../rule';
import { worst } from '../verdict';

const VAULT = 'AWS::Backup::BackupVault';
const PLAN = 'AWS::Backup::BackupPlan';
const GUIDE = 'https://docs.aws.amazon.com/aws-backup/latest/devguide';

/** Rules of AWS Backup. Whether a database is in a plan stands with the databases. */
export const BACKUP_RULES: readonly Rule[] = [
  {
    id: 'PCI.Backup.1',
    title: 'The policy of a backup vault lets in nobody unknown',
    requirement: '7.3.3',
    related: ['3.5.1', '7.2.1'],
    severity: 'critical',
    resourceTypes: [VAULT],
    why: 'Whoever may copy a backup has the database.',
    fix: 'Name the principals in AccessPolicy, or narrow everybody with aws:PrincipalOrgID.',
    source: `${GUIDE}/create-a-vault-access-policy.html`,
    check: policyClosedToStrangers,
  },
  {
    id: 'PCI.Backup.2',
    title: 'A backup vault is encrypted with a key of the account',
    requirement: '3.6.1',
    related: ['3.5.1', '3.5.1.3', '3.6.1.2', '3.7.1'],
    severity: 'medium',
    resourceTypes: [VAULT],
    why: 'A backup holds what the database holds, and needs a key that somebody can take away.',
    fix: 'Set EncryptionKeyArn to a key of your own.',
    source: `${GUIDE}/encryption.html`,
    check: accountKey('EncryptionKeyArn'),
  },
  {
    id: 'PCI.Backup.3',
    title: 'Backups are kept for a week or more',
    requirement: '12.10.1',
    related: [],
    severity: 'medium',
    resourceTypes: [PLAN],
    why: 'What was destroyed on a Friday is often noticed on a Monday.',
    fix: 'Leave Lifecycle.DeleteAfterDays out, or set it to 7 or more.',
    source: `${GUIDE}/creating-a-backup-plan.html`,
    check: everyItem('BackupPlan.BackupPlanRule', (rules, reader) =>
      worst(
        rules.map((rule) =>
          judge(
            reader.below(rule, 'Lifecycle.DeleteAfterDays'),
            (value) => value === undefined || Number(value) >= 7,
            '7 or more',
          ),
        ),
      ),
    ),
  },
];
