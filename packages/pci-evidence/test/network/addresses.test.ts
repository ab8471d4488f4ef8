import fc from 'fast-check';
import { isInternet, overlap, parseCidr, type Range } from '../../src/private/network/addresses';

const range = (text: string) => parseCidr(text) as Range;
const internet = (...cidrs: string[]) => isInternet(cidrs.map(range));

test.each([
  ['10.0.0.0/8', 4, 0x0a000000n, 0x0affffffn],
  ['10.1.2.3', 4, 0x0a010203n, 0x0a010203n],
  ['10.1.2.3/31', 4, 0x0a010202n, 0x0a010203n],
  ['::/0', 6, 0n, 2n ** 128n - 1n],
  ['2001:db8::1', 6, 0x20010db8000000000000000000000001n, 0x20010db8000000000000000000000001n],
  ['1:2:3:4:5:6:7:8', 6, 0x00010002000300040005000600070008n, 0x00010002000300040005000600070008n],
])('%s', (text, version, first, last) => {
  expect(parseCidr(text)).toEqual({ version, first, last });
});

test.each([
  '',
  'x',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.0/33',
  '10.0.0.0/a',
  '10.0.0.0/8/8',
  ':::',
  '1:2',
  'g::',
  '::/129',
])('%p is no range', (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test.each([
  ['everybody', ['0.0.0.0/0'], true],
  ['everybody by IPv6', ['::/0'], true],
  ['everybody in two halves', ['0.0.0.0/1', '128.0.0.0/1'], true],
  ['a large part of everybody', ['52.0.0.0/8'], true],
  ['that part in two', ['52.0.0.0/9', '52.128.0.0/9'], true],
  ['half of that part, twice', ['52.0.0.0/9', '52.0.0.0/9'], false],
  ['a partner', ['198.51.100.0/24'], false],
  ['private addresses', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'], false],
  ['private addresses and everything around', ['10.0.0.0/7'], true],
  ['nobody', [], false],
])('the internet: %s', (_name, cidrs, expected) => {
  expect(internet(...cidrs)).toBe(expected);
});

test('however everybody is split, it stays the internet', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 1023 }), (bits, seed) => {
      const parts = Array.from({ length: 2 ** bits }, (_, index) => {
        const first = ((index ^ (seed % 2 ** bits)) * 2 ** (32 - bits)) >>> 0;
        return [24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join('.');
      });
      expect(internet(...parts.map((address) => `${address}/${bits}`))).toBe(true);
    }),
  );
});

test('ranges of different versions share nothing', () => {
  expect(overlap(range('0.0.0.0/0'), range('::/0'))).toBe(false);
  expect(overlap(range('10.0.0.0/8'), range('10.1.0.0/16'))).toBe(true);
  expect(overlap(range('10.0.0.0/16'), range('10.1.0.0/16'))).toBe(false);
});
