import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Routing } from '../src';
import { albWith } from './fixture';

const QUOTA = 100;

/** The ids of what is said of a load balancer with so many target groups, each with a route. */
function warnings(count: number): string[] {
  const { stack, alb } = albWith();
  for (let index = 1; index <= count; index++) {
    const id = `Service${index}`;
    const targetGroup = alb.addTargetGroup(id, { port: 8080 });
    alb.addRoute(id, Routing.path(`/${index}/*`, targetGroup).withPriority(index));
  }
  return Annotations.fromStack(stack)
    .findWarning('/Stack/Alb', Match.stringLikeRegexp('too-many'))
    .map(({ entry }) => String(entry.data));
}

test('as many target groups and routes as Elastic Load Balancing takes are nothing to say of', () => {
  expect(warnings(QUOTA)).toEqual([]);
});

test('more are warned of, each kind once', () => {
  const text = (what: string) =>
    `There are more than 100 ${what}, and Elastic Load Balancing takes 100 for each load balancer unless the account has a ` +
    'higher quota. Put further ones behind another load balancer, in a stack of its own. ' +
    `[ack: @org/audited-alb:too-many-${what.replace(' ', '-')}]`;
  expect(warnings(QUOTA + 2)).toEqual([text('target groups'), text('routes')]);
});
