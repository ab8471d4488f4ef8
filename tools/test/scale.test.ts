import { App } from 'aws-cdk-lib/core';
import { scalePlatform } from '../bench/scale/platform';

/** What CloudFormation takes in one template. */
const RESOURCES = 500;
const OUTPUTS = 200;

interface Template {
  readonly Resources: object;
  readonly Parameters?: object;
  readonly Outputs?: object;
}

function templates(numbers: readonly number[]): Record<string, Template> {
  const app = new App();
  scalePlatform(app, numbers);
  return Object.fromEntries(app.synth().stacks.map(({ id, template }) => [id, template as Template]));
}

const numbers = Array.from({ length: 40 }, (_, index) => index);
const all = templates(numbers);
const services = Object.keys(all).filter((id) => id.startsWith('Services'));

test('each service has a stack of its own, whose size does not depend on how many there are', () => {
  expect(services).toHaveLength(numbers.length);
  const small = templates(numbers.slice(0, 8));
  for (const id of services.filter((service) => small[service])) {
    const added = Object.keys(all[id]?.Resources ?? {}).length - Object.keys(small[id]?.Resources ?? {}).length;
    // Its rules to the two services that it calls, on both sides, and what they are called.
    expect(added).toBeLessThanOrEqual(4);
  }
});

test('what a template refers to stands in it, and what is of another stack is imported from there', () => {
  const dangling = Object.entries(all).flatMap(([id, template]) => {
    const known = Object.keys({ ...template.Resources, ...template.Parameters });
    const referred = JSON.stringify(template).matchAll(/\{"(?:Ref":|Fn::GetAtt":\[)"([^"]+)"/g);
    const names = [...referred].map(([, name = '']) => name).filter((name) => !name.startsWith('AWS::'));
    expect(names).not.toEqual([]);
    return names.filter((name) => !known.includes(name)).map((name) => `${id}: ${name}`);
  });
  expect(dangling).toEqual([]);
});

test('no stack comes near what CloudFormation takes, but that of the load balancer, which takes 99 services', () => {
  for (const id of services) expect(Object.keys(all[id]?.Resources ?? {}).length).toBeLessThan(50);
  expect(Object.keys(all.Platform?.Resources ?? {}).length).toBeLessThan(RESOURCES / 2);

  const front = (size: number) => templates(numbers.slice(0, size)).Front;
  const [few, more] = [front(4), front(8)]; // One public service, and two.
  const growth = (part: keyof Template) => {
    const [one, two] = [few, more].map((template) => Object.keys(template?.[part] ?? {}).length) as [number, number];
    return one + (two - one) * 98;
  };
  expect(growth('Resources')).toBeLessThanOrEqual(RESOURCES);
  expect(growth('Outputs')).toBeLessThanOrEqual(OUTPUTS);
});

test('a service that comes or goes moves no other one', () => {
  const missing = 21; // Called by 10, and calls 43 and 44, which are not there.
  const without = templates(numbers.filter((number) => number !== missing));
  const changed = Object.keys(all).filter((id) => JSON.stringify(all[id]) !== JSON.stringify(without[id]));
  expect(changed.map((id) => id.replace(/^Services(service\d+)\w*$/, '$1')).sort()).toEqual([
    'service010',
    'service021',
  ]);
});
