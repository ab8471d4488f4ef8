import { documentOf, placeOf, policyStatements } from '../policies/resource-policies';
import { isNarrowed, type Statement } from '../policies/statements';
import type { Check, Rule } from '../rule';
import type { Judgement } from '../verdict';

/** They do not say for whom they call. */
const SILENT = ['events.amazonaws.com'];

/** A service acts for whoever asks it to, unless the policy says for whom. */
const actsForThisAccount: Check = (resource, reader): Judgement => {
  const at = { path: '', expected: 'a condition on aws:SourceAccount or aws:SourceArn' };
  const ofServices = policyStatements(resource, reader).filter(
    ({ effect, principals }) =>
      effect !== 'Deny' && principals.some(({ kind, value }) => kind === 'Service' && !SILENT.includes(value)),
  );
  if (ofServices.length === 0) return { ...at, outcome: 'not-applicable', found: 'no service of AWS' };
  const bad = ofServices.find((statement) => !isNarrowed(statement) && !isBoundToContext(statement));
  const keys = ofServices.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  if (!bad) return { ...at, ...documentOf(ofServices), outcome: 'satisfied', found: [...new Set(keys)].join(', ') };
  const named = bad.principals.map(({ value }) => value).join(', ');
  return { ...at, ...placeOf(bad), outcome: 'violated', found: `${named} for anybody` };
};

/** A key that is used for one log group or one resource alone. */
function isBoundToContext({ conditions }: Statement): boolean {
  return conditions.some(({ key }) => key.startsWith('kms:encryptioncontext:') || key === 'kms:viaservice');
}

/** Rules of what services of AWS may do with resources. */
export const SERVICE_RULES: readonly Rule[] = [
  {
    id: 'PCI.IAM.10',
    title: 'A service of AWS reaches a resource for this account alone',
    requirement: '7.2.5',
    related: ['7.2.1', '7.3.3', '10.3.2'],
    severity: 'medium',
    resourceTypes: ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey', 'AWS::SNS::Topic', 'AWS::SQS::Queue'],
    why: 'Anybody can have the service write into a bucket or a topic whose policy names the service and nothing else.',
    fix: 'Add the condition aws:SourceAccount with your account.',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    check: actsForThisAccount,
  },
];
