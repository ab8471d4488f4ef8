import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { App, Stack } from 'aws-cdk-lib/core';
import { NameFormat } from '../src/private/name-format';
import { NameRegistry } from '../src/private/name-registry';

function stackWithName(): Stack {
  const stack = new Stack(new App(), 'Stack');
  new CfnQueue(stack, 'Given', { queueName: 'Given' });
  return stack;
}

test('a name has one owner a type, without regard to case, and a resource keeps its name', () => {
  const stack = stackWithName();
  const [first, second] = [new CfnQueue(stack, 'First'), new CfnQueue(stack, 'Second')];
  const topic = new CfnTopic(stack, 'Topic');
  const registry = NameRegistry.of(stack);
  expect(registry.has(first)).toBe(false);
  expect(registry.claim(first, ['given', 'jobs'])).toBe('jobs');
  expect(registry.claim(second, ['JOBS', 'given', 'jobs-2'])).toBe('jobs-2');
  expect(registry.claim(topic, ['jobs'])).toBe('jobs');
  expect(registry.claim(first, ['other'])).toBe('jobs');
  expect(registry.has(first)).toBe(true);
  expect(NameRegistry.of(stack)).toBe(registry);
});

test('a resource that finds no free name is an error', () => {
  const stack = stackWithName();
  expect(() => NameRegistry.of(stack).claim(new CfnQueue(stack, 'Third'), ['GIVEN'])).toThrow(
    new Error('Stack/Third: no free name is left for AWS::SQS::Queue. Give it a name of its own.'),
  );
});

describe('candidates', () => {
  const format = new NameFormat('', '-aa1');
  const affixes = { start: '', end: '', endLength: 0 };

  test('begin with the whole slot where it fits, and go on with different hashes', () => {
    const names = [...format.candidates('queue-jobs', 32, affixes, 'Stack/Jobs')];
    expect(names[0]).toBe('queue-jobs-aa1');
    expect(names.slice(1).filter((name) => !/^queue-jobs-[a-z][a-z0-9]{5}-aa1$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(100);
  });

  test('begin with a hash where the slot does not fit, to the character', () => {
    const [fits] = format.candidates('a'.repeat(28), 32, affixes, 'x');
    const [exceeds] = format.candidates('a'.repeat(29), 32, affixes, 'x');
    expect(fits).toBe(`${'a'.repeat(28)}-aa1`);
    expect(exceeds).toMatch(/^a{21}-[a-z][a-z0-9]{5}-aa1$/);
  });

  test('count what stands before the format and after it', () => {
    const [name] = format.candidates('a'.repeat(40), 32, { start: 'alias/', end: '-<token>', endLength: 13 }, 'x');
    // 32 - 6 - 4 - 13 = 9 for the slot.
    expect(name).toMatch(/^alias\/aaaa-[a-z][a-z0-9]{3}-aa1-<token>$/);
  });
});
