import { AuroraCredentials } from '@org/aurora-pci';
import { Duration } from 'aws-cdk-lib/core';
import type { Config } from './config';

/** Generated in every environment, and changed at an interval where the config says so. */
export function credentialsOf({ rotationDays }: Config['database']): AuroraCredentials {
  return rotationDays === 'never'
    ? AuroraCredentials.generated()
    : AuroraCredentials.rotated(Duration.days(rotationDays));
}
