import { z } from 'zod';
import { ordered, pathPatterns, serviceFields } from '../src';

const schema = ordered(z.strictObject({ ...serviceFields, paths: pathPatterns() }), 'minTasks', 'maxTasks');
const valid = {
  port: 8080,
  cpu: 512,
  memoryMiB: 1024,
  healthPath: '/health',
  minTasks: 3,
  maxTasks: 12,
  cpuTargetPercent: 70,
  memoryTargetPercent: 75,
  paths: ['/api/*'],
};
const problems = (change: object) =>
  schema.safeParse({ ...valid, ...change }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
  [];

test('a service that is whole', () => {
  expect(problems({})).toEqual([]);
});

test.each([
  [{ port: 80 }, 'port: Too small: expected number to be >=1024'],
  [{ cpu: '512' }, 'cpu: Invalid input: expected number, received string'],
  [{ healthPath: 'health' }, 'healthPath: Invalid string: must start with "/"'],
  [{ minTasks: 13 }, 'minTasks: must not be above maxTasks (12)'],
  [{ cpuTargetPercent: 95 }, 'cpuTargetPercent: Too big: expected number to be <=90'],
  [{ memoryTargetPercent: 5 }, 'memoryTargetPercent: Too small: expected number to be >=10'],
  [{ paths: '/api/*' }, 'paths: Invalid input: expected array, received string'],
  [{ paths: [] }, 'paths: Too small: expected array to have >=1 items'],
  [{ colour: 'red' }, ': Unrecognized key: "colour"'],
])('%p is refused', (change, message) => {
  expect(problems(change)).toEqual([message]);
});
