import { App } from 'aws-cdk-lib/core';
import { assess } from '../../src/private/assess';
import { Constructs } from '../../src/private/constructs';
import { describe as words } from '../../src/private/template/possibility';
import { Reader, targetsOf } from '../../src/private/template/read';
import { platformOf, readerOf } from './build';

/** Everything that property `P` may be, in words. */
function possible(value: unknown, more: Record<string, object> = {}): string[] {
  const { reader, resource } = readerOf({ P: value }, more);
  return reader.read(resource, 'P').map(words);
}

const Conditions = {
  Open: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
  Always: { 'Fn::Equals': ['a', 'a'] },
  Never: { 'Fn::Not': [{ Condition: 'Always' }] },
  Both: { 'Fn::And': [{ Condition: 'Always' }, { Condition: 'Never' }] },
  Either: { 'Fn::Or': [{ Condition: 'Open' }, { Condition: 'Always' }] },
  Itself: { Condition: 'Itself' },
};
const Parameters = {
  Stage: { Type: 'String', Default: 'dev', AllowedValues: ['dev', 'prod'] },
  Free: { Type: 'String' },
  Usual: { Type: 'String', Default: 'x' },
  Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a/b' },
  Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
};
const Mappings = { Sizes: { dev: { Days: 7 }, prod: { Days: 365 } } };

test.each<[string, unknown, string[]]>([
  ['a literal', 'x', ['x']],
  ['nothing', undefined, ['nothing']],
  ['AWS::NoValue', { Ref: 'AWS::NoValue' }, ['nothing']],
  ['both branches of an open condition', { 'Fn::If': ['Open', 'x', { Ref: 'AWS::NoValue' }] }, ['x', 'nothing']],
  ['the only branch of a condition that is always true', { 'Fn::If': ['Always', 'x', 'y'] }, ['x']],
  ['the other of one that never is', { 'Fn::If': ['Never', 'x', 'y'] }, ['y']],
  ['and', { 'Fn::If': ['Both', 'x', 'y'] }, ['y']],
  ['or', { 'Fn::If': ['Either', 'x', 'y'] }, ['x']],
  ['a condition that hangs on itself', { 'Fn::If': ['Itself', 'x', 'y'] }, ['x', 'y']],
  ['a condition that is not there', { 'Fn::If': ['Missing', 'x', 'y'] }, ['x', 'y']],
  ['a parameter: its default and what it allows', { Ref: 'Stage' }, ['dev', 'prod']],
  ['a parameter that anybody fills', { Ref: 'Free' }, ['parameter Free has no default']],
  ['a parameter of Systems Manager', { Ref: 'Stored' }, ['parameter Stored has no default']],
  [
    'a list parameter',
    { 'Fn::Select': [1, { Ref: 'Zones' }] },
    ['b', 'Fn::Select of parameter Zones may be set to anything'],
  ],
  ['a parameter: its default is a beginning', { Ref: 'Usual' }, ['x', 'parameter Usual may be set to anything']],
  ['a part that is the whole', { 'Fn::Sub': '${X.Arn}' }, ['X.Arn']],
  ['a mapping under a known key', { 'Fn::FindInMap': ['Sizes', 'prod', 'Days'] }, ['365']],
  ['a mapping under a key that may be several', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'Days'] }, ['7', '365']],
  ['a mapping under an open key', { 'Fn::FindInMap': ['Sizes', { Ref: 'Free' }, 'Days'] }, ['7', '365']],
  [
    'a mapping that is not there',
    { 'Fn::FindInMap': ['No', 'a', 'b'] },
    ['Fn::FindInMap of a mapping that the template does not have'],
  ],
  ['joined text', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }]] }, ['a-dev', 'a-prod']],
  ['text with an open part', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }]] }, ['arn:${AWS::Partition}']],
  ['substituted text', { 'Fn::Sub': 'a-${Stage}-${!Raw}' }, ['a-dev-${Raw}', 'a-prod-${Raw}']],
  ['substituted variables', { 'Fn::Sub': ['${A}/b', { A: 'x' }] }, ['x/b']],
  ['a part of split text', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] }, ['b']],
  ['a reference', { Ref: 'X' }, ['X']],
  ['an attribute', { 'Fn::GetAtt': ['X', 'Arn'] }, ['X.Arn']],
  ['an attribute as text', { 'Fn::GetAtt': 'X.Endpoint.Port' }, ['X.Endpoint.Port']],
  ['a reference to nothing', { Ref: 'Gone' }, ['Gone is not in the template']],
  ['a function that is resolved later', { 'Fn::GetAZs': '' }, ['Fn::GetAZs is resolved at deployment']],
  ['an import from outside', { 'Fn::ImportValue': 'other' }, ['other comes from a stack outside this app']],
])('%s', (_name, value, expected) => {
  expect(possible(value, { Conditions, Parameters, Mappings })).toEqual(expected);
});

test('functions on the way to a property are followed', () => {
  const { reader, resource } = readerOf(
    { A: { 'Fn::If': ['Open', { B: true }, { B: { 'Fn::If': ['Open', false, 'x'] } }] } },
    { Conditions, Parameters },
  );
  expect(reader.read(resource, 'A.B').map((one) => [one.path, words(one)])).toEqual([
    ['Properties.A.B', 'true'],
    ['Properties.A.B', 'false'],
    ['Properties.A.B', 'x'],
  ]);
});

test('a value of another stack is read in that stack', () => {
  const platform = platformOf({
    A: {
      Parameters: { Days: { Type: 'Number', Default: 7 } },
      Resources: { Key: { Type: 'AWS::KMS::Key' } },
      Outputs: {
        Arn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key' } },
        Days: { Value: { Ref: 'Days' } },
      },
    },
    B: {
      Resources: {
        X: {
          Type: 'AWS::Test::Thing',
          Properties: {
            Key: { 'Fn::ImportValue': 'key' },
            Days: { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'Days' } },
            Gone: { 'Fn::GetStackOutput': { StackName: 'C', OutputName: 'Days' } },
          },
        },
      },
    },
  });
  const reader = new Reader(platform);
  const [x] = platform.all('AWS::Test::Thing');
  if (!x) throw new Error('no resource');
  expect(reader.targets(x, 'Key').map(({ id }) => id)).toEqual(['A/Key']);
  expect(reader.read(x, 'Days').map(words)).toEqual(['7', 'parameter Days may be set to anything']);
  expect(reader.read(x, 'Gone').map(words)).toEqual(['C is a stack outside this app']);
});

test('a resource whose condition never comes true is none', () => {
  const thing = (Condition?: string) => ({ Type: 'AWS::Test::Thing', Condition });
  const platform = platformOf({
    S: { Conditions, Parameters, Resources: { A: thing('Never'), B: thing('Open'), C: thing('Open'), D: thing() } },
  });
  const [b, c, d] = platform.all('AWS::Test::Thing');
  if (!b || !c || !d) throw new Error('no resource');
  expect(platform.resources).toEqual([b, c, d]);
  const reader = new Reader(platform);
  const told = { outcome: 'satisfied', path: '', found: 'x', expected: '' } as const;
  const open = { ...told, outcome: 'undecidable', found: 'x, under the condition Open' };
  expect([reader.certain(b, c, told), reader.certain(b, d, told), reader.certain(d, b, told)]).toEqual([
    told,
    open,
    told,
  ]);
});

test('text keeps the resources that its parts come from', () => {
  const { reader, resource } = readerOf({ P: { 'Fn::Sub': 'arn:${X.Arn}/*' } });
  const read = reader.read(resource, 'P');
  expect(read.map(words)).toEqual(['arn:${S/X.Arn}/*']);
  expect(targetsOf(read).map(({ logicalId }) => logicalId)).toEqual(['X']);
});

test('what would be too many possibilities is said to be', () => {
  const AllowedValues = Array.from({ length: 20 }, (_, index) => `v${index}`);
  const many = { Ref: 'Many' };
  const value = { 'Fn::Join': ['', [many, many]] };
  expect(possible(value, { Parameters: { Many: { Type: 'String', AllowedValues } } })).toEqual([
    'more than 64 texts are possible',
  ]);
});

test('a value that leads round in a circle is not followed for ever', () => {
  const platform = platformOf({
    A: {
      Resources: { X: { Type: 'AWS::Test::Thing', Properties: { P: { 'Fn::ImportValue': 'loop' } } } },
      Outputs: { Loop: { Value: { 'Fn::ImportValue': 'loop' }, Export: { Name: 'loop' } } },
    },
  });
  const [x] = platform.all('AWS::Test::Thing');
  expect(x && new Reader(platform).read(x, 'P').map(words)).toEqual(['it refers to itself, or too deep']);
});

test.each([
  ['sections that are none', { Resources: [], Outputs: 'x', Conditions: 7 }],
  ['resources that are none', { Resources: { A: 'x', B: { Type: 7 }, C: null } }],
])('%s are no crash', (_name, json) => {
  expect(platformOf({ S: json }).resources).toEqual([]);
});

test('security groups that let each other in are followed once', () => {
  const group = (other: string) => ({
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', SourceSecurityGroupId: { Ref: other } }] },
  });
  const service = {
    Type: 'AWS::ECS::Service',
    Properties: { NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [{ Ref: 'A' }] } } },
  };
  const Resources = { A: group('B'), B: group('A'), Service: service };
  expect(verdicts({ S: { Resources } }).filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test('a template of a megabyte with types that nobody knows is judged, and no rule fails', () => {
  const thing = (index: number) => ({
    Type: index % 2 ? 'AWS::Brand::New' : 'AWS::RDS::DBCluster',
    Properties: { StorageEncrypted: { 'Fn::ImportValue': `x-${index}` }, Text: 'x'.repeat(500) },
  });
  const Resources = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`X${index}`, thing(index)]));
  expect(JSON.stringify(Resources).length).toBeGreaterThan(1_000_000);
  const found = verdicts({ S: { Resources } });
  expect(found.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  const encryption = found.filter(({ rule }) => rule === 'PCI.RDS.1');
  expect([encryption.length, new Set(encryption.map(({ outcome }) => outcome))]).toEqual([
    1000,
    new Set(['undecidable']),
  ]);
});

/** What every rule says of every resource; `failed` where a rule threw, which `assess` turns into undecidable. */
function verdicts(templates: Record<string, object>): { rule: string; outcome: string }[] {
  return assess(platformOf(templates), new Constructs(new App()), '2026-11-25').map(({ rule, judgement }) => ({
    rule: rule.id,
    outcome: judgement.found.startsWith('the rule failed') ? 'failed' : judgement.outcome,
  }));
}

test.each([
  { 'Fn::If': 'x' },
  { 'Fn::Join': 'x' },
  { 'Fn::Join': ['', 'x'] },
  { 'Fn::Sub': [] },
  { 'Fn::Select': {} },
  { 'Fn::Select': [9, ['a']] },
  { 'Fn::GetAtt': {} },
  { 'Fn::FindInMap': 'x' },
  { 'Fn::GetStackOutput': 'x' },
  { Ref: [] },
])('the malformed %j is no crash', (value) => {
  expect(possible(value)).toHaveLength(1);
});
