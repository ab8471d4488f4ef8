/** When the alarms of a VPC go off. */
export interface VpcAlarmThresholds {
  /**
   * Connections that one NAT gateway refuses within five minutes, because it has no port left for their destination: 1
   * or more.
   * @default 1
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
   */
  readonly refusedConnections?: number;

  /**
   * Packets that one NAT gateway drops, in percent of those that it receives, in three of five minutes: above 0 and below
   * 100. More than that sets the alarm off. Not watched at a regional gateway, because CloudWatch cannot compare numbers
   * of several zones in an alarm.
   * @default 0.01
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
   */
  readonly droppedPacketPercent?: number;
}
