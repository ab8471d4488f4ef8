/**
 * The field, measured: one workload for all, each peer the way its own documentation shows. A three-zone VPC with flow
 * logs, a Fargate service behind an HTTPS load balancer with scaling, Aurora PostgreSQL over several zones, logs.
 */
export const PEERS_SOURCE =
  'measured November 2026 with aws-cdk-lib 2.276.0, cdk-nag 3.0.2 and cdk-validator-cfnguard 0.0.62';

/** Findings that nobody acknowledged. */
export interface Peer {
  readonly name: string;
  readonly lines: number;
  readonly resources: number;
  /** Seconds to construct and synthesize, where that was measured. */
  readonly seconds?: number;
  readonly awsSolutions: number;
  readonly nist: number;
  readonly pci321: number;
  readonly hipaa: number;
  readonly controlTower?: number;
}

export const PEERS: readonly Peer[] = [
  {
    name: 'plain aws-cdk-lib (ecs-patterns, DatabaseCluster)',
    lines: 44,
    resources: 75,
    awsSolutions: 7,
    nist: 25,
    pci321: 19,
    hipaa: 25,
    controlTower: 15,
  },
  {
    name: 'AWS Solutions Constructs (alb-fargate)',
    lines: 41,
    resources: 82,
    awsSolutions: 10,
    nist: 29,
    pci321: 23,
    hipaa: 29,
    controlTower: 20,
  },
  {
    name: 'ecs-service-extensions 2.0.0',
    lines: 65,
    resources: 75,
    awsSolutions: 7,
    nist: 24,
    pci321: 18,
    hipaa: 24,
    controlTower: 14,
  },
  {
    name: 'hand-written best practice, internet ALB, production',
    lines: 168,
    resources: 100,
    awsSolutions: 1,
    nist: 8,
    pci321: 8,
    hipaa: 8,
    controlTower: 7,
  },
];

/** The five apps by hand, plain aws-cdk-lib, every row of docs/requirements held: one JavaScript file each. */
export const BY_HAND: readonly Peer[] = [
  byHand('single-service', 390, 108, 1.21, [8, 24, 20, 23]),
  byHand('mysql-compliance', 309, 79, 1.01, [12, 27, 20, 26]),
  byHand('multi-environment', 317, 238, 1.45, [32, 56, 38, 53]),
  byHand('sqs-migration', 277, 103, 0.96, [9, 29, 19, 28]),
  byHand('spot-microservices', 290, 88, 0.89, [8, 13, 12, 12]),
];

function byHand(
  app: string,
  lines: number,
  resources: number,
  seconds: number,
  [awsSolutions, nist, pci321, hipaa]: readonly [number, number, number, number],
): Peer {
  return { name: `${app}, by hand`, lines, resources, seconds, awsSolutions, nist, pci321, hipaa };
}
