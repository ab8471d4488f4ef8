import { has } from '../checks';
import type { Check } from '../rule';
import { textOf } from '../template/possibility';
import { once, type Reader, targetsOf } from '../template/read';
import { near, type Resource } from '../template/template';
import { best, type Judgement, readOff, together, worst } from '../verdict';

export const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const SERVICE = 'AWS::ECS::Service';

/** An alarm has actions, switched on, or is read by a deployment or by a composite alarm that tells somebody itself. */
export const tellsSomebody: Check = (alarm, reader) => tells(alarm, reader, []);

/** @param asked the alarms that ask for this one; composite alarms may read each other in a circle */
function tells(alarm: Resource, reader: Reader, asked: readonly Resource[]): Judgement {
  const enabled = has('ActionsEnabled', (value) => value === undefined || value === true, 'true')(alarm, reader);
  const own = worst(
    reader.lists(alarm, 'AlarmActions').map(
      (list): Judgement => ({
        outcome: list.length > 0 ? 'satisfied' : 'violated',
        path: 'Properties.AlarmActions',
        found: `${list.length} actions`,
        expected: 'an action, or a deployment or an alarm with an action that reads the alarm',
      }),
    ),
  );
  const asking = [...asked, alarm];
  const others = own.outcome === 'violated' ? readersOf(alarm, reader).filter((one) => !asking.includes(one)) : [];
  const heard = others.map((one): Judgement => {
    const found = `read by ${one.logicalId}`;
    if (one.type === SERVICE) return reader.certain(one, alarm, { ...own, outcome: 'satisfied', found });
    const passedOn = tells(one, reader, asking);
    const judgement = { ...readOff(one, passedOn), expected: own.expected };
    const why = passedOn.outcome === 'satisfied' ? found : `${found}: ${passedOn.found}`;
    return reader.certain(one, alarm, { ...judgement, found: why });
  });
  return together([best([...heard, own]), enabled]);
}

function readersOf(alarm: Resource, reader: Reader): Resource[] {
  const index = alarmReaders(reader);
  const names = reader.read(alarm, 'AlarmName').flatMap((one) => (one.kind === 'known' ? [textOf(one)] : []));
  const byName = names.flatMap((name) => index.get(name) ?? []).filter((one) => near(one, alarm));
  return [...new Set([...(index.get(alarm) ?? []), ...byName])];
}

/** What reads alarms, by the alarms that it leads to and by the names that it says. */
const alarmReaders = once((reader) => {
  const found = new Map<Resource | string, Resource[]>();
  for (const one of reader.platform.all(SERVICE, COMPOSITE)) {
    const said =
      one.type === SERVICE
        ? reader.lists(one, 'DeploymentConfiguration.Alarms.AlarmNames').flat(2)
        : reader.read(one, 'AlarmRule');
    const names = said.map(textOf).flatMap((text) => (one.type === SERVICE ? [text] : namesIn(text)));
    for (const alarm of [...targetsOf(said), ...names]) found.set(alarm, [...(found.get(alarm) ?? []), one]);
  }
  return found;
});

/** Names of alarms in the rule of a composite one: in quotes or bare, by themselves or at the end of an ARN. */
function namesIn(rule: string): string[] {
  const words = [...rule.split('"'), ...rule.split(/[\s(),"]+/)];
  return words.map((word) => word.replace(/^arn:.*:alarm:/, ''));
}
