import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { App } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { holdsForRandom, optional } from '../../../testing/src/random-props';
import { assess } from '../src/private/assess';
import { Constructs } from '../src/private/constructs';
import { evidenceOf } from '../src/private/evidence/evidence';
import { evidenceFiles } from '../src/private/evidence/files';
import { matrix } from '../src/private/matrix/matrix';
import { RULES } from '../src/private/rules';
import { platformOf } from './template/build';

interface Shape {
  readonly type: string;
  readonly element?: Shape;
  readonly reference?: { readonly $ref: string };
}
type Shapes = Readonly<Record<string, { readonly type: Shape }>>;

const spec = loadAwsServiceSpecSync();
const TYPES = [...new Set(RULES.flatMap(({ resourceTypes }) => resourceTypes))];

/** What CloudFormation has instead of values, and what nobody should have written. */
const intrinsic: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('R0', 'R1', 'Parameter', 'Nothing', 'AWS::Region').map((id) => ({ Ref: id })),
  fc.constantFrom('R0', 'R2', 'Nothing').map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
  fc.constantFrom('', 'arn:${AWS::Partition}:s3:::${R0}', '${', '${Nothing.Arn}').map((text) => ({ 'Fn::Sub': text })),
  fc
    .constantFrom(true, 'x', { Ref: 'R0' })
    .map((value) => ({ 'Fn::If': ['Condition', value, { Ref: 'AWS::NoValue' }] })),
  fc.array(fc.constantFrom('a', { Ref: 'Parameter' }), { maxLength: 3 }).map((parts) => ({ 'Fn::Join': ['-', parts] })),
  fc.constantFrom('Fn::If', 'Fn::Join', 'Fn::GetAtt', 'Fn::Select', 'Fn::FindInMap').map((name) => ({ [name]: 'x' })),
  fc.constant({ 'Fn::ImportValue': 'elsewhere' }),
);
const text = fc.oneof(
  fc.constantFrom(
    '*',
    '0.0.0.0/0',
    '::/0',
    '443',
    'true',
    'HTTPS',
    'aws:kms',
    'Allow',
    'arn:aws:iam::aws:policy/x',
    'tcp',
  ),
  fc.string({ maxLength: 20 }),
);
const json = fc.oneof(
  fc.constantFrom(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
    { Statement: { Effect: 'Allow', Action: ['s3:*'], NotResource: 'x' } },
    { Statement: 'x' },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value as the type of a property asks for, now and then an intrinsic, now and then anything. */
function anyOf(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: literalOf(shape, depth) },
    { weight: 3, arbitrary: intrinsic },
    fc.jsonValue({ maxDepth: 2 }),
  );
}

function literalOf({ type, element, reference }: Shape, depth: number): fc.Arbitrary<unknown> {
  if (depth > 3) return fc.constant({});
  if (type === 'boolean') return fc.oneof(fc.boolean(), fc.constantFrom('true', 'false'));
  if (['integer', 'number'].includes(type)) return fc.oneof(fc.integer(), fc.constantFrom(0, 22, 443, 365, '80'));
  if (type === 'array' && element) return fc.array(anyOf(element, depth + 1), { maxLength: 2 });
  if (type === 'map' && element) return fc.dictionary(text, anyOf(element, depth + 1), { maxKeys: 2 });
  if (type === 'ref' && reference)
    return objectOf(spec.get('typeDefinition', reference.$ref).properties as Shapes, depth + 1);
  return type === 'json' ? json : text;
}

/** Some of the properties: as many as are read on the average, of hundreds that there are. */
function objectOf(shapes: Shapes, depth: number): fc.Arbitrary<object> {
  return fc
    .subarray(Object.keys(shapes), { maxLength: Math.min(Object.keys(shapes).length, depth === 0 ? 12 : 6) })
    .chain((names) =>
      fc.record(Object.fromEntries(names.map((name) => [name, anyOf((shapes[name] as { type: Shape }).type, depth)]))),
    );
}

const shapesOf = (type: string) =>
  (spec.lookup('resource', 'cloudFormationType', 'equals', type)[0]?.properties ?? {}) as Shapes;
const resource = fc
  .constantFrom(...TYPES)
  .chain((Type) => fc.record({ Type: fc.constant(Type), Properties: optional(objectOf(shapesOf(Type), 0)) }));
const templates = fc.array(resource, { minLength: 1, maxLength: 4 }).map((resources) => ({
  Parameters: { Parameter: { Type: 'String' } },
  Conditions: { Condition: { 'Fn::Equals': [{ Ref: 'Parameter' }, 'x'] } },
  Resources: Object.fromEntries(resources.map((one, place) => [`R${place}`, one])),
}));

holdsForRandom('no rule fails, and the evidence is written,', {
  values: templates,
  problemsOf: (template) => {
    const platform = platformOf({ S: template });
    const constructs = new Constructs(new App());
    const day = '2026-11-26';
    const assessments = assess(platform, constructs, day);
    const files = evidenceFiles(evidenceOf({ platform, assessments, constructs, day, matrix: MATRIX }));
    return [
      ...assessments
        .filter(({ judgement }) => judgement.found.startsWith('the rule failed'))
        .map(({ rule, judgement }) => `${rule.id}: ${judgement.found}`),
      ...(files.size === 6 ? [] : [`${files.size} files`]),
    ];
  },
});

const MATRIX = matrix();
