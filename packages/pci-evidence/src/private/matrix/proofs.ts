import { Responsibility } from '../../responsibility';
import type { Requirement } from './row';

/** Where AWS answers for what it runs. */
const AWS = "AWS's attestation of compliance and responsibility summary for PCI DSS, from AWS Artifact";

/**
 * What an assessor asks for where people or the running system show a requirement, and the requirements of which he does.
 * AWS Config and Security Hub stand in the rows themselves.
 */
export const PROOFS: readonly (readonly [proof: string, requirements: string])[] = [
  [
    'the document, its approval and last review; interviews with those who work by it',
    '1.1.1 2.1.1 3.1.1 4.1.1 5.1.1 6.1.1 7.1.1 8.1.1 9.1.1 10.1.1 11.1.1 12.1.1 12.1.2 12.2.1',
  ],
  [
    'the assignment of duties, accepted by those who hold them; interviews',
    '1.1.2 2.1.2 3.1.2 3.7.8 4.1.2 5.1.2 6.1.2 7.1.2 8.1.2 9.1.2 10.1.2 11.1.2 12.1.3 12.1.4 12.4.1 A3.1.1 A3.1.3',
  ],
  ['the configuration standard, compared with what is deployed', '1.2.1 2.2.1 2.2.6'],
  ['change records: reason, impact, approval, test, way back', '1.2.2 6.5.1 6.5.2 A3.2.2 A3.2.2.1'],
  ['who may change the code of networks and deploy it; the drift of deployed stacks', '1.2.8'],
  ['the diagram with its date, compared with what is deployed', '1.2.3 1.2.4'],
  ['the list of ports, protocols and services, with reasons, approvals and mitigations', '1.2.5 1.2.6 2.2.4 2.2.5'],
  [
    'records of the review: when, by whom, what was found, what was done',
    '1.2.7 5.2.3 7.2.4 9.4.1.2 9.4.5.1 10.4.2 10.4.3 12.3.3 12.3.4 12.4.2 12.4.2.1 12.6.2 A3.3.2 A3.3.3 A3.4.1',
  ],
  [
    'the targeted risk analysis that says how and how often',
    '5.2.3.1 5.3.2.1 7.2.5.1 8.6.3 9.5.1.2.1 10.4.2.1 11.3.1.1 12.3.1 12.3.2 12.10.4.1',
  ],
  ['the scope of wireless networks, or the statement that there are none', '1.3.3 2.3.1 2.3.2 4.2.1.2 11.2.1 11.2.2'],
  ['answers and error pages of the application, and what third parties are told of the network', '1.4.5'],
  ['the configuration of laptops and other devices that reach the environment', '1.5.1'],
  ['the separation of functions by service and account', '2.2.3'],
  [
    'a search for card data in databases, logs, dumps and queues; the schedule by which data are deleted',
    '3.2.1 3.3.1 3.3.1.1 3.3.1.2 3.3.1.3 A3.2.5 A3.2.5.1',
  ],
  ['stored records as the application writes them, and where their keys are', '3.3.2 3.3.3 3.5.1.1'],
  [
    'stored card numbers as the application writes them: encrypted by field, truncated, hashed or tokens, beyond the encryption of volumes',
    '3.5.1 3.5.1.2',
  ],
  ['screens, reports and receipts with card numbers, and the roles that see more', '3.4.1'],
  ['an attempt to copy card numbers through remote access', '3.4.2'],
  ['the list of keys, their purposes, custodians, periods and ends', '3.6.1 3.6.1.1 3.7.4 3.7.5 3.7.9'],
  ['a scan of the TLS endpoints, and of what the application calls', '4.2.1'],
  ['the list of certificates and keys, with issuers and ends', '4.2.1.1'],
  ['the rules for messaging, and what its filters stop', '4.2.2 5.4.1'],
  ['the decision which components are at risk, and what runs on them', '5.2.1'],
  [
    'the console of the anti-malware: coverage, updates, scans, alerts, who may switch it off',
    '5.2.2 5.3.1 5.3.2 5.3.3 5.3.4 5.3.5',
  ],
  ['the development procedure, followed through one release', '6.2.1 6.2.4'],
  [
    'records of trainings, with names, dates and contents',
    '6.2.2 9.5.1.3 12.6.1 12.6.3 12.6.3.1 12.6.3.2 12.10.4 A3.1.4',
  ],
  ['code reviews of merged changes, by others than the author', '6.2.3 6.2.3.1'],
  ['the list of vulnerabilities, with ranks and the time until each was fixed', '6.3.1 6.3.3'],
  ['the inventory, with versions and owners', '6.3.2 9.4.5 9.5.1.1 12.5.1'],
  ['logs of the firewall: blocked requests, and who is alerted', '6.4.1 6.4.2'],
  ['the list of scripts on payment pages, their approval and integrity; alerts on changes', '6.4.3 11.6.1'],
  ['accounts, networks and roles of each environment', '6.5.3 6.5.4'],
  ['test data, and the accounts of a system before and after it went live', '6.5.5 6.5.6'],
  ['the access model, and requests with approvals for some accounts of each role', '7.2.1 7.2.2 7.2.3 7.2.5'],
  ['who may query card data, and what the application lets each role ask', '7.2.6'],
  [
    'the identity provider: accounts, approvals, leavers, and how third parties get in',
    '8.2.1 8.2.2 8.2.3 8.2.4 8.2.5 8.2.7 8.3.3 8.3.5 8.3.8 8.3.10 8.3.11 8.6.1',
  ],
  [
    'sign-in and session settings of the identity provider and the application, tried out',
    '8.2.8 8.3.2 8.3.4 8.3.6 8.3.7 8.3.9 8.3.10.1',
  ],
  ['a sign-in with several factors, and an attempt without', '8.4.1 8.4.2 8.4.3 8.5.1'],
  ['a search for passwords in code, files and images', '8.6.2'],
  ['offices and places of the organization, or the statement that none is in scope', '9.2.2 9.2.3 9.2.4'],
  ['badges, visitor logs and access lists of places in scope', '9.3.1 9.3.1.1 9.3.2 9.3.3 9.3.4'],
  ['where media with card data are, or the statement that there are none', '9.4.1 9.4.1.1 9.4.2 9.4.3 9.4.4 9.4.6'],
  ['inspections of terminals, or the statement that there are none', '9.5.1 9.5.1.2 A2.1.1 A2.1.2 A2.1.3'],
  [
    'entries of the logs for a set of tried events, with who, what, when, from where, outcome',
    '10.2.1.1 10.2.1.2 10.2.1.4 10.2.2',
  ],
  ['who may read the logs, and why', '10.3.1'],
  ['alerts of the last months, and what was done about each', '10.4.1 10.4.1.1 11.5.1 12.10.5 A3.2.6 A3.2.6.1 A3.5.1'],
  ['an alarm that was set off, who was told and when; reports of failures', '10.7.1 10.7.2 10.7.3 A3.3.1 A3.3.1.2'],
  [
    'scan reports of the last four quarters, and of the scans after changes',
    '11.3.1 11.3.1.2 11.3.1.3 11.3.2 11.3.2.1',
  ],
  [
    'the report of the penetration test, its method, and the retest',
    '11.4.1 11.4.2 11.4.3 11.4.4 11.4.5 11.4.6 A1.1.4 A3.2.4',
  ],
  ['the offer to customers, and a request that was answered', '11.4.7 A1.2.2 A1.2.3'],
  ['image digests and configuration as deployed, compared with what was approved', '11.5.2'],
  ['the description of the scope, with its date and reasons', '12.5.2 12.5.2.1 12.5.3 A3.2.1 A3.2.3'],
  ['the programme, with its plan and reports', 'A3.1.2'],
  ['records of screenings, as the law allows', '12.7.1'],
  [
    'the list of third parties, their contracts, attestations and responsibility matrices',
    '12.8.1 12.8.2 12.8.3 12.8.4 12.8.5',
  ],
  ['contracts with customers, and this matrix', '12.9.1 12.9.2'],
  ['the incident plan, its last test, who is on call, and reports of incidents', '12.10.1 12.10.2 12.10.3 12.10.6'],
  ['the procedure for card numbers found where they should not be', '12.10.7 A3.2.5.2'],
  ['how customers are kept apart, and a test of it', 'A1.1.1 A1.1.2 A1.1.3 A1.2.1'],
];

const BY_REQUIREMENT = new Map(
  PROOFS.flatMap(([proof, requirements]) => requirements.split(' ').map((number) => [number, proof] as const)),
);

/** What shows a requirement, beside templates and the account; nothing where these are all. */
export function proofsOf({ number, shownBy }: Requirement): string[] {
  const own = BY_REQUIREMENT.get(number);
  return [...(own ? [own] : []), ...(shownBy.includes(Responsibility.AWS_ATTESTATION) ? [AWS] : [])];
}
