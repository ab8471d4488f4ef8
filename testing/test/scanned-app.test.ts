import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppUnderTest, briefly, DAY_OF_CHECKS, exceptionsIn, unsettled } from '../src';

/** An app with an open bucket, or one that refuses its context; it leaves evidence of the day on which it was judged. */
const PROGRAM = `
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { App, Stack } = require(${JSON.stringify(require.resolve('aws-cdk-lib/core'))});
const { Bucket } = require(${JSON.stringify(require.resolve('aws-cdk-lib/aws-s3'))});
const app = new App({ autoSynth: false });
if (app.node.tryGetContext('wrong')) throw new Error('wrong context');
new Bucket(new Stack(app, 'Stack'), 'Bucket');
try { app.synth(); } catch { process.exitCode = 1; }
const results = [
  { rule: 'PCI.S3.5', verdict: 'acknowledged', constructPath: 'Stack/B' },
  { rule: 'PCI.S3.5', verdict: 'acknowledged', constructPath: 'Stack/A' },
  { rule: 'PCI.S3.6', verdict: 'satisfied', constructPath: 'Stack/A' },
  { rule: 'PCI.S3.7', verdict: 'violated', constructPath: 'Stack/A' },
  { rule: 'PCI.S3.8', verdict: 'undecidable', constructPath: 'Stack/A' },
];
mkdirSync(join(app.outdir, 'evidence'));
const evidence = { day: process.env.SOURCE_DATE_EPOCH, summary: {}, results, staleExceptions: [{ rule: 'PCI.S3.9' }] };
writeFileSync(join(app.outdir, 'evidence/evidence.json'), JSON.stringify(evidence));
`;
const folder = mkdtempSync(join(tmpdir(), 'app-'));
beforeAll(() => {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/main.js'), PROGRAM);
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'node src/main.js', context: {} }));
});
afterAll(() => rmSync(folder, { recursive: true }));
const app = new AppUnderTest(folder);
const WITHOUT_EVIDENCE = { succeeded: false, messages: 'no', stacks: {}, templates: {} };

test('an app is scanned without knowing of it', () => {
  const { findings } = app.scan();
  expect(findings.map(({ rule }) => rule)).toContain('AwsSolutions-S1');
  expect(briefly(findings)).toContain('S3BucketLoggingEnabled: Stack/Bucket/Resource');
});

test('one that does not get as far as its validation says why', () => {
  expect(() => app.scan({ wrong: 'yes' })).toThrow(/did not get as far as its validation:.*wrong context/s);
});

test('evidence is judged on the day of the checks, whichever day it is', () => {
  expect(app.synth().evidence?.day).toBe(DAY_OF_CHECKS.SOURCE_DATE_EPOCH);
});

test('what is accepted stands in order, and evidence must be there', () => {
  expect(exceptionsIn(app.synth())).toEqual(['PCI.S3.5: Stack/A', 'PCI.S3.5: Stack/B']);
  expect(() => exceptionsIn(WITHOUT_EVIDENCE)).toThrow('The app left no evidence:\nno');
});

test('what is violated, undecidable or excepts nothing is not settled', () => {
  expect(unsettled(app.synth())).toEqual([
    'violated PCI.S3.7: Stack/A',
    'undecidable PCI.S3.8: Stack/A',
    'stale: {"rule":"PCI.S3.9"}',
  ]);
  expect(() => unsettled(WITHOUT_EVIDENCE)).toThrow('The app left no evidence:\nno');
});

test('where nobody acknowledged anything, the scanners may not have run', () => {
  expect(() => app.unacknowledged()).toThrow('The scanners found nothing that is acknowledged: did they run?');
});
