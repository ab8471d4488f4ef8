/** PCI DSS 4.0.1 requirement 10.5.1: audit log history is kept for twelve months. */
export const TWELVE_MONTHS_IN_DAYS = 365;
