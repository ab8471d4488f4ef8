export { type AppSynth, type AppTemplate, type StackArtifact, synthApp } from './app-synth';
export { AppView, type StackResource } from './app-view';
export { type Finding, type Scanners, type ScanResult, scan } from './scan';
export {
  attribute,
  names,
  plumbing,
  type SecurityGroupRule,
  securityGroupRules,
  tagsOf,
  undestroyable,
  type WorkloadStatement,
  wildcards,
  workloadStatements,
} from './spec-vocabulary';
export { annotationsOf, type Json, onlyResource, type Resource, resourcesOf } from './templates';
export { wildcardsIn } from './wildcards';
