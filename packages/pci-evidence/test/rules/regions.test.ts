import { RULES } from '../../src/private/rules';
import type { JsonMap } from '../../src/private/template/json';
import { Platform } from '../../src/private/template/platform';
import { Reader } from '../../src/private/template/read';
import { Template } from '../../src/private/template/template';
import type { Resources } from './seeded';

const stack = (stackPath: string, region: string, Resources: Resources) =>
  new Template({ stackPath, region, account: '111122223333', file: `${stackPath}.json` }, {
    Resources,
  } as unknown as JsonMap);

/** What a rule says of the first resource in eu-west-1 where the others stand in `region`. */
function outcome(id: string, judged: Resources, others: Resources, region: string): string {
  const platform = new Platform([stack('Judged', 'eu-west-1', judged), stack('Others', region, others)]);
  const rule = RULES.find((one) => one.id === id);
  const [resource] = platform.all(...(rule?.resourceTypes ?? []));
  if (!rule || !resource) throw new Error(`There is no rule ${id}, or nothing that it looks at.`);
  return rule.check(resource, new Reader(platform)).outcome;
}

const database: Resources = { Db: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } };
const selection = (Selection: object): Resources => ({
  Own: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupSelection: Selection } },
});
const fn: Resources = { Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'settle' } } };
const group: Resources = { Own: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/settle' } } };

test.each([
  ['a selection of everything', 'PCI.RDS.26', database, selection({ Resources: ['*'] }), 'satisfied'],
  ['a selection by tags', 'PCI.RDS.26', database, selection({ ListOfTags: [{}] }), 'undecidable'],
  ['a log group that has the name', 'PCI.Lambda.6', fn, group, 'satisfied'],
])('%s is of use in its own region alone', (_name, rule, judged, others, expected) => {
  expect(outcome(rule, judged, others, 'eu-west-1')).toBe(expected);
  expect(outcome(rule, judged, others, 'us-east-1')).toBe('violated');
});
