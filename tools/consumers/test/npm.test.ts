import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoped } from '../../../projenrc/scope';
import { LOWEST, VERSIONS } from '../../../projenrc/versions';
import { ROOT } from '../../lib/nx';
import { packageFolder, packageNames } from '../../package/manifest';
import { tarballs } from '../artifacts';
import { install, installEach } from '../managers';
import { compile, synthBeside, synthExample, TSC, writeBeside, writeExamples } from '../programs';
import { Registry } from '../registry';
import { Stranger, type Synth } from '../stranger';

jest.setTimeout(600_000);

/** What the example of each package must at least have made. */
const MADE: Record<string, string> = {
  'audited-alb': 'AWS::ElasticLoadBalancingV2::Listener',
  'aurora-pci': 'AWS::RDS::DBCluster',
  'compliance-logging': 'AWS::CloudTrail::Trail',
  'fargate-service': 'AWS::ECS::Service',
  governance: 'AWS::SQS::Queue',
  'pci-evidence': 'AWS::RDS::DBCluster',
  'secure-vpc': 'AWS::EC2::VPC',
};

const cdk = (version: string, constructs: string) => [`aws-cdk-lib@${version}`, `constructs@${constructs}`];
const PINNED = cdk(VERSIONS['aws-cdk-lib'], VERSIONS.constructs);
const names = packageNames();
let registry: Registry;
let stranger: Stranger;

beforeAll(async () => {
  registry = await Registry.start();
  await registry.publish(tarballs());
});
afterAll(() => registry?.stop());
afterEach(() => stranger?.remove());

/** The example does what its README says. That of pci-evidence is refused, for what nobody accepted in it. */
async function works(name: string, { at = stranger, format }: { at?: Stranger; format?: 'esm' } = {}): Promise<void> {
  const { succeeded, output, templates } = await synthExample(at, name, format);
  expect({ name, succeeded, output }).toEqual({ name, succeeded: name !== 'pci-evidence', output: expect.any(String) });
  expect(Object.values(templates).join()).toContain(`"Type": "${MADE[name]}"`);
  if (name === 'pci-evidence') {
    expect(output).toMatch(/Rule \S+::PCI\.RDS\.3$/m);
    expect(output).not.toMatch(/Rule \S+::PCI\.RDS\.1$/m);
    expect(existsSync(join(at.folder, 'cdk.out/evidence/report.html'))).toBe(true);
  }
}

test('the packages of this repository are the ones whose examples are known', () => {
  stranger = new Stranger('nobody');
  expect(Object.keys(MADE)).toEqual(names);
});

test('npm install @org/aurora-pci aws-cdk-lib constructs, as of today', async () => {
  stranger = new Stranger('aurora');
  await install(stranger, registry, 'npm', [scoped('aurora-pci'), 'aws-cdk-lib', 'constructs']);
  writeExamples(stranger, ['aurora-pci']);
  await compile(stranger);
  await works('aurora-pci');
});

test('all together as ES modules, with yarn', async () => {
  stranger = new Stranger('all of them');
  await install(stranger, registry, 'yarn', [...names.map(scoped), ...PINNED]);
  writeExamples(stranger, names, 'esm');
  await compile(stranger);
  for (const name of names) await works(name, { format: 'esm' });
});

/** Projects of one repository, so that one compiler sees aws-cdk-lib once. */
describe('alone in a project, with pnpm, which shows a package only what it declares', () => {
  let repository: Stranger;
  beforeAll(async () => {
    repository = new Stranger('repository');
    await installEach(repository, registry, {
      ...Object.fromEntries(names.map((name) => [name, [scoped(name), ...PINNED]])),
      engineer: [scoped('aurora-pci'), ...PINNED],
    });
    for (const name of names) writeExamples(repository.project(name), [name]);
    writeBeside(repository.project('engineer'), 'one');
    await compile(repository);
  });
  afterAll(() => repository.remove());

  test.each(names)('%s', (name) => works(name, { at: repository.project(name) }));

  test('no package finds another one of ours', async () => {
    const script = `const { createRequire } = require('node:module');
      const ours = JSON.parse(process.argv[1]);
      const found = (from) => ours.filter(({ name }) => {
        try { return from.resolve(name); } catch { return false; }
      });
      const inside = ({ name, project }) => createRequire(createRequire(project + '/').resolve(name));
      process.stdout.write(JSON.stringify(ours.map((one) => found(inside(one)))));`;
    const ours = names.map((name) => ({ name: scoped(name), project: repository.project(name).folder }));
    const found = await repository.run([process.execPath, '-e', script, JSON.stringify(ours)]);
    // Each finds itself, where it is installed.
    expect(JSON.parse(found)).toEqual(ours.map((one) => [one]));
  });

  describe('beside a VPC, a key and a bucket of somebody else', () => {
    let engineer: Stranger;
    /** What there is with one package: the tests run in any order. */
    let first: { readonly synth: Synth; readonly alone: Record<string, object>; readonly metadata: unknown };
    beforeAll(async () => {
      engineer = repository.project('engineer');
      const synth = await synthBeside(engineer, 'one');
      first = { synth, alone: database(), metadata: read('Payments.metadata.json')['/Payments/Database'] };
    });
    const read = (file: string) => JSON.parse(readFileSync(join(engineer.folder, 'cdk.out', file), 'utf8'));
    const database = () => {
      const { Resources } = read('Payments.template.json') as { Resources: Record<string, object> };
      return Object.fromEntries(Object.entries(Resources).filter(([id]) => /^Database/.test(id)));
    };

    test('one package: what was chosen holds, and what was relaxed leaves its reason', () => {
      const { synth, alone, metadata } = first;
      expect(synth).toMatchObject({ succeeded: true, output: expect.not.stringContaining('no-rotation') });
      const found = (type: string) =>
        Object.values(alone).filter((resource) => 'Type' in resource && resource.Type === type);
      expect(found('AWS::RDS::DBSubnetGroup')).toMatchObject([
        { Properties: { SubnetIds: ['subnet-2000000000000000a', 'subnet-2000000000000000b'] } },
      ]);
      expect(found('AWS::RDS::DBCluster')).toMatchObject([
        {
          Properties: {
            BackupRetentionPeriod: 14,
            KmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012',
            PreferredBackupWindow: '01:00-02:00',
          },
        },
      ]);
      expect(metadata).toContainEqual(
        expect.objectContaining({
          type: 'aws:cdk:acknowledged-rules',
          data: { 'Annotation::@org/aurora-pci:no-rotation': 'The vault of the company changes the password' },
        }),
      );
    });

    test('a second one changes nothing of the first, and the evidence judges theirs as it does ours', async () => {
      await install(engineer, registry, 'pnpm', [
        ...['aurora-pci', 'fargate-service', 'pci-evidence'].map(scoped),
        ...PINNED,
      ]);
      writeBeside(engineer, 'two');
      await compile(engineer);
      expect(await synthBeside(engineer, 'two')).toMatchObject({ succeeded: true });
      expect(database()).toMatchObject(first.alone);
      const { results } = read('evidence/evidence.json') as {
        results: { rule: string; verdict: string; constructPath: string }[];
      };
      const verdictOn = (rule: string, path: string) =>
        results.find((result) => result.rule === rule && result.constructPath.startsWith(path))?.verdict;
      expect(verdictOn('PCI.RDS.1', 'Payments/Database')).toBe('satisfied');
      expect(verdictOn('PCI.S3.1', 'Payments/Receipts')).toBe('violated');
      // An acknowledged warning names nobody who accepts it: it silences a line of the CLI, not the evidence.
      expect(verdictOn('PCI.SecretsManager.1', 'Payments/Database')).toBe('violated');
    });
  });
});

describe('with the lowest supported aws-cdk-lib, in a folder with spaces', () => {
  let lowest: Stranger;
  beforeAll(async () => {
    lowest = new Stranger('lowest  of all');
    await install(lowest, registry, 'npm', [...names.map(scoped), ...cdk(LOWEST['aws-cdk-lib'], LOWEST.constructs)]);
    writeExamples(lowest, names);
    writeBeside(lowest, 'one');
    await compile(lowest, true);
  });
  afterAll(() => lowest.remove());

  test('all examples synthesize, and the command of pci-evidence reads what they leave', async () => {
    for (const name of names.filter((other) => other !== 'pci-evidence')) await works(name, { at: lowest });
    await works('pci-evidence', { at: lowest }); // Last, for its command reads what it leaves.
    const sarif = await lowest.run(['npx', '--no', 'pci-evidence', 'sarif', 'cdk.out/evidence/evidence.json']);
    expect(JSON.parse(sarif)).toMatchObject({ version: '2.1.0' });
  });

  test('a warning is acknowledged there too', async () => {
    const { succeeded, output } = await synthBeside(lowest, 'one');
    expect({ succeeded, output }).toEqual({ succeeded: true, output: expect.not.stringContaining('no-rotation') });
  });

  test('all sources compile', async () => {
    for (const name of names) {
      cpSync(join(packageFolder(name), 'src'), join(lowest.folder, 'sources', name), { recursive: true });
    }
    lowest.write('sources/tsconfig.json', {
      extends: join(ROOT, 'tsconfig.jsii.json'),
      compilerOptions: {
        noEmit: true,
        incremental: false,
        declaration: false,
        typeRoots: [join(ROOT, 'node_modules/@types')],
      },
      include: ['.'],
    });
    await lowest.run([process.execPath, TSC, '-p', 'sources']);
  });
});
