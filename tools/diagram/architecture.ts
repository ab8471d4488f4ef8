import {
  type AppView,
  type Json,
  NetworkView,
  type SecurityGroupRule,
  type StackResource,
  securityGroupRules,
  workloadStatements,
} from '@org/testing';
import type { Platform } from '../lib/platforms';
import type { Arrow, Box, Picture, Place } from './picture';
import { capacityOf, enforcesTls, isFiltered, listenersOf, listensOn, logsTo, postureOf } from './posture';

/** Reads the architecture of a platform from its templates. */
export function architectureOf(platform: Platform, title: string): Picture {
  return new Architecture(platform).picture(title);
}

class Architecture {
  private readonly view: AppView;
  private readonly network: NetworkView;
  private readonly boxes: Box[] = [];
  private readonly arrows: Arrow[] = [];
  /** Security group to the box of what stands behind it. */
  private readonly behind = new Map<StackResource, string>();

  constructor(private readonly platform: Platform) {
    this.view = platform.view;
    this.network = new NetworkView(this.view);
  }

  public picture(title: string): Picture {
    this.edge();
    this.services();
    this.databases();
    this.endpoints();
    this.openings();
    this.exits();
    this.queues();
    this.secrets();
    this.logs();
    this.alerts();
    const cidrs = this.view.all('EC2::VPC').map(({ Properties }) => Properties.CidrBlock ?? 'address pool');
    const drawn = new Set(this.boxes.map(({ id }) => id));
    return {
      title,
      network: {
        addresses: `VPC ${cidrs.join(', ')}`,
        location: `${this.network.zones()} zones of ${this.platform.region}`,
      },
      boxes: this.boxes,
      arrows: this.arrows.filter(({ from, to }) => drawn.has(from) && drawn.has(to)),
    };
  }

  /** What faces the internet: clients, DNS, load balancers. */
  private edge(): void {
    for (const balancer of this.view.all('ElasticLoadBalancingV2::LoadBalancer')) {
      const internetFacing = balancer.Properties.Scheme === 'internet-facing';
      const place = internetFacing ? 'public' : 'private';
      this.box(balancer.logicalId, place, 'Application Load Balancer', this.balancerDetails(balancer));
      this.stands(balancer.logicalId, balancer.Properties.SecurityGroups, balancer);
      if (internetFacing) {
        this.box('clients', 'outside', 'Clients', this.view.all('Route53::RecordSet').length > 0 ? this.records() : []);
        this.arrow('clients', balancer.logicalId, listensOn(this.view, balancer));
      }
    }
  }

  private balancerDetails(balancer: StackResource): string[] {
    const policies = listenersOf(this.view, balancer).map(({ Properties }) => String(Properties.SslPolicy ?? ''));
    const firewall = isFiltered(this.view, balancer) ? 'web application firewall' : '';
    return [...new Set([...policies, firewall])].filter(Boolean);
  }

  private records(): string[] {
    return this.view.all('Route53::RecordSet').map(({ Properties: { Name, Weight, SetIdentifier } }) => {
      const domain = String(Name).replace(/\.$/, '');
      return Weight === undefined ? domain : `${domain}: ${SetIdentifier} ${Weight}`;
    });
  }

  private services(): void {
    for (const service of this.view.all('ECS::Service')) {
      const { ServiceName, DesiredCount, NetworkConfiguration, LoadBalancers = [] } = service.Properties;
      const task = this.view.target(service.Properties.TaskDefinition, service);
      const { SecurityGroups, Subnets } = NetworkConfiguration.AwsvpcConfiguration;
      this.box(service.logicalId, this.placeOf(Subnets, service), this.nameOf(service, ServiceName), [
        capacityOf(service),
        `${this.taskRange(service) ?? DesiredCount} tasks, ${Number(task?.Properties.Cpu) / 1024} vCPU, ${Number(task?.Properties.Memory) / 1024} GB`,
      ]);
      this.stands(service.logicalId, SecurityGroups, service);
      for (const { TargetGroupArn, ContainerPort } of LoadBalancers as Json[]) {
        const group = this.view.target(TargetGroupArn, service);
        for (const [balancer, paths] of this.routesTo(group)) {
          this.arrow(balancer, service.logicalId, [...paths, `port ${ContainerPort}`].join('\n'));
        }
      }
    }
  }

  private taskRange(service: StackResource): string | undefined {
    const scalable = this.view
      .all('ApplicationAutoScaling::ScalableTarget')
      .find((one) => JSON.stringify(one.Properties.ResourceId).includes(service.logicalId));
    return scalable && `${scalable.Properties.MinCapacity} to ${scalable.Properties.MaxCapacity}`;
  }

  /** Load balancers with a rule that leads to a target group, and the paths of these rules. */
  private routesTo(group: StackResource | undefined): [string, string[]][] {
    return this.view.all('ElasticLoadBalancingV2::LoadBalancer').map((balancer) => {
      const listeners = listenersOf(this.view, balancer);
      const rules = this.view
        .all('ElasticLoadBalancingV2::ListenerRule')
        .filter((rule) => listeners.some((one) => this.view.target(rule.Properties.ListenerArn, rule) === one))
        .filter((rule) => this.leadsTo(rule, group));
      return [balancer.logicalId, rules.flatMap(pathsOf)];
    });
  }

  private leadsTo(rule: StackResource, group: StackResource | undefined): boolean {
    return (rule.Properties.Actions as Json[])
      .flatMap(({ TargetGroupArn, ForwardConfig }) => [
        TargetGroupArn,
        ...(ForwardConfig?.TargetGroups ?? []).map((target: Json) => target.TargetGroupArn),
      ])
      .some((arn) => group !== undefined && this.view.target(arn, rule) === group);
  }

  private databases(): void {
    for (const cluster of this.view.all('RDS::DBCluster')) {
      const members = this.view
        .all('RDS::DBInstance')
        .filter((one) => this.view.target(one.Properties.DBClusterIdentifier, one) === cluster);
      const group = this.view.target(cluster.Properties.DBSubnetGroupName, cluster);
      const engine = cluster.Properties.Engine === 'aurora-mysql' ? 'Aurora MySQL' : 'Aurora PostgreSQL';
      const place = group ? this.placeOf(group.Properties.SubnetIds, group) : 'private';
      this.box(cluster.logicalId, place, `${engine} ${cluster.Properties.EngineVersion}`, [
        `writer and ${plural(members.length - 1, 'reader')}`,
        [
          ...new Set(members.map(({ Properties }) => Properties.DBInstanceClass)),
          enforcesTls(this.view, cluster) ? 'TLS enforced' : 'TLS not enforced',
        ].join(', '),
      ]);
      this.stands(cluster.logicalId, cluster.Properties.VpcSecurityGroupIds, cluster);
    }
  }

  private endpoints(): void {
    const names = this.view
      .all('EC2::VPCEndpoint')
      .filter(({ Properties }) => Properties.VpcEndpointType === 'Interface')
      .map((one) => this.view.flat(one.Properties.ServiceName, one).replace(/^com\.amazonaws\.[^.]+\./, ''));
    if (names.length === 0) return;
    const place = this.network.privateSubnets.length > 0 ? 'private' : 'isolated';
    this.box('endpoints', place, `To AWS: ${plural(names.length, 'private endpoint')}`, lines(names, 3));
  }

  /** NAT gateways, and what the security groups let through them. */
  private exits(): void {
    const gateways = this.view.all('EC2::NatGateway').length;
    if (gateways === 0) return;
    const ways = securityGroupRules(this.view).flatMap((rule) => this.waysOut(rule));
    this.box('nat', 'public', plural(gateways, 'NAT gateway'), [
      ways.length > 0 ? 'the only way out' : 'open to nobody',
    ]);
    if (ways.length === 0) return;
    for (const { from, port } of ways) this.arrow(from, 'nat', port);
    this.box('world', 'outside', 'Outside services', [...new Set(ways.map(({ range }) => range))]);
    this.arrow('nat', 'world', [...new Set(ways.map(({ port }) => port))].join('\n'));
  }

  private waysOut({
    group,
    direction,
    cidr,
    fromPort,
  }: SecurityGroupRule): { from: string; range: string; port: string }[] {
    const from = group && this.behind.get(group);
    const inside = this.view.all('EC2::VPC').map(({ Properties }) => Properties.CidrBlock);
    if (!from || direction !== 'egress' || cidr === undefined) return [];
    if (inside.includes(cidr) || cidr.endsWith('.CidrBlock}')) return [];
    const port = fromPort === 443 ? 'HTTPS 443' : `port ${fromPort ?? 'any'}`;
    return [{ from, port, range: cidr === '0.0.0.0/0' ? 'any address' : cidr }];
  }

  /** Every opening from one security group to another, but for the ways that are drawn already. */
  private openings(): void {
    for (const { group, peerGroup, direction, fromPort } of securityGroupRules(this.view)) {
      const to = group && this.behind.get(group);
      const from = peerGroup && this.behind.get(peerGroup);
      const known = this.arrows.some((arrow) => arrow.from === from && arrow.to === to);
      if (direction === 'ingress' && from && to && from !== to && !known) this.arrow(from, to, `port ${fromPort}`);
    }
  }

  private queues(): void {
    for (const queue of this.view.all('SQS::Queue')) {
      const { RedrivePolicy, QueueName } = queue.Properties;
      this.box(queue.logicalId, 'regional', `SQS ${this.nameOf(queue, QueueName)}`, [postureOf(this.view, queue)]);
      const dead = this.view.target(RedrivePolicy?.deadLetterTargetArn, queue);
      if (dead) this.arrow(queue.logicalId, dead.logicalId, `after ${RedrivePolicy.maxReceiveCount} tries`);
      for (const service of this.view.all('ECS::Service')) {
        if (this.mayCall(service, queue, 'sqs:SendMessage')) this.arrow(service.logicalId, queue.logicalId, 'sends');
        if (this.mayCall(service, queue, 'sqs:ReceiveMessage'))
          this.arrow(queue.logicalId, service.logicalId, 'receives');
      }
    }
  }

  private mayCall(service: StackResource, resource: StackResource, action: string): boolean {
    const task = this.view.target(service.Properties.TaskDefinition, service);
    const role = task && this.view.target(task.Properties.TaskRoleArn, task);
    return workloadStatements(this.view, role).some(
      ({ actions, resources }) =>
        actions.includes(action) && resources.some((arn) => arn.includes(`/${resource.logicalId}.`)),
    );
  }

  private secrets(): void {
    const parts = [
      count(this.view, 'SecretsManager::Secret', 'secret'),
      count(this.view, 'SSM::Parameter', 'parameter'),
    ].filter(Boolean);
    if (parts.length > 0) {
      const rotated = this.view.all('SecretsManager::RotationSchedule').length > 0;
      this.box('secrets', 'regional', 'Secrets Manager, Parameter Store', [
        parts.join(', '),
        rotated ? 'password rotated' : 'password not rotated',
      ]);
    }
    const repositories = this.view.all('ECR::Repository');
    const scanned = repositories.every(({ Properties }) => Properties.ImageScanningConfiguration?.ScanOnPush === true);
    if (repositories.length > 0)
      this.box('images', 'regional', `ECR: ${plural(repositories.length, 'repository', 'repositories')}`, [
        scanned ? 'scanned on push' : 'not all scanned on push',
      ]);
  }

  private logs(): void {
    const groups = this.view.all('Logs::LogGroup');
    if (groups.length > 0) {
      const days = [...new Set(groups.map(({ Properties }) => Properties.RetentionInDays))].sort((a, b) => a - b);
      this.box('logs', 'regional', `CloudWatch Logs: ${plural(groups.length, 'log group')}`, [
        `kept ${days.join(' or ')} days`,
      ]);
    }
    for (const bucket of this.view.all('S3::Bucket')) {
      this.box(bucket.logicalId, 'regional', `S3 ${this.nameOf(bucket, bucket.Properties.BucketName)}`, [
        this.useOf(bucket),
      ]);
    }
  }

  private useOf(bucket: StackResource): string {
    const flowLogs = this.view
      .all('EC2::FlowLog')
      .some((log) => this.view.target(log.Properties.LogDestination, log) === bucket);
    if (flowLogs) return 'VPC flow log, all traffic';
    const accessLogs = this.view
      .all('ElasticLoadBalancingV2::LoadBalancer')
      .some((balancer) => logsTo(this.view, balancer, bucket));
    return accessLogs ? 'load balancer logs' : postureOf(this.view, bucket);
  }

  private alerts(): void {
    const alarms = this.view.all('CloudWatch::Alarm').length;
    if (alarms > 0) this.box('alarms', 'regional', `CloudWatch: ${plural(alarms, 'alarm')}`, []);
    for (const topic of this.view.all('SNS::Topic')) {
      const subscriptions = this.view
        .all('SNS::Subscription')
        .filter((one) => this.view.target(one.Properties.TopicArn, one) === topic);
      const ways = new Set(subscriptions.map(({ Properties }) => String(Properties.Protocol)));
      this.box(topic.logicalId, 'regional', `SNS ${this.nameOf(topic, topic.Properties.TopicName)}`, [
        ways.size > 0 ? `alarms by ${[...ways].join(', ')}` : 'alarms',
      ]);
    }
  }

  private box(id: string, place: Place, title: string, details: readonly string[]): void {
    if (!this.boxes.some((box) => box.id === id)) this.boxes.push({ id, place, title, details });
  }

  private arrow(from: string, to: string, label: string): void {
    if (!this.arrows.some((arrow) => arrow.from === from && arrow.to === to)) this.arrows.push({ from, to, label });
  }

  private stands(id: string, groups: unknown, from: StackResource): void {
    for (const group of (groups ?? []) as unknown[]) {
      const target = this.view.target(group, from);
      if (target) this.behind.set(target, id);
    }
  }

  private placeOf(subnets: unknown, from: StackResource): Place {
    const [first] = ((subnets ?? []) as unknown[]).map((subnet) => this.view.target(subnet, from));
    if (first && this.network.publicSubnets.includes(first)) return 'public';
    return first && this.network.isolatedSubnets.includes(first) ? 'isolated' : 'private';
  }

  private nameOf(resource: StackResource, name: unknown): string {
    return name === undefined
      ? resource.logicalId
      : this.view.flat(name, resource).replaceAll('${AWS::AccountId}', 'account');
  }
}

function pathsOf(rule: StackResource): string[] {
  return (rule.Properties.Conditions as Json[]).flatMap(({ PathPatternConfig }) => PathPatternConfig?.Values ?? []);
}

function count(view: AppView, type: string, noun: string): string {
  const { length } = view.all(type);
  return length > 0 ? plural(length, noun) : '';
}

function plural(number: number, noun: string, nouns = `${noun}s`): string {
  return number === 1 ? `1 ${noun}` : `${number} ${nouns}`;
}

/** Words in lines of a few. */
function lines(words: readonly string[], perLine: number): string[] {
  return Array.from({ length: Math.ceil(words.length / perLine) }, (_, line) =>
    words.slice(line * perLine, (line + 1) * perLine).join(', '),
  );
}
