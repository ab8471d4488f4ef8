/** @jest-environment-options {"creationTraces": true} */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underValidation } from '@org/testing';
import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EvidenceMode, PciEvidence, type PciEvidenceProps, PciRules } from '../src';

const outdir = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const good = { StorageEncrypted: true };

/** Synthesizes an app with one database cluster below `Data`, and returns what the evidence says of a rule. */
function synth(Properties: object, props: PciEvidenceProps = {}, prepare: (data: Construct) => void = () => undefined) {
  const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  PciEvidence.attachTo(app, { mode: EvidenceMode.reportOnly(), day: '2026-11-25', ...props });
  const data = new Construct(new Stack(app, 'Payments'), 'Data');
  new CfnResource(data, 'Cluster', {
    type: 'AWS::RDS::DBCluster',
    properties: { Engine: 'aurora-postgresql', ...Properties },
  });
  prepare(data);
  underValidation(() => app.synth());
  const evidence = readEvidence(props.outputDirectory);
  return { evidence, result: evidence.results.find(({ rule }: { rule: string }) => rule === 'PCI.RDS.1') };
}

function readEvidence(folder = 'evidence') {
  return JSON.parse(readFileSync(join(outdir, folder, 'evidence.json'), 'utf8'));
}

const exception = {
  rule: 'PCI.RDS.1',
  reason: 'A demo without card data, deleted each night',
  acceptedBy: 'Head of Payments',
  until: '2026-12-31',
};

test('what holds is satisfied, and says where it was seen', () => {
  expect(synth(good).result).toMatchObject({
    verdict: 'satisfied',
    stack: 'Payments',
    logicalId: expect.stringMatching(/^DataCluster/),
    constructPath: 'Payments/Data/Cluster',
    property: 'Properties.StorageEncrypted',
    found: 'true',
  });
});

test('what does not is violated, and names the line that made it', () => {
  const { result } = synth({});
  expect(result).toMatchObject({ verdict: 'violated', found: 'nothing', expected: 'true' });
  expect(result.sourceLine).toMatch(/test\/pci-evidence\.test\.ts:\d+$/);
});

test('a property of another resource comes with that resource', () => {
  const { evidence } = synth(good, {}, (data) => {
    const properties = { SourceType: 'db-cluster', Enabled: false };
    new CfnResource(data, 'Events', { type: 'AWS::RDS::EventSubscription', properties });
  });
  expect(evidence.results.find(({ rule }: { rule: string }) => rule === 'PCI.RDS.28')).toMatchObject({
    constructPath: 'Payments/Data/Cluster',
    property: 'Properties.Enabled',
    propertyOf: {
      stack: 'Payments',
      logicalId: expect.stringMatching(/^DataEvents/),
      resourceType: 'AWS::RDS::EventSubscription',
      constructPath: 'Payments/Data/Events',
      sourceLine: expect.stringMatching(/test\/pci-evidence\.test\.ts:\d+$/),
    },
  });
  const own = evidence.results.filter(({ rule }: { rule: string }) => rule === 'PCI.RDS.1');
  expect(own).toEqual([expect.not.objectContaining({ propertyOf: expect.anything() })]);
});

test("the property of a resource that is not there is in the evidence, and is none of this resource's in CDK's report", () => {
  const { evidence } = synth({});
  expect(evidence.results.find(({ rule }: { rule: string }) => rule === 'PCI.RDS.26')).toMatchObject({
    constructPath: 'Payments/Data/Cluster',
    property: 'AWS::Backup::BackupSelection.BackupSelection.Resources',
    found: 'none',
  });
  const report = readFileSync(join(outdir, 'validation-report.json'), 'utf8');
  expect(report).toContain('PCI.RDS.26');
  expect(report).toContain('"Properties.StorageEncrypted"');
  expect(report).not.toContain('"AWS::Backup::BackupSelection.');
});

test('an exception covers what is below its construct', () => {
  const { evidence, result } = synth({}, {}, (data) => PciEvidence.acknowledge(data, exception));
  const { rule: _, ...accepted } = exception;
  expect(result).toMatchObject({ verdict: 'acknowledged', exception: { ...accepted, at: 'Payments/Data' } });
  expect(evidence.summary.acknowledged).toBe(1);
  expect(evidence.staleExceptions).toEqual([]);
});

test('an exception for everything says so', () => {
  const { result } = synth({}, {}, (data) => PciEvidence.acknowledge(data.node.root, exception));
  expect(result.exception.at).toBe('');
  const report = readFileSync(join(outdir, 'evidence/report.html'), 'utf8');
  expect(report).toContain('2026-12-31</time>, for all of the app</small>');
  expect(report).toContain('<small>for all of the app</small>');
});

test('an exception of the last day holds, and is a violation the day after', () => {
  const on = (day: string) => synth({}, { day }, (data) => PciEvidence.acknowledge(data, exception)).result.verdict;
  expect([on('2026-12-31'), on('2027-01-01')]).toEqual(['acknowledged', 'violated']);
});

test('an exception elsewhere does not cover, and one that covers nothing is called stale', () => {
  const elsewhere = (data: Construct) => PciEvidence.acknowledge(new Construct(data, 'Other'), exception);
  expect(synth({}, {}, elsewhere).result.verdict).toBe('violated');
  expect(synth(good, {}, elsewhere).evidence.staleExceptions).toEqual([
    { rule: 'PCI.RDS.1', at: 'Payments/Data/Other' },
  ]);
});

test.each([
  ['satisfied', true],
  ['undecidable', { 'Fn::GetAtt': ['Elsewhere', 'Encrypted'] }],
])('what is %s below an exception has none: it ends for nobody', (verdict, StorageEncrypted) => {
  const { evidence } = synth({}, {}, (data) => {
    PciEvidence.acknowledge(data, exception);
    const properties = { Engine: 'aurora-postgresql', StorageEncrypted };
    new CfnResource(data, 'Other', { type: 'AWS::RDS::DBCluster', properties });
  });
  const results = evidence.results.filter(({ rule }: { rule: string }) => rule === 'PCI.RDS.1');
  expect(
    results.map((one: { verdict: string; exception?: { until: string } }) => [one.verdict, one.exception?.until]),
  ).toEqual([
    ['acknowledged', exception.until],
    [verdict, undefined],
  ]);
  expect(readFileSync(join(outdir, 'evidence/report.html'), 'utf8')).not.toContain('ended on');
});

test('an exception that is written once and given to several constructs is stale where it covers nothing', () => {
  const { evidence } = synth({}, {}, (data) => {
    for (const scope of [data, new Construct(data, 'Other')]) PciEvidence.acknowledge(scope, exception);
  });
  expect(evidence.summary.acknowledged).toBe(1);
  expect(evidence.staleExceptions).toEqual([{ rule: 'PCI.RDS.1', at: 'Payments/Data/Other' }]);
});

test.each<[string, 'satisfied' | 'undecidable', (cluster: CfnResource) => void]>([
  ['a macro of its own', 'undecidable', (cluster) => cluster.stack.addTransform('Undo')],
  ['text from elsewhere', 'undecidable', (cluster) => cluster.addOverride('Fn::Transform', { Name: 'AWS::Include' })],
  ['the macro of AWS SAM', 'satisfied', (cluster) => cluster.stack.addTransform('AWS::Serverless-2016-10-31')],
])('under %s what holds is %s', (_what, verdict, change) => {
  const { result, evidence } = synth(good, {}, (data) => change(data.node.findChild('Cluster') as CfnResource));
  expect(result.verdict).toBe(verdict);
  const { macros } = evidence.templates[0];
  const report = readFileSync(join(outdir, 'evidence/report.html'), 'utf8');
  expect(report.includes(`and what ${macros} adds, which is not judged`)).toBe(macros !== undefined);
  expect(result.found.includes('may change it')).toBe(verdict === 'undecidable');
});

test('the same app gives the same bytes', () => {
  synth({});
  const bytes = readFileSync(join(outdir, 'evidence/evidence.json'), 'utf8');
  synth({});
  expect(readFileSync(join(outdir, 'evidence/evidence.json'), 'utf8')).toBe(bytes);
});

test('the last remedy, and none before, says where the report is', () => {
  synth({}, { outputDirectory: 'audit/pci' });
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const fixes: string[] = pluginReports[0].violations.map(({ suggestedFix }: { suggestedFix: string }) => suggestedFix);
  expect(fixes.length).toBeGreaterThan(1);
  expect(fixes.at(-1)?.split('\n   ').slice(1)).toEqual([`The report: ${join(outdir, 'audit/pci/report.html')}`]);
  expect(fixes.slice(0, -1).filter((fix) => fix.includes('report.html'))).toEqual([]);
});

test('the report below the folder of the synthesis is named from there', () => {
  const here = jest.spyOn(process, 'cwd').mockReturnValue(outdir);
  synth({});
  here.mockRestore();
  const report = readFileSync(join(outdir, 'validation-report.json'), 'utf8');
  expect(report).toContain('The report: evidence/report.html"');
});

test('the evidence can go elsewhere below the assembly', () => {
  expect(synth(good, { outputDirectory: 'audit/pci' }).result.verdict).toBe('satisfied');
});

test('stages have assemblies of their own, and the app has one evidence', () => {
  const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  PciEvidence.attachTo(app, { mode: EvidenceMode.reportOnly(), outputDirectory: 'staged' });
  for (const name of ['Test', 'Live']) {
    const stack = new Stack(new Stage(app, name), 'Payments');
    new CfnResource(stack, 'Cluster', { type: 'AWS::RDS::DBCluster', properties: good });
  }
  underValidation(() => app.synth());
  const { results, templates } = readEvidence('staged');
  expect(results.filter(({ rule }: { rule: string }) => rule === 'PCI.RDS.1')).toEqual([
    expect.objectContaining({ stack: 'Live/Payments', constructPath: 'Live/Payments/Cluster', verdict: 'satisfied' }),
    expect.objectContaining({ stack: 'Test/Payments', constructPath: 'Test/Payments/Cluster', verdict: 'satisfied' }),
  ]);
  expect(templates.map(({ file }: { file: string }) => file)).toEqual([
    expect.stringMatching(/^assembly-Live\/LivePayments\w+\.template\.json$/),
    expect.stringMatching(/^assembly-Test\/TestPayments\w+\.template\.json$/),
  ]);
});

test('stages with stacks of the same names are told apart', () => {
  const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  PciEvidence.attachTo(app, { mode: EvidenceMode.reportOnly(), outputDirectory: 'namesakes' });
  for (const [name, parameters] of [
    ['Dev', {}],
    ['Live', { 'rds.force_ssl': '1' }],
  ] as const) {
    const stage = new Stage(app, name);
    const outer = new Stack(stage, 'Parameters', { stackName: 'parameters' });
    const group = new CfnResource(outer, 'Group', {
      type: 'AWS::RDS::DBClusterParameterGroup',
      properties: { Family: 'aurora-postgresql16', Parameters: parameters },
    });
    new CfnResource(new Stack(stage, 'Payments', { stackName: 'payments' }), 'Cluster', {
      type: 'AWS::RDS::DBCluster',
      properties: { ...good, Engine: 'aurora-postgresql', DBClusterParameterGroupName: group.ref },
    });
  }
  underValidation(() => app.synth());
  const { results } = readEvidence('namesakes');
  expect(results.filter(({ rule }: { rule: string }) => rule === 'PCI.RDS.3')).toEqual([
    expect.objectContaining({ constructPath: 'Dev/Payments/Cluster', verdict: 'violated' }),
    expect.objectContaining({ constructPath: 'Live/Payments/Cluster', verdict: 'satisfied' }),
  ]);
});

test('a nested stack goes where the stack around it goes', () => {
  const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  PciEvidence.attachTo(app, { mode: EvidenceMode.reportOnly(), outputDirectory: 'nested' });
  const outer = new Stack(app, 'Payments', { env: { account: '111122223333', region: 'eu-west-1' } });
  new CfnResource(outer, 'Jobs', { type: 'AWS::SQS::Queue', properties: { QueueName: 'jobs' } });
  const properties = {
    Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/jobs'],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }] },
  };
  new CfnResource(new NestedStack(outer, 'Nested'), 'Policy', { type: 'AWS::SQS::QueuePolicy', properties });
  underValidation(() => app.synth());
  const { results, templates } = readEvidence('nested');
  expect(results.filter(({ rule }: { rule: string }) => rule === 'PCI.SQS.3')).toEqual([
    expect.objectContaining({ constructPath: 'Payments/Jobs', verdict: 'violated' }),
  ]);
  const where = { region: 'eu-west-1', account: '111122223333' };
  expect(templates).toEqual([
    expect.objectContaining({ stack: 'Payments', stackName: 'Payments', ...where }),
    expect.objectContaining({ stack: 'Payments/Nested', ...where }),
  ]);
  expect(templates[1]).not.toHaveProperty('stackName');
  const report = readFileSync(join(outdir, 'nested/report.html'), 'utf8');
  expect(report).toContain('Payments/Nested<small>eu-west-1, 111122223333</small>');
});

test('what stands in a nested stack is judged as well', () => {
  const { evidence } = synth(good, {}, (data) => {
    const nested = new NestedStack(data, 'Nested');
    const type = 'AWS::RDS::DBCluster';
    new CfnResource(nested, 'Cluster', { type, properties: { Engine: 'aurora-postgresql' } });
  });
  const nested = evidence.results.filter(
    ({ rule, stack }: { rule: string; stack: string }) => rule === 'PCI.RDS.1' && stack === 'Payments/Data/Nested',
  );
  expect(nested).toEqual([
    expect.objectContaining({ verdict: 'violated', constructPath: 'Payments/Data/Nested/Cluster' }),
  ]);
});

test.each<[PciEvidenceProps, string]>([
  [{ outputDirectory: '../up' }, "`outputDirectory` must be a folder below the assembly, got: '../up'."],
  [{ outputDirectory: 'a/../../b' }, "`outputDirectory` must be a folder below the assembly, got: 'a/../../b'."],
  [{ day: '2026-02-30' }, "`day` must be a day written as YYYY-MM-DD, got: '2026-02-30'."],
  [{ day: 'today' }, "`day` must be a day written as YYYY-MM-DD, got: 'today'."],
])('%j is refused', (props, message) => {
  expect(() => PciEvidence.attachTo(new App(), props)).toThrow(message);
});

test.each(['yesterday', '', '1e9', '-1', '253402300800'])('a SOURCE_DATE_EPOCH of %j is refused', (epoch) => {
  const before = process.env.SOURCE_DATE_EPOCH;
  try {
    process.env.SOURCE_DATE_EPOCH = epoch;
    expect(() => PciEvidence.attachTo(new App())).toThrow(
      'App: The environment variable SOURCE_DATE_EPOCH must be seconds since 1970 in digits, such as 1795651200, got: ' +
        `'${epoch}'. Unset it, or give \`day\`.`,
    );
    expect(() => PciEvidence.attachTo(new App(), { day: '2026-11-25' })).not.toThrow();
  } finally {
    if (before === undefined) delete process.env.SOURCE_DATE_EPOCH;
    else process.env.SOURCE_DATE_EPOCH = before;
  }
});

test.each([
  [{ rule: 'PCI.RDS.99' }, "`rule` must be the id of a rule, got: 'PCI.RDS.99'. Rules of that service: PCI.RDS.1, "],
  [{ rule: 'RDS2' }, "`rule` must be the id of a rule, got: 'RDS2'. PciRules.all() lists them"],
  [{ reason: 'known' }, "`reason` must say why the risk is accepted, in 20 characters or more, got: 'known'."],
  [{ acceptedBy: ' ' }, "`acceptedBy` must be a person or a role that can answer for it, got: ' '."],
  [{ until: '2026-02-30' }, "`until` must be a day written as YYYY-MM-DD, got: '2026-02-30'."],
  [{ until: 'never' }, "`until` must be a day written as YYYY-MM-DD, got: 'never'."],
])('an exception with %j is refused', (change, message) => {
  const scope = new Construct(new Stack(), 'Data');
  expect(() => PciEvidence.acknowledge(scope, { ...exception, ...change })).toThrow(`Default/Data: ${message}`);
});

test('rules are listed with all that an assessor asks', () => {
  const ids = PciRules.all().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const rule of PciRules.all()) {
    expect(rule.id).toMatch(/^PCI\.[A-Za-z0-9]+\.\d+$/);
    expect([rule.requirement, ...rule.related].filter((number) => !/^(A?\d{1,2})(\.\d+)+$/.test(number))).toEqual([]);
    expect(['critical', 'high', 'medium', 'low']).toContain(rule.severity);
    expect(rule.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    for (const text of [rule.title, rule.why, rule.fix]) expect(text.length).toBeGreaterThan(15);
  }
});
