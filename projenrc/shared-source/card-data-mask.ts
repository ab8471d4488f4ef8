import { DataIdentifier, DataProtectionPolicy } from 'aws-cdk-lib/aws-logs';

/** PCI DSS 4.0.1 requirement 3.4.1: what is logged can hold a card number, and that may be displayed masked only. */
export function maskCardData(): DataProtectionPolicy {
  return new DataProtectionPolicy({
    identifiers: [
      DataIdentifier.CREDITCARDNUMBER,
      DataIdentifier.CREDITCARDSECURITYCODE,
      DataIdentifier.CREDITCARDEXPIRATION,
    ],
  });
}
