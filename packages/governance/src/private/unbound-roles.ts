import { Annotations, CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Resources that bring others, from a template that the app does not hold. */
const BRINGS_OTHERS =
  /^AWS::CloudFormation::(Stack|StackSet)$|^AWS::ServiceCatalog::CloudFormationProvisionedProduct$|::MODULE$/;

/** The one transform that CDK writes, for some of its intrinsic functions, and that makes no resources. */
const COMPUTES_ONLY = 'AWS::LanguageExtensions';

/** A boundary can be given to the roles of templates, and so to none that CloudFormation makes of a template. */
export function warnOfUnboundRoles(node: IConstruct): void {
  for (const maker of makersIn(node)) {
    Annotations.of(node).addWarningV2(
      '@org/governance:unbound-roles',
      `${maker} makes resources that stand in no template of the app, and the boundary of the environment holds none of ` +
        'their roles. Make those roles in the app, or see to it that their own policies keep to the environment.',
    );
  }
}

function makersIn(node: IConstruct): string[] {
  if (Stack.isStack(node)) return (node.templateOptions.transforms ?? []).filter((name) => name !== COMPUTES_ONLY);
  return CfnResource.isCfnResource(node) && BRINGS_OTHERS.test(node.cfnResourceType) && !isNestedStack(node)
    ? [node.cfnResourceType]
    : [];
}

/** The template of CDK's nested stacks is the app's own. Their resource stands in a construct beside them. */
function isNestedStack(resource: CfnResource): boolean {
  const beside = resource.node.scope?.node.scope?.node.children ?? [];
  return beside.some((construct) => Stack.isStack(construct) && construct.nestedStackResource === resource);
}
