export {
  type AppRunOptions,
  type AppSynth,
  type AppTemplate,
  type Evidence,
  NAG_PACKS,
  readAssembly,
  runAppCommand,
  type StackArtifact,
  synthApp,
} from './app-synth';
export { AppUnderTest, refusal } from './app-under-test';
export { AppView, type StackResource } from './app-view';
export { DAY_OF_CHECKS } from './day-of-checks';
export { briefly, exceptionsIn } from './exceptions';
export { NetworkView } from './network-view';
export { type Finding, type Scanners, type ScanResult, scan } from './scan';
export {
  attribute,
  names,
  plumbing,
  type SecurityGroupRule,
  securityGroupRules,
  tagsOf,
  undestroyable,
  untagged,
  type WorkloadStatement,
  wildcards,
  workloadStatements,
} from './spec-vocabulary';
export { annotationsOf, type Json, onlyResource, type Resource, resourcesOf } from './templates';
export { wildcardsIn } from './wildcards';
