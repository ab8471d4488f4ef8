import type { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib/core';

/** GiB of the size `large`, by the letter of the class; larger sizes are multiples of it. */
const GIB_OF_LARGE: { readonly [letter: string]: number } = { r: 16, x: 32, t: 8 };

/** Memory of an instance class in GiB, or undefined for a class that is known only at deployment. */
export function memoryOf(type: InstanceType): number | undefined {
  const name = type.toString();
  if (Token.isUnresolved(name)) return undefined;
  const [family = '', size = ''] = name.split('.');
  return (GIB_OF_LARGE[family.charAt(0)] ?? 0) * timesLarge(size);
}

function timesLarge(size: string): number {
  if (size === 'medium') return 0.5;
  if (size === 'large') return 1;
  return 2 * Number(size.replace('xlarge', '') || '1');
}
