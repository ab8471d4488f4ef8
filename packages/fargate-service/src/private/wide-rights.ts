import { Effect, type PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** AWS offers no resource-level form of this action. */
export const IRREDUCIBLE = 'ecr:GetAuthorizationToken';

/** Services whose resources begin with their name instead of a type: there `name/*` is inside of one of them. */
const WITHOUT_TYPES = ['execute-api', 's3'];

/** What a statement allows beyond exact actions on exact ARNs, in words; undefined if nothing. */
export function wideRights(statement: PolicyStatement): string | undefined {
  const { effect, actions, notActions } = statement;
  if (effect !== Effect.ALLOW) return undefined;
  const where = wideResources(statement);
  if (notActions.length > 0) return `every action but ${notActions.join(', ')}${where}`;
  const wild = actions.filter((action) => action.includes('*') || (where !== '' && action !== IRREDUCIBLE));
  return wild.length > 0 ? `${wild.join(', ')}${where}` : undefined;
}

function wideResources({ resources, notResources }: PolicyStatement): string {
  if (notResources.length > 0) return ' on any resource but some';
  return resources.some(namesNothing) ? ' on any resource' : '';
}

/** Whether an ARN leaves the name of the resource open. One that is a token is that of a resource. */
function namesNothing(resource: string): boolean {
  const [arn, , service = '', , , ...rest] = resource.split(':');
  if (arn !== 'arn' || rest.length === 0) return /^(?:arn:.*)?\*$/.test(resource);
  const [first = '', second] = rest.join(':').split(/[/:]/);
  return first === '*' || (second === '*' && !WITHOUT_TYPES.includes(service));
}
