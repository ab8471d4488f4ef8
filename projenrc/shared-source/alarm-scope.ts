import { Construct } from 'constructs';
import { fail } from './validation';

/** What holds the alarms of a construct, under an id that never changes. A second call would define them once more. */
export function alarmScope(scope: Construct): Construct {
  if (scope.node.tryFindChild('Alarms')) {
    fail(scope, '`addAlarms` must be called once, got: a second call. Keep the list that the first one returned.');
  }
  return new Construct(scope, 'Alarms');
}
