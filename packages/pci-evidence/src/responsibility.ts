/** Who can show that a requirement holds. */
export enum Responsibility {
  /** The templates of this app: rules judge them at each synthesis. */
  TEMPLATE = 'template',
  /** The AWS account, through AWS Config or Security Hub. */
  ACCOUNT = 'account',
  /** The running system: what it logs, answers and does. */
  RUNNING_SYSTEM = 'running-system',
  /** The organization: its documents, people and processes. */
  ORGANIZATION = 'organization',
  /** AWS, in the attestation of compliance and the responsibility summary that AWS Artifact offers. */
  AWS_ATTESTATION = 'aws-attestation',
  /** Nobody: the requirement does not apply, for the reason that the note gives. */
  NOT_APPLICABLE = 'not-applicable',
}

/** Another answer to one line of the responsibility matrix. */
export interface ResponsibilityOverride {
  /** Number of the requirement, such as `9.4.1` or `A1.1.1`. */
  readonly requirement: string;

  /** Who shows it, in place of the default of the line. */
  readonly shownBy: Responsibility[];

  /** Where the proof is found, such as the name of a document; or why the requirement does not apply. */
  readonly note: string;
}
