export { EnvironmentBoundary, type EnvironmentBoundaryProps } from './environment-boundary';
export {
  type EnvironmentRegionServiceProps,
  type NameForOptions,
  NamingConvention,
  type TypeEnvironmentSuffixProps,
  type TypeSuffixProps,
} from './naming-convention';
export { StandardTags } from './standard-tags';
