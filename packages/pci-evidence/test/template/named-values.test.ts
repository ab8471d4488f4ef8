import type { JsonMap } from '../../src/private/template/json';
import { Platform } from '../../src/private/template/platform';
import { describe as words } from '../../src/private/template/possibility';
import { Reader } from '../../src/private/template/read';
import { Template } from '../../src/private/template/template';

interface Place {
  readonly folder?: string;
  readonly region?: string;
  readonly account?: string;
}

/** A stack that exports its parameter group, and offers it as an output. */
const offering = (id: string, { folder = 'out', ...place }: Place) =>
  new Template({ stackPath: id, stackName: 'params', file: `${folder}/${id}.json`, ...place }, {
    Resources: { [`${id}Group`]: { Type: 'AWS::RDS::DBClusterParameterGroup' } },
    Outputs: { Group: { Value: { Ref: `${id}Group` }, Export: { Name: 'params:Group' } } },
  } as JsonMap);

/** Who is meant by a reference in a stack of that place. */
function meant(reference: object, { folder = 'out', ...place }: Place, offers: readonly Template[]): string[] {
  const user = new Template({ stackPath: 'User', file: `${folder}/User.json`, ...place }, {
    Resources: { X: { Type: 'AWS::Test::Thing', Properties: { Group: reference } } },
  } as JsonMap);
  const platform = new Platform([...offers, user]);
  const reader = new Reader(platform);
  return platform.all('AWS::Test::Thing').flatMap((x) => reader.read(x, 'Group').map(words));
}

const imported = { 'Fn::ImportValue': 'params:Group' };
const output = (more: object = {}) => ({
  'Fn::GetStackOutput': { StackName: 'params', OutputName: 'Group', ...more },
});
const dev = { folder: 'assembly-Dev', account: '111111111111', region: 'us-east-1' };
const live = { folder: 'assembly-Live', account: '222222222222', region: 'us-east-1' };
const ireland = { account: '222222222222', region: 'eu-west-1' };
const virginia = { account: '222222222222', region: 'us-east-1' };
const anywhere = { folder: 'assembly-Live' };

test.each<[string, object, Place, Template[], string[]]>([
  ['an export of the own stage', imported, dev, [offering('Dev', dev), offering('Live', live)], ['DevGroup']],
  [
    'an export of the own stage, the other way',
    imported,
    live,
    [offering('Dev', dev), offering('Live', live)],
    ['LiveGroup'],
  ],
  ['an output of the own stage', output(), live, [offering('Live', live), offering('Dev', dev)], ['LiveGroup']],
  [
    'an export of the own region',
    imported,
    ireland,
    [offering('Ireland', ireland), offering('Virginia', virginia)],
    ['IrelandGroup'],
  ],
  [
    'an export of the own stage, whatever its account',
    imported,
    anywhere,
    [offering('Dev', { folder: 'assembly-Dev' }), offering('Live', anywhere)],
    ['LiveGroup'],
  ],
  ['one of another stage, where the own has none', imported, virginia, [offering('Live', live)], ['LiveGroup']],
  [
    'none of another account',
    imported,
    dev,
    [offering('Live', live)],
    ['params:Group comes from a stack outside this app'],
  ],
  ['all that it may be', imported, {}, [offering('A', {}), offering('B', {})], ['AGroup', 'BGroup']],
  [
    'an output of a region that is named',
    output({ Region: 'eu-west-1' }),
    virginia,
    [offering('Virginia', virginia), offering('Ireland', ireland)],
    ['IrelandGroup'],
  ],
  [
    'an output of a region that is open',
    output({ Region: { Ref: 'Region' } }),
    virginia,
    [offering('Virginia', virginia), offering('Ireland', ireland)],
    ['VirginiaGroup', 'IrelandGroup'],
  ],
  [
    'an output of another account',
    output({ RoleArn: 'arn:aws:iam::222222222222:role/reader' }),
    { ...dev, folder: 'out' },
    [offering('Live', virginia)],
    ['LiveGroup'],
  ],
])('a name means %s', (_name, reference, place, offers, expected) => {
  expect(meant(reference, place, offers)).toEqual(expected);
});
