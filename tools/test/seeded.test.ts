import type { Catalog } from '../seeded/catalog';
import { mutantsOf, type TemplateJson, unclassified } from '../seeded/mutants';
import { flipped, type Json, plus, removed, to, widened, without } from '../seeded/operators';
import { grants, guards } from '../seeded/policies';

const template = (Properties: { readonly [key: string]: Json }, Type = 'AWS::Test::Thing'): TemplateJson => ({
  Resources: { X: { Type, Properties } },
});
const catalog = (entry: Catalog[string]): Catalog => ({ 'AWS::Test::Thing': entry });

/** What mutants make of the properties, by what was done. */
function broken(properties: { readonly [key: string]: Json }, entry: Catalog[string]) {
  return Object.fromEntries(
    mutantsOf(template(properties), catalog(entry)).map(({ name, template: changed }) => [
      name.replace('AWS::Test::Thing.X ', ''),
      changed.Resources.X?.Properties,
    ]),
  );
}

test('a control is broken where it stands, in items of lists and by the key of an item', () => {
  const properties = { On: true, List: [{ Port: 1 }, { Port: 2 }], Attributes: [{ Key: 'log', Value: 'true' }] };
  const controls = { On: [removed, flipped], 'List/#/Port': [to(0)], 'Attributes/log': [removed, flipped] };
  expect(broken(properties, { controls })).toEqual({
    'On: removed': { List: properties.List, Attributes: properties.Attributes },
    'On: made false': { ...properties, On: false },
    'List/0/Port: made 0': { ...properties, List: [{ Port: 0 }, { Port: 2 }] },
    'List/1/Port: made 0': { ...properties, List: [{ Port: 1 }, { Port: 0 }] },
    'Attributes/log: removed': { ...properties, Attributes: [] },
    'Attributes/log: made false': { ...properties, Attributes: [{ Key: 'log', Value: 'false' }] },
  });
});

test('what is not there is added, and what is broken already is not broken again', () => {
  expect(broken({ Mode: 'weak' }, { controls: { Mode: [to('weak')] }, absent: { Open: [true], Mode: ['x'] } })).toEqual(
    {
      'Open: made true': { Mode: 'weak', Open: true },
    },
  );
});

test('a resource that is a control is dropped', () => {
  const [mutant] = mutantsOf(template({}), catalog({ dropped: true }));
  expect(mutant).toMatchObject({ name: 'AWS::Test::Thing.X dropped', template: { Resources: {} } });
});

test('a property that nobody classified is named, and so is a type', () => {
  const properties = {
    Name: 'x',
    Wiring: { To: 'y' },
    On: true,
    Policy: { Ref: 'Z' },
    Tags: [{ Key: 'a', Value: 'b' }],
  };
  const known = catalog({ controls: { On: [flipped] }, plain: ['Name', 'Wiring'] });
  expect(unclassified(template(properties), known)).toEqual(['AWS::Test::Thing Policy']);
  expect(unclassified(template(properties, 'AWS::Other::Thing'), known)).toEqual(['AWS::Other::Thing']);
});

test('a rule of a security group is opened in each direction that is left', () => {
  const how = (rule: Json) => widened(rule, {}).map((one) => one.how);
  expect(how({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' })).toEqual([
    'from port 0',
    'to port 65535',
    'every protocol',
    'every address',
  ]);
  expect(how({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' })).toEqual([
    'to everywhere instead of nowhere',
  ]);
});

test('the last item of a list stays, for an empty one may mean everything', () => {
  expect(without('a')(['a', 'b'], {})).toEqual([{ how: 'without "a"', value: ['b'] }]);
  expect(without('a')(['a'], {})).toEqual([]);
  expect(plus('c')(['a'], {})).toEqual([{ how: 'and "c"', value: ['a', 'c'] }]);
});

const statement = { Sid: 'S', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*' };

test('a grant gets any action, its whole service, any resource', () => {
  expect(grants({ Statement: [statement] }, {}).map(({ how }) => how)).toEqual([
    'statement 0 (S): any action',
    'statement 0 (S): s3:*',
    'statement 0 (S): any resource',
  ]);
});

test('a guard is opened to everybody, loses the condition of a service, and what it refuses', () => {
  const service = { ...statement, Principal: { Service: 'logs.amazonaws.com' }, Condition: { Bool: { x: 'y' } } };
  const deny = { ...statement, Sid: 'D', Effect: 'Deny', Principal: '*', Condition: { Bool: { tls: 'false' } } };
  expect(guards({ Statement: [service, deny] }, {}).map(({ how }) => how)).toEqual([
    'statement 0 (S): anybody, unconditionally',
    'statement 0 (S): without its condition',
    'statement 1 (D): dropped',
    'and everything for everybody',
  ]);
});
