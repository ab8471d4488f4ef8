import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { z } from 'zod';
import { ConfigError, environmentSuffix, ipv4Cidr, readConfig } from '../src';

const schema = z.strictObject({
  environmentSuffix: environmentSuffix(),
  certificateArn: z.string().optional(),
  domainName: z.string().optional(),
  network: z.strictObject({ cidr: ipv4Cidr(), zones: z.number().int().min(1).max(6) }).optional(),
});

const folder = mkdtempSync(join(tmpdir(), 'config-'));
const file = join(folder, 'app.json');
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: unknown, context: Record<string, unknown> = {}): z.infer<typeof schema> {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const app = new App({ context });
  return readConfig({
    app,
    file,
    schema,
    contextKeys: ['environmentSuffix', 'certificateArn', 'domainName'],
    alternatives: [['certificateArn'], ['domainName']],
  });
}

const valid = { environmentSuffix: 'aa1', network: { cidr: '10.0.0.0/16', zones: 3 } };

test('a valid file is returned as it stands', () => {
  expect(read(valid)).toEqual(valid);
});

test('a context key overrides its field', () => {
  expect(read(valid, { environmentSuffix: 'bb2' }).environmentSuffix).toBe('bb2');
});

test('an empty context value removes its field', () => {
  expect(read({ ...valid, certificateArn: 'arn' }, { certificateArn: '' })).not.toHaveProperty('certificateArn');
});

test('an alternative from the context replaces the one of the file', () => {
  const read1 = read({ ...valid, certificateArn: 'arn' }, { domainName: 'a.example' });
  expect(read1).toEqual({ ...valid, domainName: 'a.example' });
});

test('two alternatives from the context both stay, for the schema to refuse', () => {
  expect(read(valid, { domainName: 'a.example', certificateArn: 'arn' })).toMatchObject({
    domainName: 'a.example',
    certificateArn: 'arn',
  });
});

test.each([
  [
    'a wrong value names file, path, rule and value',
    { ...valid, network: { cidr: '10.0.0.0/16', zones: 0 } },
    `${file}: network.zones: Too small: expected number to be >=1, got: 0`,
  ],
  [
    'a wrong type likewise',
    { ...valid, network: { cidr: 7, zones: 1 } },
    `${file}: network.cidr: Invalid input: expected string, received number, got: 7`,
  ],
  [
    'an address that is no range',
    { ...valid, network: { cidr: '10.0.0.256/16', zones: 1 } },
    `${file}: network.cidr: must be an IPv4 range such as 10.0.0.0/16, got: "10.0.0.256/16"`,
  ],
  [
    'a missing field',
    { network: valid.network },
    `${file}: environmentSuffix: Invalid input: expected string, received undefined, got: nothing`,
  ],
  [
    'an unknown field with a near miss',
    { ...valid, certificatArn: 'x' },
    `${file}: certificatArn: unknown field. Did you mean certificateArn? Allowed: environmentSuffix, certificateArn, domainName, network.`,
  ],
  [
    'an unknown nested field',
    { ...valid, network: { ...valid.network, colour: 1 } },
    `${file}: network.colour: unknown field. Allowed: cidr, zones.`,
  ],
])('%s', (_name, content, message) => {
  expect(() => read(content)).toThrow(new ConfigError(message));
});

test.each(['Prod', 'a_b', '-a', 'a-', 'a--b', 'elevenchars', ''])(
  'the suffix %p is refused, and the context key named',
  (suffix) => {
    const given = suffix === '' ? 'got: nothing' : `got: "${suffix}"`;
    expect(() => read(valid, { environmentSuffix: suffix })).toThrow(
      new ConfigError(
        suffix === ''
          ? `-c environmentSuffix: Invalid input: expected string, received undefined, ${given}`
          : `-c environmentSuffix: must be 1 to 10 lower-case letters, digits or single inner hyphens, e.g. aa1 or pr-123, ${given}`,
      ),
    );
  },
);

test('all problems are reported at once', () => {
  expect(() => read({ environmentSuffix: 'X', network: { cidr: 'x', zones: 9 } })).toThrow(
    /environmentSuffix[\s\S]*cidr[\s\S]*zones/,
  );
});

test('a context key close to a known one is refused', () => {
  expect(() => read(valid, { enviromentSuffix: 'aa1' })).toThrow(
    new ConfigError(
      '-c enviromentSuffix: unknown context key. Did you mean environmentSuffix? Known keys: environmentSuffix, certificateArn, domainName.',
    ),
  );
});

test('a context key close to one that the app reads itself is refused too', () => {
  const app = new App({ context: { stages: 'prod' } });
  expect(() => readConfig({ app, file, schema, contextKeys: [], otherContextKeys: ['stage'] })).toThrow(
    new ConfigError('-c stages: unknown context key. Did you mean stage? Known keys: stage.'),
  );
});

test.each(['network', 'network.zones'])(
  '%s is a field of the file and no context key: it would change nothing',
  (key) => {
    expect(() => read(valid, { [key]: '2' })).toThrow(
      new ConfigError(
        `-c ${key}: unknown context key. Change ${key} in ${file}. Known keys: environmentSuffix, certificateArn, domainName.`,
      ),
    );
  },
);

test('a file that takes no context keys leaves them to the others', () => {
  writeFileSync(file, JSON.stringify(valid));
  const app = new App({ context: { network: 'x' } });
  expect(readConfig({ app, file, schema, contextKeys: [] })).toEqual(valid);
});

test("other tools' context keys pass", () => {
  expect(
    read(valid, { '@aws-cdk/core:someFlag': true, 'availability-zones:account=1': [], team: 'x', 'a.b': 1 }),
  ).toEqual(valid);
});

test('a file that is not JSON, one that is not there, and one that cannot be read', () => {
  expect(() => read('{')).toThrow(/app\.json is not JSON/);
  const app = new App();
  expect(() => readConfig({ app, file: 'nowhere.json', schema, contextKeys: [] })).toThrow(
    new ConfigError('nowhere.json is not there. Run cdk in the folder of the app.'),
  );
  expect(() => readConfig({ app, file: folder, schema, contextKeys: [] })).toThrow(/ cannot be read: EISDIR/);
});
