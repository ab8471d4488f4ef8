import { CfnResource, type IAspect, Stack, Stage, TagManager } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { familyGaveWay, letCopyFollow } from './copied-names';
import { fail } from './fail';
import { givenName, isFree } from './given-name';
import type { NameFormat } from './name-format';
import { refuseUnknownName } from './name-property';
import { NameRegistry } from './name-registry';
import { NAME_RULES, type NameRule } from './name-rules';
import { slotFrom } from './name-words';

/** CDK's own helpers directly below a stack: custom resource providers, and functions of a purpose and a UUID. */
const ONCE_IN_A_STACK = /CustomResourceProvider$|[g-zG-Z]\w*[0-9a-fA-F]{32}$/;

/** What CDK's provider framework has below a construct of its user. */
const FRAMEWORK = /^framework-(onEvent|isComplete|onTimeout)$|^waiter-state-machine$/;

/** The priority of tags that are set on constructs, which an equal one replaces. */
const TAG_PRIORITY = 100;

/** Names each resource below a scope. */
export class NamingAspect implements IAspect {
  constructor(
    private readonly format: NameFormat,
    private readonly owns: (node: IConstruct) => boolean,
  ) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || !this.owns(node) || isPlumbing(node)) return;
    letCopyFollow(node);
    const rule = NAME_RULES[node.cfnResourceType];
    if (!rule) refuseUnknownName(node);
    else if (rule.attribute === undefined) this.nameByTag(node, rule);
    else this.nameByProperty(node, rule, rule.attribute);
  }

  private nameByProperty(resource: CfnResource, rule: NameRule, attribute: string): void {
    // A bare CfnResource knows no attributes: that is how CDK writes its providers.
    if (resource.cfnPropertyName(attribute) === undefined) return;
    const given = givenName(resource, attribute);
    const free = isFree(resource, given, rule);
    if (!free && !NameRegistry.of(resource.node.root).has(resource)) return;
    if (free && given !== undefined && rule.copiedDefault) refuseCopiedDefault(resource, attribute, given);
    const name = this.claim(resource, rule, startOf(rule, given));
    Reflect.set(resource, attribute, name);
    familyGaveWay(resource, given, name);
    nameAcrossEnvironments(resource, name);
    if (hasPathForName(resource)) setNameTag(resource, name);
  }

  private nameByTag(resource: CfnResource, rule: NameRule): void {
    const tags = TagManager.of(resource);
    if (tags && (tags.tagValues().Name === undefined || hasPathForName(resource))) {
      setNameTag(resource, this.claim(resource, rule));
    }
  }

  private claim(resource: CfnResource, rule: NameRule, start?: string): string {
    const fifo = rule.fifoAttribute !== undefined && Reflect.get(resource, rule.fifoAttribute) === true;
    const label = resource.cfnResourceType.endsWith('V2::LoadBalancer') ? loadBalancerLabel(resource) : rule.label;
    const slot = slotFrom(label, rule.synonyms ?? rule.label.split('-'), idsBelowStack(resource));
    const affixes = this.format.affixes(rule, { account: Stack.of(resource).account, fifo, start });
    const names = this.format.candidates(slot, rule.maxLength, affixes, resource.node.path);
    return NameRegistry.of(resource.node.root).claim(resource, names);
  }
}

function refuseCopiedDefault(resource: CfnResource, attribute: string, given: unknown): never {
  fail(
    resource,
    `\`${resource.cfnPropertyName(attribute)}\` must be set, because CDK copies the name that it makes up for ` +
      `${resource.cfnResourceType} into other resources, got: the made-up '${given}'. Set it to \`naming.nameFor(...)\`.`,
  );
}

function isPlumbing(resource: CfnResource): boolean {
  return resource.node.scopes.some(
    ({ node }) => FRAMEWORK.test(node.id) || (ONCE_IN_A_STACK.test(node.id) && Stack.isStack(node.scope)),
  );
}

/** A pipeline's stack has the stages that it deploys below it: the stack is the first one below the nearest stage. */
function idsBelowStack(resource: CfnResource): string[] {
  const { scopes } = resource.node;
  const ofStage = scopes.slice(scopes.indexOf(Stage.of(resource) ?? resource.node.root) + 1);
  return ofStage.slice(ofStage.findIndex((scope) => Stack.isStack(scope)) + 1).map(({ node }) => node.id);
}

/** What AWS demands at the start of some names, such as those of log groups for WAF, outlives the package's default. */
function startOf(rule: NameRule, given: unknown): string | undefined {
  const { imposedStart } = rule;
  const imposed = imposedStart && typeof given === 'string' && given.startsWith(imposedStart);
  return imposed ? imposedStart : undefined;
}

function loadBalancerLabel(resource: CfnResource): string {
  const type: unknown = Reflect.get(resource, 'type');
  return type === 'network' ? 'nlb' : type === 'gateway' ? 'gwlb' : 'alb';
}

/** An L2 may invent a name when a stack of another account or region refers to it: then it is this one. */
function nameAcrossEnvironments(resource: CfnResource, name: string): void {
  const owner = resource.node.scope;
  if (owner?.node.defaultChild === resource && Reflect.has(owner, 'generatePhysicalName')) {
    Reflect.set(owner, 'generatePhysicalName', () => name);
  }
}

/** CDK tags networks, and with them all that stands in them, with construct paths: they name no environment. */
function hasPathForName(resource: CfnResource): boolean {
  const current = TagManager.of(resource)?.tagValues().Name;
  return current !== undefined && resource.node.scopes.some(({ node }) => node.path === current);
}

function setNameTag(resource: CfnResource, name: string): void {
  TagManager.of(resource)?.setTag('Name', name, TAG_PRIORITY);
}
