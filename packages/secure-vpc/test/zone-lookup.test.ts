import { App, Stack } from 'aws-cdk-lib/core';
import { SecureVpc } from '../src';
import { withoutZoneLookup } from '../src/private/zone-lookup';

const env = { account: '111122223333', region: 'eu-west-1' };

/** The documented way to choose the zones of a stack. */
class ZonedStack extends Stack {
  public get availabilityZones(): string[] {
    return ['eu-west-1c'];
  }
}

test('while something is built, the stack knows no zones, and nothing is looked up', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env });
  expect(withoutZoneLookup(stack, () => stack.availabilityZones)).toEqual([]);
  expect(app.synth().manifest.missing).toBeUndefined();
});

test('what was built comes back', () => {
  expect(withoutZoneLookup(new Stack(), () => 'built')).toBe('built');
});

test('afterwards the stack asks for its zones as before', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env });
  new SecureVpc(stack, 'Network');
  expect(Object.keys(Object.getOwnPropertyDescriptors(stack))).not.toContain('availabilityZones');
  expect(stack.availabilityZones).toEqual(['dummy1a', 'dummy1b', 'dummy1c']);
  expect(app.synth().manifest.missing).toHaveLength(1);
});

test('afterwards a stack that chose its zones has them', () => {
  const stack = new ZonedStack(new App(), 'Stack', { env });
  new SecureVpc(stack, 'Network');
  expect(stack.availabilityZones).toEqual(['eu-west-1c']);
});

test('zones that were set on the object itself, as other languages do, are put back', () => {
  const stack = new Stack(new App(), 'Stack', { env });
  Object.defineProperty(stack, 'availabilityZones', { configurable: true, get: () => ['eu-west-1b'] });
  expect(withoutZoneLookup(stack, () => stack.availabilityZones)).toEqual([]);
  expect(stack.availabilityZones).toEqual(['eu-west-1b']);
});

test('what fails leaves nothing behind', () => {
  const stack = new Stack(new App(), 'Stack', { env });
  expect(() =>
    withoutZoneLookup(stack, () => {
      throw new Error('no');
    }),
  ).toThrow(new Error('no'));
  expect(Object.keys(Object.getOwnPropertyDescriptors(stack))).not.toContain('availabilityZones');
});
