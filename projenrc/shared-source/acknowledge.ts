import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Rules that a construct breaks for a reason, each with the pack that it belongs to. */
export interface Acknowledgement {
  readonly rules: string[];
  readonly reason: string;
}

export const AWS_SOLUTIONS = 'AwsSolutions::AwsSolutions';
export const NIST = 'NIST.800.53.R5::NIST.800.53.R5';
export const PCI = 'PCI.DSS.321::PCI.DSS.321';
export const HIPAA = 'HIPAA.Security::HIPAA.Security';

/** Records why a construct breaks rules; the findings then stand in the validation report as explained. */
export function acknowledge(scope: IConstruct, ...acknowledgements: readonly Acknowledgement[]): void {
  for (const { rules, reason } of acknowledgements) {
    Validations.of(scope).acknowledge(...rules.map((id) => ({ id, reason })));
  }
}
