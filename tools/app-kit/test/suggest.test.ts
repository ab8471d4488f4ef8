import { suggest } from '../src/suggest';

test.each([
  ['a letter too many', 'stages', 'stage'],
  ['a letter missing', 'enviromentSuffix', 'environmentSuffix'],
  ['two letters that changed places, in a short name', 'evn', 'env'],
  ['another case', 'IMAGETAG', 'imageTag'],
])('%s: %s', (_what, name, meant) => {
  expect(suggest(name, ['environmentSuffix', 'imageTag', 'stage', 'env'])).toBe(meant);
});

test('the nearest one is meant', () => {
  expect(suggest('minTask', ['maxTasks', 'minTasks'])).toBe('minTasks');
});

test.each(['team', 'dev', 'region', 'log', 'vpc'])('%s is a name of its own', (name) => {
  expect(suggest(name, ['environmentSuffix', 'imageTag', 'stage', 'env'])).toBeUndefined();
});

test('nothing is meant where nothing is known', () => {
  expect(suggest('env', [])).toBeUndefined();
});
