import { type Type, weaknesses } from '../lib/jsii-api';

const docs = { summary: 'Something.' };
const type = (rest: Partial<Type>): Type => ({ fqn: 'p.Foo', docs, ...rest });

test('a documented type of plain values passes', () => {
  const plain = type({
    properties: [{ name: 'size', type: { primitive: 'number' }, docs }],
    methods: [
      {
        name: 'grow',
        parameters: [{ name: 'by', type: { primitive: 'number' } }],
        returns: { type: { primitive: 'string' } },
        docs,
      },
    ],
  });
  expect(weaknesses(plain)).toEqual([]);
});

test.each([
  [
    'a union property',
    { properties: [{ name: 'size', type: { union: {} }, docs }] },
    'p.Foo.size: a union type becomes `object` in other languages',
  ],
  [
    'any as a parameter',
    { methods: [{ name: 'grow', parameters: [{ name: 'by', type: { primitive: 'any' } }], docs }] },
    'p.Foo.grow(by): `any` (or an unsupported type) loses all checking in other languages',
  ],
  [
    'any as a result',
    { methods: [{ name: 'grow', returns: { type: { primitive: 'any' } }, docs }] },
    'p.Foo.grow(): `any` (or an unsupported type) loses all checking in other languages',
  ],
  [
    'any in a list',
    { properties: [{ name: 'sizes', type: { collection: { elementtype: { primitive: 'any' } } }, docs }] },
    'p.Foo.sizes: `any` (or an unsupported type) loses all checking in other languages',
  ],
  [
    'a union in the constructor',
    { initializer: { parameters: [{ name: 'props', type: { union: {} } }] } },
    'p.Foo.constructor(props): a union type becomes `object` in other languages',
  ],
  [
    'an undocumented property',
    { properties: [{ name: 'size', type: { primitive: 'number' } }] },
    'p.Foo.size: no docstring',
  ],
  ['an undocumented type', { docs: {} }, 'p.Foo: no docstring'],
])('%s is refused', (_name, rest, problem) => {
  expect(weaknesses(type(rest as Partial<Type>))).toEqual([problem]);
});

test('an overriding member may leave its docstring to the one it overrides', () => {
  expect(
    weaknesses(type({ properties: [{ name: 'size', type: { primitive: 'number' }, overrides: 'p.IFoo' }] })),
  ).toEqual([]);
});
