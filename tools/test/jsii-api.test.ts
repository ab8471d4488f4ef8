import { type Type, weaknesses } from '../lib/jsii-api';

const docs = { summary: 'Something.' };
const type = (rest: Partial<Type>): Type => ({ fqn: 'p.Foo', docs, ...rest });

test('a documented type of plain values passes', () => {
  const plain = type({
    datatype: true,
    properties: [
      { name: 'size', type: { primitive: 'number' }, docs },
      { name: 'room', type: { primitive: 'number' }, optional: true, docs: { ...docs, default: '- none' } },
    ],
    methods: [
      {
        name: 'grow',
        parameters: [{ name: 'by', type: { primitive: 'number' }, docs }],
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
    { methods: [{ name: 'grow', parameters: [{ name: 'by', type: { primitive: 'any' }, docs }], docs }] },
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
  [
    'an undocumented parameter',
    { methods: [{ name: 'grow', parameters: [{ name: 'by', type: { primitive: 'number' } }], docs }] },
    'p.Foo.grow(by): no @param',
  ],
  [
    'an optional prop without a default',
    { datatype: true, properties: [{ name: 'size', type: { primitive: 'number' }, optional: true, docs }] },
    'p.Foo.size: no @default',
  ],
])('%s is refused', (_name, rest, problem) => {
  expect(weaknesses(type(rest as Partial<Type>))).toEqual([problem]);
});

test('an overriding member may leave its docstring to the one it overrides', () => {
  const size = { name: 'size', type: { primitive: 'number' }, overrides: 'p.IFoo' };
  const grow = { name: 'grow', parameters: [{ name: 'by' }], overrides: 'p.IFoo' };
  expect(weaknesses(type({ properties: [size], methods: [grow] }))).toEqual([]);
});

test('a class may have optional properties, which have no default', () => {
  const size = { name: 'size', type: { primitive: 'number' }, optional: true, docs };
  expect(weaknesses(type({ properties: [size] }))).toEqual([]);
});
