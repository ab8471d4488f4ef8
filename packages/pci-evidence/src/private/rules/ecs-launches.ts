import { judge } from '../checks';
import { judgeSubnet } from '../network/subnets';
import type { Check, Rule } from '../rule';
import type { Possibility } from '../template/possibility';
import type { Reader } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, together } from '../verdict';

/** Where whatever starts tasks beside a service says how. */
const TASK_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Scheduler::Schedule': 'Target.EcsParameters',
  'AWS::Pipes::Pipe': 'TargetParameters.EcsTaskParameters',
};
const EVENT_RULE = 'AWS::Events::Rule';
const OWN = ['AWS::ECS::Service', 'AWS::ECS::TaskSet'];
const LAUNCHERS = [...OWN, EVENT_RULE, ...Object.keys(TASK_PARAMETERS)];

/** How a resource starts tasks; nothing where it starts none. */
function launchesOf(resource: Resource, reader: Reader): Possibility[] {
  if (OWN.includes(resource.type)) return [reader.whole(resource)];
  const given =
    resource.type === EVENT_RULE
      ? reader
          .lists(resource, 'Targets')
          .flat(2)
          .flatMap((target) => reader.below(target, 'EcsParameters'))
      : reader.read(resource, TASK_PARAMETERS[resource.type] ?? '');
  return given.filter(({ kind }) => kind !== 'absent');
}

function eachLaunch(test: (launch: Possibility, reader: Reader) => Judgement): Check {
  return (resource, reader) => {
    const launches = launchesOf(resource, reader);
    if (launches.length === 0) return { outcome: 'not-applicable', path: '', found: 'starts no task', expected: '' };
    return together(launches.map((launch) => test(launch, reader)));
  };
}

/** Services of AWS spell it in two ways. */
function ofNetwork(launch: Possibility, key: string, reader: Reader): Possibility[] {
  return ['AwsvpcConfiguration', 'AwsVpcConfiguration'].flatMap((spelling) =>
    reader.below(launch, `NetworkConfiguration.${spelling}.${key}`),
  );
}

function hasNoPublicAddress(launch: Possibility, reader: Reader): Judgement {
  const isClosed = (value: unknown) => value === undefined || value === 'DISABLED';
  return judge(ofNetwork(launch, 'AssignPublicIp', reader), isClosed, 'DISABLED');
}

function standsInPrivateSubnets(launch: Possibility, reader: Reader): Judgement {
  const named = ofNetwork(launch, 'Subnets', reader);
  const given = named.filter(({ kind }) => kind !== 'absent');
  const path = named[0]?.path ?? launch.path;
  const items = reader.listsOf(given).flat();
  return items.length > 0
    ? together(items.map((item) => judgeSubnet(item, reader)))
    : { outcome: 'undecidable', path, found: 'an empty list', expected: 'subnets' };
}

/** Rules of how tasks are started, by whatever starts them. */
export const ECS_LAUNCH_RULES: readonly Rule[] = [
  {
    id: 'PCI.ECS.1',
    title: 'Tasks have no public address',
    requirement: '1.4.2',
    related: ['1.3.1', '1.4.1', '1.4.4'],
    severity: 'high',
    resourceTypes: LAUNCHERS,
    why: 'A task with a public address can be reached, and can reach out, past the load balancer and the NAT gateways.',
    fix: 'Set AssignPublicIp to DISABLED.',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html',
    covers: ['securityhub:ECS.2', 'securityhub:ECS.16'],
    check: eachLaunch(hasNoPublicAddress),
  },
  {
    id: 'PCI.ECS.2',
    title: 'Tasks stand in private subnets',
    requirement: '1.4.1',
    related: ['1.2.3', '1.3.1', '1.4.4'],
    severity: 'high',
    resourceTypes: LAUNCHERS,
    why: 'The route to an internet gateway is half of what makes a system public.',
    fix: 'Choose subnets that lead out through a NAT gateway or not at all.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-outbound.html',
    covers: ['pulumi:vpc-route-table-internet-gateway-restricted'],
    check: eachLaunch(standsInPrivateSubnets),
  },
];
