import type { AppView, StackResource } from './app-view';

/** The subnets of a synthesized app by where their default route leads. */
export class NetworkView {
  public readonly subnets: readonly StackResource[];

  constructor(private readonly app: AppView) {
    this.subnets = app.all('EC2::Subnet');
  }

  /** Default route to an internet gateway. */
  public get publicSubnets(): StackResource[] {
    return this.behind('AWS::EC2::InternetGateway');
  }

  /** Default route to a NAT gateway. */
  public get privateSubnets(): StackResource[] {
    return this.behind('AWS::EC2::NatGateway');
  }

  /** No default route. */
  public get isolatedSubnets(): StackResource[] {
    return this.behind(undefined);
  }

  /** What the default route of a subnet leads to. */
  public defaultGateway(subnet: StackResource): StackResource | undefined {
    const { app } = this;
    const association = app
      .all('EC2::SubnetRouteTableAssociation')
      .find((one) => app.target(one.Properties.SubnetId, one) === subnet);
    if (!association) return undefined;
    const table = app.target(association.Properties.RouteTableId, association);
    const route = app
      .all('EC2::Route')
      .find(
        (one) =>
          one.Properties.DestinationCidrBlock === '0.0.0.0/0' && app.target(one.Properties.RouteTableId, one) === table,
      );
    return route && app.target(route.Properties.GatewayId ?? route.Properties.NatGatewayId, route);
  }

  /** The zone of a subnet, as an expression that can be compared. */
  public zoneOf(subnet: StackResource): string {
    return JSON.stringify(subnet.Properties.AvailabilityZone);
  }

  /** How many zones these subnets stand in. */
  public zones(subnets: readonly StackResource[] = this.subnets): number {
    return new Set(subnets.map((subnet) => this.zoneOf(subnet))).size;
  }

  /** Private subnets that depend on another zone: their NAT gateway is in no public subnet of their own. */
  public get crossingZones(): StackResource[] {
    const { publicSubnets } = this;
    return this.privateSubnets.filter((subnet) => {
      const gateway = this.defaultGateway(subnet);
      const place = gateway && this.app.target(gateway.Properties.SubnetId, gateway);
      return !place || !publicSubnets.includes(place) || this.zoneOf(place) !== this.zoneOf(subnet);
    });
  }

  private behind(type: string | undefined): StackResource[] {
    return this.subnets.filter((subnet) => this.defaultGateway(subnet)?.Type === type);
  }
}
