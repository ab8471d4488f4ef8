import fc from 'fast-check';
import { contains, sizeOf } from '../src/private/block-size';
import { enclosing, formatBlock, type Ipv4Block, parseBlock } from '../src/private/ipv4-block';

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const blocks = fc
  .tuple(address, fc.integer({ min: 0, max: 32 }))
  .map(([first, prefix]): Ipv4Block => enclosing(first, prefix));

test.each([
  ['0.0.0.0/0', { first: 0, prefix: 0 }],
  ['10.0.0.0/16', { first: 0x0a000000, prefix: 16 }],
  ['10.1.2.3/16', { first: 0x0a010203, prefix: 16 }],
  ['255.255.255.255/32', { first: 2 ** 32 - 1, prefix: 32 }],
])('%s is a block', (text, block) => {
  expect(parseBlock(text)).toEqual(block);
});

test.each([
  '',
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0/16',
  '10.0.0.0.0/16',
  '10.0.0.256/16',
  '10.0.0.0/33',
  '010.0.0.0/16',
  '10.0.0.0/016',
  '10.0.0.0/16 ',
  ' 10.0.0.0/16',
  '10.0.0.0/16\n',
  '10,0,0,0/16',
  'fd00::/16',
])('%j is none', (text) => {
  expect(parseBlock(text)).toBeUndefined();
});

test('text and block say the same', () => {
  fc.assert(fc.property(blocks, (block) => expect(parseBlock(formatBlock(block))).toEqual(block)));
});

test('the enclosing block holds the address and begins at a multiple of its size', () => {
  fc.assert(
    fc.property(address, fc.integer({ min: 0, max: 32 }), (first, prefix) => {
      const block = enclosing(first, prefix);
      expect(contains(block, { first, prefix: 32 })).toBe(true);
      expect(block.first % sizeOf(block)).toBe(0);
    }),
  );
});

test.each([
  ['10.0.0.0/8', '10.255.255.255/32', true],
  ['10.0.0.0/8', '10.0.0.0/8', true],
  ['10.0.0.0/8', '11.0.0.0/32', false],
  ['10.0.0.0/8', '9.255.255.255/32', false],
  ['10.0.0.0/16', '10.0.0.0/8', false],
])('%s contains %s: %s', (outer, inner, expected) => {
  expect(contains(parseBlock(outer) as Ipv4Block, parseBlock(inner) as Ipv4Block)).toBe(expected);
});
