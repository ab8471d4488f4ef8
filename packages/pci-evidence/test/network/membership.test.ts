import { membership } from '../../src/private/network/membership';
import { Reader } from '../../src/private/template/read';
import { platformOf } from '../template/build';

const group = { Type: 'AWS::EC2::SecurityGroup' };
const Shared = {
  Resources: { Outer: group, Role: { Type: 'AWS::IAM::Role' } },
  Outputs: {
    Group: { Value: { 'Fn::GetAtt': ['Outer', 'GroupId'] }, Export: { Name: 'group' } },
    Role: { Value: { Ref: 'Role' }, Export: { Name: 'role' } },
  },
};

/** The groups that a thing with such a property stands behind. */
function groupsOf(Groups: unknown): string[] {
  const thing = { Type: 'AWS::Test::Thing', Properties: { Deep: { Groups } } };
  const platform = platformOf({
    Shared,
    S: {
      Parameters: { Stage: { Type: 'String' }, Name: { Type: 'String', Default: 'group', AllowedValues: ['group'] } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: { Own: group, Role: { Type: 'AWS::IAM::Role' }, Thing: thing },
    },
  });
  const [resource] = platform.all('AWS::Test::Thing');
  const { groupsOf: found } = membership(new Reader(platform));
  return (resource ? (found.get(resource) ?? []) : []).map(({ id }) => id);
}

test.each<[string, unknown, string[]]>([
  ['a reference', { Ref: 'Own' }, ['S/Own']],
  ['an attribute in a list', [{ 'Fn::GetAtt': ['Own', 'GroupId'] }], ['S/Own']],
  ['an attribute as text', { 'Fn::GetAtt': 'Own.GroupId' }, ['S/Own']],
  ['substituted text', { 'Fn::Sub': '${ Own.GroupId }' }, ['S/Own']],
  ['a variable of it', { 'Fn::Sub': ['${A}', { A: { Ref: 'Own' } }] }, ['S/Own']],
  ['one branch of a condition', { 'Fn::If': ['Prod', [{ Ref: 'Own' }], []] }, ['S/Own']],
  ['joined text that is split', { 'Fn::Join': [',', [{ Ref: 'Own' }]] }, ['S/Own']],
  ['an export of another stack', { 'Fn::ImportValue': 'group' }, ['Shared/Outer']],
  ['one whose name is a parameter', { 'Fn::ImportValue': { Ref: 'Name' } }, ['Shared/Outer']],
  ['an output', { 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'Group' } }, ['Shared/Outer']],
  ['an export of something else', { 'Fn::ImportValue': 'role' }, []],
  ['an output of nobody', { 'Fn::GetStackOutput': { StackName: 'Gone', OutputName: 'Group' } }, []],
  ['something else of the same stack', [{ Ref: 'Role' }, { 'Fn::Sub': '${Role.Arn}' }, { Ref: 'Stage' }], []],
  ['plain text', 'Own', []],
])('a group is found by %s', (_how, value, expected) => {
  expect(groupsOf(value)).toEqual(expected);
});

test('what is too deep to look through is worked out', () => {
  const deep = (value: unknown, depth: number): unknown => (depth === 0 ? value : [deep(value, depth - 1)]);
  expect(groupsOf(deep({ Ref: 'Own' }, 300))).toEqual(['S/Own']);
});
