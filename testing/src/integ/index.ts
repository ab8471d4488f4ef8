export { DeployedStacks } from './deployed-stacks';
export { Probe } from './probe';
