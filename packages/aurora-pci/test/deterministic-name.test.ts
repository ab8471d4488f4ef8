import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { deterministicName } from '../src/private/deterministic-name';

const nameAt = (stack: string, ...ids: string[]) =>
  deterministicName(ids.reduce<Construct>((scope, id) => new Construct(scope, id), new Stack(new App(), stack)));
// constructs takes `constructor` and `valueOf` for ids that are there already, hence the first character.
const id = fc.stringMatching(/^x[A-Za-z0-9-]{0,70}$/);
const stackName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,100}$/);

test('reads like the path', () => {
  expect(nameAt('PaymentsProd', 'Database')).toBe('paymentsprod-database-d25b9dc4');
});

test('is what Aurora takes as an identifier', () => {
  fc.assert(
    fc.property(stackName, fc.array(id, { minLength: 1, maxLength: 4 }), (stack, ids) => {
      const name = nameAt(stack, ...ids);
      expect(name).toMatch(/^[a-z](-?[a-z0-9])*$/);
      expect(name.length).toBeLessThanOrEqual(63);
      expect(nameAt(stack, ...ids)).toBe(name);
    }),
  );
});

test('differs between constructs and stacks', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 2 }), ([one = '', other = '']) => {
      expect(nameAt('Stack', one)).not.toBe(nameAt('Stack', other));
      expect(nameAt(`S${one}`, 'Database')).not.toBe(nameAt(`S${other}`, 'Database'));
    }),
  );
});

test('differs between stages and nested stacks', () => {
  const app = new App();
  const names = ['Dev', 'Prod'].flatMap((stage) => {
    const stack = new Stack(new Stage(app, stage), 'Stack');
    return [stack, new NestedStack(stack, 'Nested')].map((scope) =>
      deterministicName(new Construct(scope, 'Database')),
    );
  });
  expect(new Set(names).size).toBe(4);
});
