import type { AppSynth } from './app-synth';
import type { Finding } from './scan';

/** What pci-evidence accepts in an app: `rule: construct path`, in order. An app without evidence is an error. */
export function exceptionsIn({ evidence, messages }: AppSynth): string[] {
  if (!evidence) throw new Error(`The app left no evidence:\n${messages}`);
  const accepted = evidence.results.filter(({ verdict }) => verdict === 'acknowledged');
  return accepted.map(({ rule, constructPath }) => `${rule}: ${constructPath}`).sort();
}

/** The same of cdk-nag's packs and CDK's validation; a rule that several packs have stands once for each construct. */
export function briefly(findings: readonly Finding[]): string[] {
  const withoutPack = (rule: string) =>
    rule.replace(/^(AwsSolutions|NIST\.800\.53\.R5|PCI\.DSS\.321|HIPAA\.Security)-/, '');
  return [...new Set(findings.map(({ rule, construct }) => `${withoutPack(rule)}: ${construct}`))].sort();
}
