import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { NamingConvention } from '../src';

const conventions = fc.constantFrom(
  () => NamingConvention.typeSuffix({ suffix: 'aa1' }),
  () => NamingConvention.typeEnvironmentSuffix({ environment: 'production', suffix: 'pr-1234567' }),
  () =>
    NamingConvention.environmentRegionService({
      environment: 'staging',
      region: 'us-east-1',
      service: 'pay',
      suffix: 'pr1234',
    }),
);
// Ids that differ in what a name drops: case, hyphens, repeated words, CDK's own ids; and long ones.
const id = fc.oneof(
  fc.constantFrom('Resource', 'Default', 'Role', 'Alb', 'Api', 'api', 'Api-Api', 'API', 'Service', 'ä'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,30}$/),
);
const paths = fc.uniqueArray(fc.array(id, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 12,
  selector: (ids) => ids.join('/'),
});

/** One role and one load balancer below each path. */
function nameAll(all: string[][], convention: NamingConvention): { roles: string[]; balancers: string[] } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const named = all.map((ids, place) => {
    const scope = ids.reduce<Construct>(
      (parent, child) => (parent.node.tryFindChild(child) as Construct | undefined) ?? new Construct(parent, child),
      stack,
    );
    const role = new CfnRole(scope, 'TheRole', { assumeRolePolicyDocument: {} });
    const balancer = new CfnLoadBalancer(scope, 'TheAlb');
    // Logical ids drop `Resource`: they are not what is tested here.
    role.overrideLogicalId(`Role${place}`);
    balancer.overrideLogicalId(`Alb${place}`);
    return { role, balancer };
  });
  convention.applyTo(app);
  app.synth();
  return {
    roles: named.map(({ role }) => String(role.roleName)),
    balancers: named.map(({ balancer }) => String(balancer.name)),
  };
}

test('names of random paths are unique, short, clean, and the same twice', () => {
  fc.assert(
    fc.property(paths, conventions, (all, convention) => {
      const { roles, balancers } = nameAll(all, convention());
      expect(new Set(roles).size).toBe(all.length);
      expect(new Set(balancers).size).toBe(all.length);
      expect(roles.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 64)).toEqual([]);
      expect(balancers.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 32)).toEqual([]);
      expect(nameAll(all, convention())).toEqual({ roles, balancers });
    }),
    { numRuns: 15 },
  );
});
