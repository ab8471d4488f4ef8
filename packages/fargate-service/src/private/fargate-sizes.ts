interface MemoryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Fargate's table of sizes: CPU units to MiB of memory. The smallest is the one row that does not count in steps. */
const SMALLEST = { cpu: 256, memory: [512, 1024, 2048] };
const LARGER = new Map<number, MemoryRange>([
  [512, { from: 1024, to: 4096, step: 1024 }],
  [1024, { from: 2048, to: 8192, step: 1024 }],
  [2048, { from: 4096, to: 16384, step: 1024 }],
  [4096, { from: 8192, to: 30720, step: 1024 }],
  [8192, { from: 16384, to: 61440, step: 4096 }],
  [16384, { from: 32768, to: 122880, step: 8192 }],
]);

/** The CPU units that Fargate offers, ascending. */
export const CPU_UNITS = [SMALLEST.cpu, ...LARGER.keys()];

/** MiB of memory that Fargate offers with `cpu`, ascending; undefined if it does not offer that CPU. */
export function memoryOf(cpu: number): number[] | undefined {
  if (cpu === SMALLEST.cpu) return SMALLEST.memory;
  const range = LARGER.get(cpu);
  return range && valuesOf(range);
}

/** The same in words: a list while it stays readable, else its bounds and step. */
export function describeMemory(cpu: number): string {
  const range = LARGER.get(cpu);
  const values = memoryOf(cpu) ?? [];
  if (range && values.length > 7) return `${range.from} to ${range.to} MiB in steps of ${range.step}`;
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)} MiB`;
}

function valuesOf({ from, to, step }: MemoryRange): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
