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
export { testEvidence } from './evidence-suite';
export { briefly, exceptionsIn, unsettled } from './exceptions';
export { arnInLogs, KEY_USE_BY_LOG_SERVICES, logKeyStatement } from './log-key-statement';
export { besidesSuffix, misnamed, NAME_PROPERTIES, names, repeated } from './names';
export { NetworkView } from './network-view';
export { unpreparedTypes } from './prepared-types';
export { removedAfterItsWriters, testRareRemovalPolicies } from './removal-suite';
export { type Finding, type Scanners, type ScanResult, scan, underValidation } from './scan';
export {
  alarmTargets,
  attribute,
  containerInsights,
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
export { statementIn } from './statement-in';
export { annotationsOf, type Json, onlyResource, PUBLIC_ACCESS_BLOCKED, type Resource, resourcesOf } from './templates';
export { wildcardsIn } from './wildcards';
