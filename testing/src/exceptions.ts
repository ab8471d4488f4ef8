import type { AppSynth } from './app-synth';
import type { Finding } from './scan';

/** What pci-evidence accepts in an app: `rule: construct path`, in order. An app without evidence is an error. */
export function exceptionsIn({ evidence, messages }: AppSynth): string[] {
  if (!evidence) throw new Error(`The app left no evidence:\n${messages}`);
  const accepted = evidence.results.filter(({ verdict }) => verdict === 'acknowledged');
  return accepted.map(({ rule, constructPath }) => `${rule}: ${constructPath}`).sort();
}

/** What pci-evidence finds violated or cannot decide in an app, and exceptions that except nothing. */
export function unsettled({ evidence, messages }: AppSynth): string[] {
  if (!evidence) throw new Error(`The app left no evidence:\n${messages}`);
  const open = evidence.results.filter(({ verdict }) => verdict === 'violated' || verdict === 'undecidable');
  return [
    ...open.map(({ verdict, rule, constructPath }) => `${verdict} ${rule}: ${constructPath}`),
    ...evidence.staleExceptions.map((stale) => `stale: ${JSON.stringify(stale)}`),
  ];
}

/** The same of cdk-nag's packs and CDK's validation; a rule that several packs have stands once for each construct. */
export function briefly(findings: readonly Finding[]): string[] {
  const withoutPack = (rule: string) =>
    rule.replace(/^(AwsSolutions|NIST\.800\.53\.R5|PCI\.DSS\.321|HIPAA\.Security)-/, '');
  return [...new Set(findings.map(({ rule, construct }) => `${withoutPack(rule)}: ${construct}`))].sort();
}
