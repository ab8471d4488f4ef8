import {
  all,
  everyItem,
  has,
  isFalse,
  isTrue,
  judge,
  oneOf,
  possibly,
  present,
  someItem,
  target,
  when,
} from '../checks';
import type { Check, Rule } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import type { Path, Reader } from '../template/read';
import { best, type Judgement, type Outcome, worst } from '../verdict';
import { judgeVariable } from './secrets-in-text';

const TASK = 'AWS::ECS::TaskDefinition';
const SERVICE = 'AWS::ECS::Service';
const CLUSTER = 'AWS::ECS::Cluster';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html';
const SECURITY = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html';

/** Every container of a task, whichever of its possibilities comes true. */
function eachContainer(test: (container: Possibility, reader: Reader) => Judgement): Check {
  return everyItem('ContainerDefinitions', (item, reader) =>
    worst(
      item.map((container) =>
        container.kind === 'absent'
          ? { outcome: 'not-applicable' as const, path: container.path, found: 'no container', expected: '' }
          : test(container, reader),
      ),
    ),
  );
}

/** A property of every container. */
function containers(path: Path, test: Parameters<typeof judge>[1], expected: string): Check {
  return eachContainer((container, reader) => judge(reader.below(container, path), test, expected));
}

/** Names and values of the plain environment, judged one by one. */
function eachVariable(test: (name: string, value: Possibility) => Outcome, expected: string): Check {
  return eachContainer((container, reader) => {
    const variables = reader.listsOf(reader.below(container, 'Environment')).flat(2);
    return worst(variables.flatMap((variable) => judgeEach(variable, reader, test, expected)));
  });
}

function judgeEach(
  variable: Possibility,
  reader: Reader,
  test: (name: string, value: Possibility) => Outcome,
  expected: string,
): Judgement[] {
  const path = `${variable.path}.Value`;
  if (variable.kind === 'absent') return [];
  if (variable.kind === 'unknown') return [{ outcome: 'undecidable', path, found: describe(variable), expected }];
  return reader.below(variable, 'Name').flatMap((name) => {
    const found = describe(name);
    return reader.below(variable, 'Value').map((value) => ({ outcome: test(found, value), path, found, expected }));
  });
}

const KEY_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'ECS_ENGINE_AUTH_DATA'];

/** The role of the application must not be the one that pulls images and reads secrets. */
const separateRoles: Check = (task, reader): Judgement => {
  const [own, execution] = (['TaskRoleArn', 'ExecutionRoleArn'] as const).map((key) => reader.read(task, key));
  const expected = 'two roles';
  const at = { path: 'Properties.TaskRoleArn', expected };
  const names = [own, execution].map((role) => (role ?? []).map(describe));
  if (own?.some(({ kind }) => kind === 'absent')) return { ...at, outcome: 'violated', found: 'no role of its own' };
  const found = names.map((role) => role.join(' or ')).join(' and ');
  if (names[0]?.some((name) => names[1]?.includes(name))) return { ...at, outcome: 'violated', found };
  const open = [...(own ?? []), ...(execution ?? [])].some(({ kind }) => kind === 'unknown');
  return { ...at, outcome: open ? 'undecidable' : 'satisfied', found };
};

/** Alarms of a deployment that are named must be in force; a service may have none. */
const alarmsTakeBack = (key: string) =>
  when(
    possibly('DeploymentConfiguration.Alarms', (value) => value !== undefined),
    isTrue(`DeploymentConfiguration.Alarms.${key}`),
  );

/** A digest, or a tag that somebody chose; `latest` is what a name without a tag means. */
function namesVersion(image: string): boolean {
  if (image.includes('@sha256:')) return true;
  const [, tag] = /:([^/:]+)$/.exec(image) ?? [];
  return tag !== undefined && tag !== 'latest';
}

/** The text of an image, its open parts as they stand. What is open as a whole, nobody can tell. */
function judgeImage(image: Possibility): Judgement {
  const at = { path: image.path, expected: 'a tag other than latest, or a digest' };
  if (image.kind === 'unknown' || image.kind === 'reference')
    return { ...at, outcome: 'undecidable', found: describe(image) };
  const text = image.kind === 'text' ? image.text : String(image.kind === 'known' ? image.value : '');
  // What is open at the end is the tag, or a whole name that may bring one.
  if (image.kind === 'text' && text.endsWith('}')) return { ...at, outcome: 'undecidable', found: text };
  return { ...at, outcome: namesVersion(text) ? 'satisfied' : 'violated', found: text };
}

const SESSIONS = 'Configuration.ExecuteCommandConfiguration';
const isDefaultCluster = ({ kind }: Possibility) => kind === 'absent';

/** A log for sessions is of use unless the cluster is told to leave it. */
const recordsSessions = all(
  present(`${SESSIONS}.LogConfiguration`),
  has(`${SESSIONS}.Logging`, (value) => value === undefined || value === 'OVERRIDE', 'OVERRIDE'),
);

const saysVersion = possibly('PlatformVersion', (value) => value !== undefined);

export const ECS_RULES: readonly Rule[] = [
  {
    id: 'PCI.ECS.3',
    title: 'Containers cannot write to their root file system',
    requirement: '2.2.6',
    related: ['5.2.3', '7.2.1', '10.3.2', '11.5.2'],
    severity: 'medium',
    resourceTypes: [TASK],
    why: 'Code that cannot be changed after it was scanned needs no search for changed files.',
    fix: 'Set ReadonlyRootFilesystem to true, and mount a volume where the application must write.',
    source: HUB,
    covers: ['securityhub:ECS.5', 'prowler:ecs_task_definitions_containers_readonly_access'],
    check: containers('ReadonlyRootFilesystem', (value) => value === true, 'true'),
  },
  {
    id: 'PCI.ECS.4',
    title: 'Containers are not privileged',
    requirement: '2.2.6',
    related: ['2.2.4', '7.2.2', '7.2.5'],
    severity: 'high',
    resourceTypes: [TASK],
    why: 'A privileged container is root on the machine below it.',
    fix: 'Leave Privileged out, or set it to false.',
    source: SECURITY,
    covers: [
      'securityhub:ECS.4',
      'prowler:ecs_task_definitions_no_privileged_containers',
      'pulumi:ecs-task-non-privileged-required',
    ],
    check: containers('Privileged', (value) => value === undefined || value === false, 'false'),
  },
  {
    id: 'PCI.ECS.5',
    title: 'Containers do not run as root',
    requirement: '2.2.6',
    related: ['7.2.2', '7.2.5'],
    severity: 'medium',
    resourceTypes: [TASK],
    why: 'What breaks out of the application should find itself without rights.',
    fix: "Set User to a number of its own, such as '1000:1000'.",
    source: SECURITY,
    covers: ['securityhub:ECS.20'],
    check: containers(
      'User',
      (value) => value !== undefined && !/^(root|0)(:|$)/.test(String(value)),
      'a user other than root',
    ),
  },
  {
    id: 'PCI.ECS.6',
    title: 'Containers write their log to a place that keeps it',
    requirement: '10.2.1',
    related: ['10.3.3', '10.4.1.1'],
    severity: 'high',
    resourceTypes: [TASK],
    why: 'A task and its disk are gone when it ends; its log must not be.',
    fix: 'Give every container a LogConfiguration, awslogs for instance.',
    source: HUB,
    covers: ['securityhub:ECS.9', 'prowler:ecs_task_definitions_logging_enabled'],
    check: containers('LogConfiguration.LogDriver', (value) => value !== undefined && value !== 'none', 'a log driver'),
  },
  {
    id: 'PCI.ECS.7',
    title: 'No access key of AWS stands in the environment of a container',
    requirement: '8.6.2',
    related: ['8.3.2', '8.6.1'],
    severity: 'critical',
    resourceTypes: [TASK],
    why: 'Keys in a task definition can be read by everybody who may describe it.',
    fix: 'Give the task a role: it gets keys that last hours, and nobody stores them.',
    source: HUB,
    covers: ['securityhub:ECS.8', 'prowler:ecs_task_definitions_no_environment_secrets'],
    check: eachVariable((name) => (KEY_VARIABLES.includes(name) ? 'violated' : 'satisfied'), 'no key of AWS'),
  },
  {
    id: 'PCI.ECS.8',
    title: 'No secret stands in the plain environment of a container',
    requirement: '8.6.2',
    related: ['8.3.2'],
    severity: 'critical',
    resourceTypes: [TASK],
    why: 'The environment of a task definition is readable in the console, the API and the template.',
    fix: 'Pass it through Secrets, from Secrets Manager or Parameter Store.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
    covers: ['prowler:ecs_task_definitions_no_environment_secrets', 'pulumi:no-hardcoded-secrets'],
    check: eachVariable(judgeVariable, 'no secret'),
  },
  {
    id: 'PCI.ECS.9',
    title: 'Containers keep no capability of the kernel that they do not need',
    requirement: '2.2.4',
    related: ['2.2.6', '7.2.2'],
    severity: 'low',
    resourceTypes: [TASK],
    why: 'A web service needs none of the rights that Linux gives a container by default.',
    fix: 'Set LinuxParameters.Capabilities.Drop to ALL.',
    source: SECURITY,
    check: eachContainer((container, reader) => {
      const lists = reader.listsOf(reader.below(container, 'LinuxParameters.Capabilities.Drop'));
      const dropped = lists.map((list) => best(list.map((item) => judge(item, (value) => value === 'ALL', 'ALL'))));
      const judgement = worst(dropped);
      return judgement.outcome === 'not-applicable'
        ? { outcome: 'violated', path: `${container.path}.LinuxParameters`, found: 'nothing dropped', expected: 'ALL' }
        : judgement;
    }),
  },
  {
    id: 'PCI.ECS.10',
    title: 'Tasks do not share the network or the processes of their host',
    requirement: '2.2.6',
    related: ['1.4.5', '7.2.1', '7.2.2'],
    severity: 'high',
    resourceTypes: [TASK],
    why: 'Separate tasks are separate systems only while they do not see each other.',
    fix: 'Use NetworkMode awsvpc and leave PidMode out, or set it to task.',
    source: HUB,
    covers: [
      'securityhub:ECS.1',
      'securityhub:ECS.3',
      'securityhub:ECS.17',
      'prowler:ecs_task_definitions_host_namespace_not_shared',
      'prowler:ecs_task_definitions_host_networking_mode_users',
    ],
    check: (task, reader) =>
      worst([
        oneOf('NetworkMode', 'awsvpc')(task, reader),
        has('PidMode', (value) => value !== 'host', 'not the host')(task, reader),
        has('IpcMode', (value) => value !== 'host', 'not the host')(task, reader),
      ]),
  },
  {
    id: 'PCI.ECS.11',
    title: 'The application and the agent that starts it have roles of their own',
    requirement: '7.2.5',
    related: ['7.2.1', '7.2.2', '8.6.1'],
    severity: 'high',
    resourceTypes: [TASK],
    why: 'With one role for both, the application may read every secret that any container is started with.',
    fix: 'Set TaskRoleArn to a role other than ExecutionRoleArn.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html',
    check: separateRoles,
  },
  {
    id: 'PCI.ECS.12',
    title: 'A service runs on a platform version that gets security fixes',
    requirement: '6.3.3',
    related: [],
    severity: 'medium',
    resourceTypes: [SERVICE],
    why: 'Old platform versions of Fargate are not patched any more.',
    fix: 'Leave PlatformVersion out, or set it to LATEST or 1.4.0.',
    source: HUB,
    covers: ['securityhub:ECS.10', 'prowler:ecs_service_fargate_latest_platform_version'],
    check: when(saysVersion, oneOf('PlatformVersion', 'LATEST', '1.4.0')),
  },
  {
    id: 'PCI.ECS.13',
    title: 'A cluster measures its services and tasks',
    requirement: '10.7.2',
    related: ['10.4.1.1', '10.4.2', '12.10.5'],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'A control that fails must be noticed, and metrics are where it shows first.',
    fix: 'Set the cluster setting containerInsights to enabled or enhanced.',
    source: HUB,
    covers: ['securityhub:ECS.12'],
    check: someItem(
      'ClusterSettings',
      (item, reader) =>
        worst(
          item.flatMap((setting) => [
            judge(reader.below(setting, 'Name'), (value) => value === 'containerInsights', 'containerInsights'),
            judge(reader.below(setting, 'Value'), (value) => value === 'enabled' || value === 'enhanced', 'enabled'),
          ]),
        ),
      'containerInsights enabled',
    ),
  },
  {
    id: 'PCI.ECS.14',
    title: 'A deployment that fails is taken back',
    requirement: '6.5.1',
    related: ['6.5.2', '10.7.2'],
    severity: 'medium',
    resourceTypes: [SERVICE],
    why: 'A change needs a way back that does not wait for a person.',
    fix: 'Enable the deployment circuit breaker with rollback.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
    check: (service, reader) =>
      worst([
        isTrue('DeploymentConfiguration.DeploymentCircuitBreaker.Enable')(service, reader),
        isTrue('DeploymentConfiguration.DeploymentCircuitBreaker.Rollback')(service, reader),
        ...['Enable', 'Rollback'].map((key) => alarmsTakeBack(key)(service, reader)),
      ]),
  },
  {
    id: 'PCI.ECS.15',
    title: 'Nobody opens a shell in a running task unrecorded',
    requirement: '10.2.1.2',
    related: ['7.2.2', '10.2.1', '10.3.3'],
    severity: 'high',
    resourceTypes: [SERVICE],
    why: 'A session in a container is administrative access, and each of its actions belongs into the audit log.',
    fix: 'Leave EnableExecuteCommand out, or give the cluster a log for its sessions.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    check: (service, reader) => {
      const off = isFalse('EnableExecuteCommand', { absent: true })(service, reader);
      return off.outcome === 'violated' ? target('Cluster', recordsSessions, isDefaultCluster)(service, reader) : off;
    },
  },
  {
    id: 'PCI.ECS.16',
    title: 'A container is known to be healthy by more than being there',
    requirement: '10.7.2',
    related: ['12.10.5'],
    severity: 'low',
    resourceTypes: [TASK],
    why: 'A process that hangs is running, and answers nobody.',
    fix: 'Give the essential container a HealthCheck.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html',
    check: eachContainer((container, reader) => {
      const essential = reader.below(container, 'Essential').some((one) => describe(one) !== 'false');
      const ports = reader.listsOf(reader.below(container, 'PortMappings')).flat();
      if (!essential || ports.length === 0)
        return { outcome: 'not-applicable', path: container.path, found: 'nobody calls it', expected: '' };
      return judge(reader.below(container, 'HealthCheck.Command'), (value) => value !== undefined, 'a health check');
    }),
  },
  {
    id: 'PCI.ECS.17',
    title: 'A task names the version of its image',
    requirement: '6.5.1',
    related: ['6.3.2', '6.5.2'],
    severity: 'medium',
    resourceTypes: [TASK],
    why: 'With latest the next task that starts may run code that nobody approved, and nobody can say what ran.',
    fix: 'Give Image a tag that is set once for each build, or a digest.',
    source: SECURITY,
    check: eachContainer((container, reader) => worst(reader.below(container, 'Image').map(judgeImage))),
  },
];
