import { isDeepStrictEqual } from 'node:util';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

type SpecDatabase = ReturnType<typeof loadAwsServiceSpecSync>;
type Resource = ReturnType<SpecDatabase['all']>[number] & { readonly properties: Record<string, Property> };
interface Property {
  readonly type: PropertyType;
  readonly causesReplacement?: 'yes' | 'no' | 'maybe';
  readonly defaultValue?: unknown;
}
interface PropertyType {
  readonly type: string;
  readonly reference?: { readonly $ref: string };
  readonly element?: PropertyType;
}

/** A property whose change makes CloudFormation replace a resource. */
export interface ReplacingChange {
  /** Path of the property, such as `EncryptionConfiguration.KmsKey`. */
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Whether CloudFormation says "some updates of it replace", and nothing shows that this one does not. */
  readonly conditional: boolean;
}

type Proof = (before: unknown, after: unknown) => boolean;

/**
 * Conditional replacements, and the values for which AWS's documentation of the property says that there is none.
 * What is not here counts as a replacement.
 */
const NOT_REPLACED: Readonly<Record<string, Proof>> = {
  // "requires no replacement only if you are updating its value from dedicated to default"
  'AWS::EC2::VPC.InstanceTenancy': (before, after) => before === 'dedicated' && after === 'default',
  // "If you use AWS CloudFormation to update the DB instance, those updates are applied immediately."
  'AWS::RDS::DBInstance.PreferredMaintenanceWindow': () => true,
};

/** What an update of each property does to its resource, as AWS's service specification says. */
export class UpdateBehaviour {
  private loaded?: SpecDatabase;
  private readonly resources = new Map<string, Resource | undefined>();

  public isStateful(type: string): boolean {
    return (this.resource(type) as { isStateful?: boolean } | undefined)?.isStateful ?? false;
  }

  /** The changes that replace a resource of a type; none for a type that AWS does not specify (a custom resource). */
  public replacingChanges(type: string, before: object, after: object): ReplacingChange[] {
    const resource = this.resource(type);
    return resource ? this.compareProperties(resource.properties, type, [], before, after) : [];
  }

  private compareProperties(
    properties: Record<string, Property>,
    type: string,
    path: readonly string[],
    before: object,
    after: object,
  ): ReplacingChange[] {
    return Object.entries(properties).flatMap(([name, property]) => {
      const old = textOf(before, name, property);
      const current = textOf(after, name, property);
      if (isDeepStrictEqual(old, current)) return [];
      const here = [...path, name];
      const change = { property: here.join('.'), before: old, after: current };
      if (property.causesReplacement === 'yes') return [{ ...change, conditional: false }];
      if (property.causesReplacement === 'maybe') {
        return NOT_REPLACED[`${type}.${change.property}`]?.(old, current) ? [] : [{ ...change, conditional: true }];
      }
      return this.compareInside(property.type, type, here, old, current);
    });
  }

  /** Properties of a property, or of the elements of a list, which have an update behaviour of their own. */
  private compareInside(
    inner: PropertyType,
    type: string,
    path: readonly string[],
    before: unknown,
    after: unknown,
  ): ReplacingChange[] {
    if (Array.isArray(before) && Array.isArray(after)) {
      const { element } = inner;
      if (!element) return [];
      return before.flatMap((old, index) => this.compareInside(element, type, path, old, after[index]));
    }
    if (inner.type !== 'ref' || !inner.reference || !isObject(before) || !isObject(after)) return [];
    const definition = this.database.get('typeDefinition', inner.reference.$ref);
    return this.compareProperties(definition.properties as Record<string, Property>, type, path, before, after);
  }

  private resource(type: string): Resource | undefined {
    if (!this.resources.has(type)) {
      const [found] = this.database.lookup('resource', 'cloudFormationType', 'equals', type);
      this.resources.set(type, found as Resource | undefined);
    }
    return this.resources.get(type);
  }

  /** Loaded when the first template has changed: most runs of the gate find none that has. */
  private get database(): SpecDatabase {
    this.loaded ??= loadAwsServiceSpecSync();
    return this.loaded;
  }
}

/** A property's value as CloudFormation takes it: 1 and '1' are the same, and so are a default and no value. */
function textOf(properties: object, name: string, { defaultValue }: Property): unknown {
  const value = (properties as Record<string, unknown>)[name] ?? defaultValue;
  return asText(value);
}

function asText(value: unknown): unknown {
  // A list of a module that Node.js itself loads would stay one of another prototype than those of a test.
  if (Array.isArray(value)) return Array.from(value, asText);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
  return value === undefined || value === null ? undefined : String(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
