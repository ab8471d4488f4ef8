import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../src/private/rules';
import { RETIRED, RULE_CONTRACT } from './contract';

const contract = RULE_CONTRACT.trim().split('\n');

test('rules have the ids, requirements and severities that users rely on', () => {
  const rules = RULES.map(({ id, requirement, severity }) => `${id} ${requirement} ${severity}`);
  expect([...rules].sort()).toEqual([...contract].sort());
});

test('no id is used twice, and numbers of a service have no gap that a new rule could fall into', () => {
  const ids = [...contract.map((line) => line.split(' ')[0] ?? ''), ...RETIRED];
  expect(new Set(ids).size).toBe(ids.length);
  const services = [...new Set(ids.map((id) => id.split('.')[1]))];
  for (const service of services) {
    const numbers = ids
      .filter((id) => id.split('.')[1] === service)
      .map((id) => Number(id.split('.')[2]))
      .sort((a, b) => a - b);
    expect([service, numbers]).toEqual([service, numbers.map((_, index) => index + 1)]);
  }
});

test('there are 120 rules or more, and each has its pair of templates', () => {
  expect(RULES.length).toBeGreaterThanOrEqual(120);
  const tests = readdirSync(__dirname)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(__dirname, file), 'utf8'))
    .join('\n');
  // Paths through networks have templates of their own: test/network/paths.test.ts.
  const seeded = RULES.map(({ id }) => id).filter((id) => !id.startsWith('PCI.Network.'));
  expect(seeded.filter((id) => !tests.includes(`rule: '${id}'`))).toEqual([]);
});
