import {
  accountKey,
  all,
  any,
  asWritten,
  everyItem,
  has,
  isFalse,
  isTrue,
  judge,
  keyOfAccount,
  oneOf,
  present,
  when,
} from '../checks';
import { policyClosedToStrangers, policyStatements } from '../policies/resource-policies';
import { covers } from '../policies/statements';
import type { Check, Rule } from '../rule';
import { describe, type Possibility, textOf } from '../template/possibility';
import type { Reader } from '../template/read';
import { best, type Judgement, readOff, worst } from '../verdict';
import { looksSecret, resolvesSecret } from './secrets-in-text';

const KEY = 'AWS::KMS::Key';
/** The same key in another region, with a policy of its own. */
const REPLICA = 'AWS::KMS::ReplicaKey';
const SECRET = 'AWS::SecretsManager::Secret';
const KMS_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html';
const SECRETS_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html';

/** Keys that encrypt by themselves rotate; keys that sign cannot. */
const rotates: Check = (key, reader) => {
  const symmetric = reader.read(key, 'KeySpec').some((one) => ['nothing', 'SYMMETRIC_DEFAULT'].includes(describe(one)));
  return symmetric
    ? all(
        isTrue('EnableKeyRotation'),
        has('RotationPeriodInDays', (value) => value === undefined || Number(value) <= 366, 'a year or less'),
      )(key, reader)
    : { outcome: 'not-applicable', path: 'Properties.KeySpec', found: 'a key that cannot rotate', expected: '' };
};

/** Days after which a secret is old. */
const LONGEST = 90;

/** In days, or as an expression; without any of these nothing happens by itself. */
function judgeSchedule(rules: Possibility, reader: Reader, expected: string): Judgement {
  const days = reader.below(rules, 'AutomaticallyAfterDays');
  const expressions = reader.below(rules, 'ScheduleExpression').filter(({ kind }) => kind !== 'absent');
  if (expressions.length === 0)
    return judge(days, (value) => value !== undefined && Number(value) <= LONGEST, expected);
  return worst(
    expressions.map((one): Judgement => {
      const at = { path: one.path, found: describe(one), expected };
      const [, count, unit] = /^rate\((\d+) (hour|day)/.exec(textOf(one)) ?? [];
      const often = Number(count) <= (unit === 'hour' ? 24 * LONGEST : LONGEST);
      if (count !== undefined) return { ...at, outcome: often ? 'satisfied' : 'violated' };
      // The fourth field is the month.
      const [, month] = /^cron\((?:\S+\s+){3}(\S+)/.exec(textOf(one)) ?? [];
      return { ...at, outcome: month === '*' ? 'satisfied' : 'undecidable' };
    }),
  );
}

/** A rotation of a secret, by a schedule or by RDS that owns the password. */
const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';

const isRotated: Check = (secret, reader): Judgement => {
  const expected = `a rotation schedule of ${LONGEST} days or less`;
  const attachments = reader.referrers(secret, 'AWS::SecretsManager::SecretTargetAttachment', 'SecretId');
  const schedules = [secret, ...attachments].flatMap((one) => reader.referrers(one, SCHEDULE, 'SecretId'));
  if (schedules.length === 0) return { outcome: 'violated', path: `${SCHEDULE}.SecretId`, found: 'none', expected };
  return best(
    schedules.map((schedule) => {
      const rules = reader.read(schedule, 'RotationRules');
      const judgement = worst(rules.map((one) => judgeSchedule(one, reader, expected)));
      const told = { path: 'Properties.RotationRules', found: rules.map(describe).join(' or ') };
      return reader.certain(schedule, secret, readOff(schedule, { ...judgement, ...told }));
    }),
  );
};

/** Copies in other regions are encrypted with keys of these. */
const replicasHaveKeys: Check = everyItem('ReplicaRegions', (replicas, reader) =>
  keyOfAccount(replicas.flatMap((replica) => reader.below(replica, 'KmsKeyId'))),
);

/** Grants outlive policies: only services of AWS may make them freely. */
const grantsForServices: Check = (key, reader): Judgement => {
  const expected = 'kms:CreateGrant under kms:GrantIsForAWSResource, or for the account alone';
  const path = 'Properties.KeyPolicy';
  const statements = policyStatements(key, reader).filter(({ effect }) => effect !== 'Deny');
  const bad = statements.find(
    ({ actions, notActions, principals, conditions }) =>
      (notActions.length > 0 ? !covers(notActions, 'kms:CreateGrant') : covers(actions, 'kms:CreateGrant')) &&
      !principals.every(({ value }) => /:root$|^\$\{AWS::AccountId\}$|^\d{12}$/.test(value)) &&
      !conditions.some(
        (condition) => condition.key === 'kms:grantisforawsresource' || condition.key === 'kms:viaservice',
      ),
  );
  return bad
    ? { outcome: 'violated', path: bad.path, found: bad.principals.map(({ value }) => value).join(', '), expected }
    : { outcome: 'satisfied', path, found: 'no free grants', expected };
};

export const KEY_RULES: readonly Rule[] = [
  {
    id: 'PCI.KMS.1',
    title: 'A key is exchanged each year',
    requirement: '3.7.4',
    related: ['3.6.1', '3.7.1'],
    severity: 'high',
    resourceTypes: [KEY],
    why: 'The longer a key is used, the more there is to read for whoever gets it.',
    fix: 'Set EnableKeyRotation to true, and leave RotationPeriodInDays out (365) or set it to 365 or less.',
    source: KMS_HUB,
    covers: ['securityhub:KMS.4', 'prowler:kms_cmk_rotation_enabled', 'pulumi:kms-key-rotation-enabled'],
    check: rotates,
  },
  {
    id: 'PCI.KMS.2',
    title: 'A key lets in nobody unknown',
    requirement: '3.6.1',
    related: ['3.7.7', '7.2.1', '7.3.3'],
    severity: 'critical',
    resourceTypes: [KEY, REPLICA],
    why: 'A key that everybody may use encrypts nothing.',
    fix: 'Name the principals, or narrow everybody with kms:CallerAccount and kms:ViaService.',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
    covers: ['securityhub:KMS.5', 'pulumi:kms-key-policy-access-control'],
    check: policyClosedToStrangers,
  },
  {
    id: 'PCI.KMS.3',
    title: 'Nobody passes a key on by grants of his own',
    requirement: '3.6.1',
    related: ['3.7.7', '7.2.5'],
    severity: 'medium',
    resourceTypes: [KEY, REPLICA],
    why: 'A grant gives the key to somebody whom no policy names.',
    fix: 'Allow kms:CreateGrant under the condition kms:GrantIsForAWSResource.',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
    covers: ['pulumi:kms-grant-access-control'],
    check: grantsForServices,
  },
  {
    id: 'PCI.KMS.5',
    title: 'The material of a key is made where nobody sees it',
    requirement: '3.7.1',
    related: ['3.6.1'],
    severity: 'low',
    resourceTypes: [KEY],
    why: 'Key material that is brought along was somewhere else before.',
    fix: 'Leave Origin out, or set it to AWS_KMS or AWS_CLOUDHSM.',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html',
    covers: ['pulumi:kms-key-creation'],
    check: has(
      'Origin',
      (value) => value === undefined || ['AWS_KMS', 'AWS_CLOUDHSM'].includes(String(value)),
      'AWS_KMS',
    ),
  },
  {
    id: 'PCI.SecretsManager.1',
    title: 'A secret is exchanged every 90 days or sooner',
    requirement: '8.6.3',
    related: ['8.3.9', '3.7.4'],
    severity: 'medium',
    resourceTypes: [SECRET],
    why: 'A password that never changes is known to everybody who ever saw it.',
    fix: 'Add a RotationSchedule, or let RDS keep the password (ManageMasterUserPassword).',
    source: SECRETS_HUB,
    covers: [
      'securityhub:SecretsManager.1',
      'securityhub:SecretsManager.4',
      'prowler:secretsmanager_automatic_rotation_enabled',
      'pulumi:secrets-manager-rotation-required',
    ],
    check: isRotated,
  },
  {
    id: 'PCI.SecretsManager.2',
    title: 'A secret is encrypted with a key of the account',
    requirement: '8.3.2',
    related: ['3.6.1', '8.6.2'],
    severity: 'medium',
    resourceTypes: [SECRET],
    why: 'With the key of AWS, whoever may read secrets may read this one; with its own he needs the key as well.',
    fix: 'Set KmsKeyId to a key that those who read the secret may use, in each of ReplicaRegions too.',
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
    covers: ['pulumi:secrets-manager-secret-configure-customer-managed-key'],
    check: all(accountKey('KmsKeyId'), when(present('ReplicaRegions'), replicasHaveKeys)),
  },
  {
    id: 'PCI.SecretsManager.3',
    title: 'The value of a secret is made by AWS, and stands in no template',
    requirement: '8.6.2',
    related: ['2.2.2', '8.3.2'],
    severity: 'critical',
    resourceTypes: [SECRET],
    why: 'A value in a template stands in every copy and version of it.',
    fix: 'Use GenerateSecretString, and put a value from elsewhere in by hand after the deployment.',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html',
    covers: ['pulumi:no-hardcoded-secrets'],
    check: (secret, reader) =>
      judge(
        reader.read(secret, 'SecretString').map((one) => asWritten(secret, one)),
        (value) => value === undefined || /^\{\{resolve:|^\$\{/.test(String(value)),
        'nothing, or a reference',
      ),
  },
  {
    id: 'PCI.SecretsManager.4',
    title: 'A secret that AWS makes is long, and mixes letters and numbers',
    requirement: '8.3.6',
    related: ['2.2.2'],
    severity: 'low',
    resourceTypes: [SECRET],
    why: 'The standard asks for twelve characters, letters and numbers; nobody has to remember this one.',
    fix: 'Leave PasswordLength (32) and RequireEachIncludedType (true) out, or set 12 or more and true.',
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html',
    check: all(
      has('GenerateSecretString.PasswordLength', (value) => value === undefined || Number(value) >= 12, '12 or more'),
      has('GenerateSecretString.RequireEachIncludedType', (value) => value !== false, 'letters and numbers'),
      isFalse('GenerateSecretString.ExcludeNumbers', { absent: true }),
      any(
        ...['ExcludeLowercase', 'ExcludeUppercase'].map((key) =>
          isFalse(`GenerateSecretString.${key}`, { absent: true }),
        ),
      ),
    ),
  },
  {
    id: 'PCI.SecretsManager.5',
    title: 'The policy of a secret lets in nobody unknown',
    requirement: '7.3.3',
    related: ['7.2.1', '8.6.2'],
    severity: 'critical',
    resourceTypes: [SECRET],
    why: 'Access is denied unless somebody was given it.',
    fix: 'Name the principals, or set BlockPublicPolicy and narrow everybody by a condition.',
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
    check: policyClosedToStrangers,
  },
  {
    id: 'PCI.SSM.1',
    title: 'A parameter of plain text holds no secret',
    requirement: '8.6.2',
    related: ['8.3.2'],
    severity: 'critical',
    resourceTypes: ['AWS::SSM::Parameter'],
    why: 'CloudFormation writes parameters in clear text, and so they stand in the template.',
    fix: 'Keep it in Secrets Manager, and let the parameter name it.',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html',
    covers: ['pulumi:no-hardcoded-secrets'],
    check: (parameter, reader): Judgement => {
      const name = reader.read(parameter, 'Name').map(describe).join(' ').split('/').at(-1) ?? '';
      const secretName = /(^|[-_.])(password|passwd|pwd|secret|token|api-?key|private-?key)($|[-_.])/i.test(name);
      return worst(
        reader.read(parameter, 'Value').map((value): Judgement => {
          const at = { path: value.path, expected: 'no secret' };
          if (secretName && value.kind === 'known')
            return { ...at, outcome: 'violated', found: `a literal in ${name}` };
          const outcome =
            looksSecret(textOf(value)) || resolvesSecret(textOf(value))
              ? 'violated'
              : value.kind === 'unknown'
                ? 'undecidable'
                : 'satisfied';
          return { ...at, outcome, found: describe(value) };
        }),
      );
    },
  },
  {
    id: 'PCI.ACM.1',
    title: 'A certificate is renewed by itself',
    requirement: '4.2.1',
    related: ['4.2.1.1', '12.3.3'],
    severity: 'medium',
    resourceTypes: ['AWS::CertificateManager::Certificate'],
    why: 'A certificate that waits for an e-mail expires on a holiday.',
    fix: 'Set ValidationMethod to DNS.',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html',
    covers: ['securityhub:ACM.1'],
    // A private authority issues its certificates anew without asking for proof.
    check: any(oneOf('ValidationMethod', 'DNS'), present('CertificateAuthorityArn')),
  },
  {
    id: 'PCI.ACM.2',
    title: 'A certificate has a key that is strong enough',
    requirement: '4.2.1',
    related: ['3.7.1', '12.3.3'],
    severity: 'high',
    resourceTypes: ['AWS::CertificateManager::Certificate'],
    why: 'RSA keys below 2048 bits are broken.',
    fix: 'Leave KeyAlgorithm out (RSA_2048), or choose a larger RSA key or an elliptic curve.',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html',
    covers: ['securityhub:ACM.2', 'prowler:acm_certificates_with_secure_key_algorithms'],
    check: has('KeyAlgorithm', (value) => value !== 'RSA_1024', 'RSA_2048 or better'),
  },
];
