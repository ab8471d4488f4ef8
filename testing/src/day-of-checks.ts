/**
 * The day on which checks of this repository judge the exceptions that its apps accepted, as pci-evidence reads it. Each
 * exception ends on a day; a user hears of that from the synthesis, and a test must not.
 */
export const DAY_OF_CHECKS = { SOURCE_DATE_EPOCH: String(Date.UTC(2026, 10, 30) / 1000) };
