import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Project, TextFile } from 'projen';
import { CONSTRUCT_PACKAGES, type ConstructPackageName } from './scope';

const FOLDER = join(__dirname, 'shared-source');

/** Which packages compile which files; `fail` goes into all of them. */
const USERS: Readonly<Record<string, readonly ConstructPackageName[]>> = {
  fail: CONSTRUCT_PACKAGES,
  match: CONSTRUCT_PACKAGES.filter((name) => name !== 'governance'),
  validation: ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  acknowledge: ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'alarm-scope': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'audit-bucket-props': ['compliance-logging', 'secure-vpc', 'audited-alb'],
  'bucket-encryption': ['compliance-logging', 'secure-vpc', 'audited-alb'],
  'bucket-replication': ['compliance-logging', 'secure-vpc', 'audited-alb'],
  'bucket-statement': ['compliance-logging', 'secure-vpc', 'audited-alb'],
  'closed-egress': ['secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  count: ['compliance-logging', 'secure-vpc', 'audited-alb'],
  'flat-reference': ['compliance-logging', 'fargate-service', 'aurora-pci'],
  'flow-log-delivery': ['compliance-logging', 'secure-vpc'],
  'given-bucket': ['compliance-logging', 'secure-vpc', 'audited-alb'],
  'given-key': ['compliance-logging', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'known-list': ['secure-vpc', 'aurora-pci'],
  'ipv4-block': ['secure-vpc', 'audited-alb'],
  'load-balancer-log-delivery': ['compliance-logging', 'audited-alb'],
  'if-given': ['audited-alb', 'fargate-service', 'aurora-pci'],
  'key-alias': ['compliance-logging', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'key-statement': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'key-rotation': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'masked-log-group': ['audited-alb', 'fargate-service', 'aurora-pci'],
  'may-same': ['compliance-logging', 'audited-alb', 'fargate-service'],
  'log-key': ['audited-alb', 'fargate-service', 'aurora-pci'],
  'log-service-actions': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'log-sources': ['compliance-logging', 'secure-vpc', 'audited-alb'],
  'log-retention': ['compliance-logging', 'audited-alb', 'aurora-pci'],
  'duration-unit': ['compliance-logging', 'audited-alb', 'fargate-service', 'aurora-pci'],
  objects: ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'own-key': ['compliance-logging', 'aurora-pci', 'fargate-service'],
  'policy-size': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  referenced: ['audited-alb', 'fargate-service'],
  percentage: ['secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'twelve-months': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'warns-itself': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service', 'aurora-pci'],
  'service-delivery': ['compliance-logging', 'secure-vpc'],
  'subnet-zones': ['audited-alb', 'aurora-pci'],
  'removal-policy': ['compliance-logging', 'secure-vpc', 'audited-alb', 'fargate-service'],
};

/** Names of the files, here and in the packages. */
export const SHARED_FILES = Object.keys(USERS).map((name) => `${name}.ts`);

/**
 * Writes shared source into a package's `src/private`. Packages never import each other (star, not chain) and no
 * package of helpers is published, so the few lines that several need are written once here and compiled into each.
 */
export function vendorSharedSource(project: Project, name: ConstructPackageName): void {
  for (const [file, users] of Object.entries(USERS)) {
    if (!users.includes(name)) continue;
    const target = new TextFile(project, `src/private/${file}.ts`, { marker: true });
    target.addLine(`// ${target.marker} Source: projenrc/shared-source/${file}.ts`);
    target.addLine(readFileSync(join(FOLDER, `${file}.ts`), 'utf8').trimEnd());
    target.addLine('');
  }
}
