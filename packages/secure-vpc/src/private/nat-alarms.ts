import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { VpcAlarmThresholds } from '../vpc-alarm-thresholds';
import { alarmScope } from './alarm-scope';
import { requireCount } from './count';
import { requirePercentage } from './percentage';

/** A NAT gateway that is watched. */
interface WatchedGateway {
  /** Stands in construct ids: never change one. */
  readonly place: string;
  readonly gatewayId: string;
  /** Whether AWS spreads it over zones. */
  readonly regional: boolean;
}

/** The alarms of NAT gateways; whoever is woken by one reads its description. */
export function natAlarms(scope: Construct, gateways: WatchedGateway[], thresholds: VpcAlarmThresholds): Alarm[] {
  const alarms = alarmScope(scope);
  const refusedConnections = thresholds.refusedConnections ?? 1;
  const droppedPacketPercent = thresholds.droppedPacketPercent ?? 0.01;
  requireCount(scope, 'refusedConnections', refusedConnections);
  requirePercentage(scope, 'droppedPacketPercent', droppedPacketPercent);

  return gateways.flatMap((gateway) => {
    const place = new Construct(alarms, gateway.place);
    const refused = watchRefusedConnections(place, gateway, refusedConnections);
    return gateway.regional ? [refused] : [refused, watchDroppedPackets(place, gateway, droppedPacketPercent)];
  });
}

/** Silence is no failure here: without traffic there is no data. */
function watchRefusedConnections(scope: Construct, gateway: WatchedGateway, threshold: number): Alarm {
  const period = Duration.minutes(5);
  return new Alarm(scope, 'RefusedConnections', {
    metric: gateway.regional
      ? acrossZones(gateway, 'ErrorPortAllocation', period)
      : sumOf(gateway, 'ErrorPortAllocation', period),
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription:
      'A NAT gateway has no port left and refuses connections to the internet: look for clients that open many ' +
      'connections to one address, and let them use connections again.',
  });
}

function watchDroppedPackets(scope: Construct, gateway: WatchedGateway, threshold: number): Alarm {
  const period = Duration.minutes(1);
  return new Alarm(scope, 'DroppedPackets', {
    metric: new MathExpression({
      expression: '100 * dropped / (outgoing + incoming)',
      usingMetrics: {
        dropped: sumOf(gateway, 'PacketsDropCount', period),
        outgoing: sumOf(gateway, 'PacketsInFromSource', period),
        incoming: sumOf(gateway, 'PacketsInFromDestination', period),
      },
      label: 'Dropped packets in percent',
      period,
    }),
    threshold,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription:
      'A NAT gateway drops packets: look at the AWS Health Dashboard, and for clients that send more than a gateway carries.',
  });
}

function sumOf({ gatewayId }: WatchedGateway, metricName: string, period: Duration): IMetric {
  const dimensionsMap = { NatGatewayId: gatewayId };
  return new Metric({ namespace: 'AWS/NATGateway', metricName, dimensionsMap, statistic: Stats.SUM, period });
}

/** All that is measured under the id of a gateway, whichever dimensions it has besides. An alarm takes one such query. */
function acrossZones({ gatewayId }: WatchedGateway, metricName: string, period: Duration): IMetric {
  const expression = `SELECT SUM(${metricName}) FROM "AWS/NATGateway" WHERE NatGatewayId = '${gatewayId}'`;
  return new MathExpression({ expression, usingMetrics: {}, label: metricName, period });
}
