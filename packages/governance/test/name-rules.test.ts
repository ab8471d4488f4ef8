import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack, TagManager } from 'aws-cdk-lib/core';
import { NAME_RULES, type NameRule } from '../src/private/name-rules';
import { UNNAMED_TYPES } from '../src/private/unnamed-types';

const names = readFileSync(join(__dirname, '../docs/names.md'), 'utf8');
const rules = Object.entries(NAME_RULES);
const unnamed = Object.entries(UNNAMED_TYPES);

interface L1 {
  readonly name: string;
  readonly prototype: object;
}

/** The L1 class of a CloudFormation type. */
function l1Of(type: string): L1 {
  const [, service = '', resource = ''] = type.split('::');
  const modules: Record<string, string> = { KinesisFirehose: 'kinesisfirehose', Scheduler: 'scheduler' };
  const module = require(`aws-cdk-lib/aws-${modules[service] ?? service.toLowerCase()}`) as Record<string, L1>;
  const found = module[`Cfn${resource}`];
  if (!found) throw new Error(`No L1 class for ${type}.`);
  return found;
}

/** An object with the L1's accessors and nothing else: constructors want their required properties. */
function hasAccessor(type: string, attribute: string): boolean {
  return Object.getOwnPropertyDescriptor(l1Of(type).prototype, attribute)?.set !== undefined;
}

test.each(rules.filter(([, { attribute }]) => attribute))('%s: the L1 has the attribute', (type, rule) => {
  expect(hasAccessor(type, rule.attribute ?? '')).toBe(true);
  expect(rule.fifoAttribute === undefined || hasAccessor(type, rule.fifoAttribute)).toBe(true);
});

test.each(rules.filter(([, { attribute }]) => !attribute))('%s: the L1 takes tags', (type) => {
  const properties = {
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    resourceId: 'vpc-1',
    resourceType: 'VPC',
    serviceName: 'x',
  };
  const Type = l1Of(type) as unknown as new (scope: Stack, id: string, props: object) => CfnResource;
  const resource = new Type(new Stack(new App(), 'Stack'), 'Resource', properties);
  expect(CfnResource.isCfnResource(resource) && TagManager.of(resource)).toBeInstanceOf(TagManager);
});

test.each(rules)('%s: the label is fit to begin a name', (_, { label, refusedStart }: NameRule) => {
  expect(label).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(refusedStart !== undefined && `${label}-`.startsWith(refusedStart)).toBe(false);
});

test.each(unnamed)('%s is known, has a reason and no rule', (type, reason) => {
  expect(l1Of(type)).toBeDefined();
  expect(reason).toMatch(/^[a-z].{20,}[^.]$/);
  expect(NAME_RULES).not.toHaveProperty([type]);
});

test('docs/names.md lists every rule and every type without a name', () => {
  const rows = rules.map(([type, rule]) => {
    const where = rule.attribute ? `\`${rule.attribute}\`` : 'tag `Name`';
    return `| ${type} | ${where} | ${rule.label} | ${rule.maxLength} |`;
  });
  const reasons = unnamed.map(([type, reason]) => `| ${type} | ${reason} |`);
  expect([...rows, ...reasons].filter((row) => !names.includes(row))).toEqual([]);
});
