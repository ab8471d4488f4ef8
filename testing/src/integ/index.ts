export { DeployedStacks, type Question } from './deployed-stacks';
export { Probe, type ProbeProps } from './probe';
