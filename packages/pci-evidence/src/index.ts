export type { Acknowledgement } from './acknowledgement';
export { EvidenceMode } from './evidence-mode';
export { PciEvidence, type PciEvidenceProps } from './pci-evidence';
export { type PciRule, PciRules } from './pci-rules';
export { Responsibility, type ResponsibilityOverride } from './responsibility';
