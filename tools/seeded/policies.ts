import { type Break, type Broken, brief, isList, isMap, type Json, type JsonMap } from './operators';

type Statement = JsonMap;
type Change = (statement: Statement) => readonly { readonly how: string; readonly statement: Statement | undefined }[];

/** A statement of an identity policy that grants everything. */
export const ANYTHING = { Sid: 'Seeded', Effect: 'Allow', Action: '*', Resource: '*' };

const EVERYBODY = { AWS: '*' };
const STRANGER = { ...ANYTHING, Principal: EVERYBODY };

/** A policy of a resource that lets in everybody. */
export const EVERYBODY_MAY: JsonMap = { Version: '2012-10-17', Statement: [STRANGER] };

/** Applies changes to each statement of a policy document, one at a time. */
function statements(...changes: readonly Change[]): Break {
  return (document) => {
    if (!isMap(document)) return [];
    const list = isList(document.Statement) ? document.Statement : [document.Statement ?? {}];
    return list.flatMap((statement, at) =>
      isMap(statement)
        ? changes.flatMap((change) =>
            change(statement).map(({ how, statement: changed }): Broken => {
              const Statement = list.flatMap((other, index) => (index === at ? (changed ?? []) : other)) as Json;
              return { how: `${nameOf(statement, at)}: ${how}`, value: { ...document, Statement } };
            }),
          )
        : [],
    );
  };
}

function nameOf({ Sid, Effect, Action }: Statement, at: number): string {
  return `statement ${at} (${typeof Sid === 'string' ? Sid : `${Effect} ${brief(Action ?? '')}`})`;
}

function ofAllow(change: Change): Change {
  return (statement) => (statement.Effect === 'Allow' ? change(statement) : []);
}

const anyAction: Change = ofAllow((statement) => [{ how: 'any action', statement: { ...statement, Action: '*' } }]);

/** Such as `s3:Get*` for `s3:GetObject`; a statement of a whole service has nothing left to widen. */
const wildcardAction: Change = ofAllow((statement) => {
  const actions = isList(statement.Action) ? statement.Action : [statement.Action ?? ''];
  const [first] = actions.filter((action): action is string => typeof action === 'string' && !action.includes('*'));
  if (!first) return [];
  const wider = `${first.split(':')[0]}:*`;
  return [{ how: wider, statement: { ...statement, Action: [...actions, wider] } }];
});

const anyResource: Change = ofAllow((statement) =>
  JSON.stringify(statement.Resource) === '"*"'
    ? []
    : [{ how: 'any resource', statement: { ...statement, Resource: '*' } }],
);

/** Not where everybody is there already, as for the image layers that Amazon ECR publishes. */
const anybody: Change = ofAllow((statement) => {
  const { Condition, ...rest } = statement;
  if (!Condition && JSON.stringify(rest.Principal) === JSON.stringify(EVERYBODY)) return [];
  return [{ how: 'anybody, unconditionally', statement: { ...rest, Principal: EVERYBODY } }];
});

/** What a service of AWS may do for this account, it may then do for anybody; accounts that are named stay named. */
const unconditional: Change = ofAllow(({ Condition, ...rest }) =>
  Condition && isMap(rest.Principal) && rest.Principal.Service
    ? [{ how: 'without its condition', statement: rest }]
    : [],
);

/** AWS itself refuses versions of TLS before 1.2: dropping the statement that does so too changes nothing. */
const allowed: Change = (statement) =>
  statement.Effect === 'Deny' && !JSON.stringify(statement.Condition ?? '').includes('s3:TlsVersion')
    ? [{ how: 'dropped', statement: undefined }]
    : [];

/** What a role, a user or a group may do. */
export const grants: Break = statements(anyAction, wildcardAction, anyResource);

/** Who may take a role. */
export const trusts: Break = statements(anybody);

/** Lets in everybody beside those who are there. */
export const opened: Break = (document) =>
  isMap(document) && isList(document.Statement)
    ? [{ how: 'and everything for everybody', value: { ...document, Statement: [...document.Statement, STRANGER] } }]
    : [];

/** Who gets at a resource: statements are opened one by one, and those that refuse are dropped. */
export const guards: Break = (document, resources) => [
  ...statements(anybody, unconditional, allowed)(document, resources),
  ...opened(document, resources),
];
