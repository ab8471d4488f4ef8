import { besidesSuffix, misnamed, names, repeated } from '../src';
import { one, provider, type Resources } from './hand-written';

const role = (RoleName: string) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName } });
const all = (resources: Resources) => names(one(resources));

test('names: properties and Name tags, with a missing one as undefined, plumbing left out', () => {
  const app = one({
    ...provider,
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'role-aa1' } },
    Nameless: { Type: 'AWS::IAM::Role' },
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { Tags: [{ Key: 'Name', Value: 'vpc-aa1' }] } },
  });
  expect(names(app).map(({ resource, name }) => [resource.logicalId, name])).toEqual([
    ['Role', 'role-aa1'],
    ['Nameless', undefined],
    ['Vpc', 'vpc-aa1'],
  ]);
});

test('misnamed: what no pattern allows, and what has no name', () => {
  const named = all({ A: role('role-aa1'), B: role('/path/aa1'), C: role('rolle'), D: { Type: 'AWS::IAM::Role' } });
  expect(misnamed(named, /^role-/, /^\/path\//)).toEqual(['C: rolle', 'D: undefined']);
});

test('repeated: names that a type has twice', () => {
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'one' } };
  expect(repeated(all({ A: role('one'), B: role('two'), C: role('one'), D: bucket }))).toEqual(['AWS::IAM::Role one']);
});

describe('between two suffixes', () => {
  const here = all({ A: role('service-aa1'), B: role('task-aa1') });

  test('nothing but the suffix may differ', () => {
    expect(besidesSuffix(here, 'aa1', all({ A: role('service-bb2'), B: role('task-bb2') }), 'bb2')).toEqual([]);
  });

  test.each<[string, Resources, string[]]>([
    ['a name that both have', { A: role('service-aa1'), B: role('task-bb2') }, ['AWS::IAM::Role service-aa1']],
    [
      'a name that differs in more',
      { A: role('service-bb2'), B: role('job-bb2') },
      ['AWS::IAM::Role task-aa1', 'AWS::IAM::Role job-aa1'],
    ],
    ['a name that is missing', { A: role('service-bb2') }, ['AWS::IAM::Role task-aa1']],
  ])('%s is told', (_what, there, told) => {
    expect(besidesSuffix(here, 'aa1', all(there), 'bb2')).toEqual(told);
  });
});
