import { onlyResource } from '@org/testing';
import { Lazy, Token } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { TaskSize } from '../src';
import { CPU_UNITS, describeMemory, memoryOf } from '../src/private/fargate-sizes';
import { serviceStack } from './fixture';

const sized = (cpu: number, memoryMiB: number) => serviceStack({ size: TaskSize.of({ cpu, memoryMiB }) });

test('sets CPU and memory of the task', () => {
  const { Properties } = onlyResource(sized(1024, 2048).stack, 'AWS::ECS::TaskDefinition');
  expect([Properties.Cpu, Properties.Memory]).toEqual(['1024', '2048']);
});

test('can be read back', () => {
  expect(TaskSize.of({ cpu: 512, memoryMiB: 1024 })).toMatchObject({ cpu: 512, memoryMiB: 1024 });
});

test.each([
  [256, 512, 2048, 3],
  [512, 1024, 4096, 4],
  [1024, 2048, 8192, 7],
  [2048, 4096, 16384, 13],
  [4096, 8192, 30720, 23],
  [8192, 16384, 61440, 12],
  [16384, 32768, 122880, 12],
])('%i CPU units go with %i to %i MiB in %i sizes', (cpu, least, most, sizes) => {
  expect(memoryOf(cpu)?.[0]).toBe(least);
  expect(memoryOf(cpu)?.at(-1)).toBe(most);
  expect(memoryOf(cpu)).toHaveLength(sizes);
});

test.each([
  [512, 512, '512 CPU units with 1024, 2048, 3072 or 4096 MiB', 1024],
  [256, 4096, '256 CPU units with 512, 1024 or 2048 MiB', 2048],
  [1024, 3000, '1024 CPU units with 2048, 3072, 4096, 5120, 6144, 7168 or 8192 MiB', 3072],
  [16384, 33000, '16384 CPU units with 32768 to 122880 MiB in steps of 8192', 40960],
])('refuses %i CPU units with %i MiB', (cpu, memory, allowed, nearest) => {
  expect(() => sized(cpu, memory)).toThrow(
    new Error(
      `Stack/payments: \`size\` must pair ${allowed} of memory, got: ${memory} MiB. ` +
        `Use TaskSize.of({ cpu: ${cpu}, memoryMiB: ${nearest} }).`,
    ),
  );
});

test('refuses a CPU that Fargate does not offer', () => {
  expect(() => sized(500, 1024)).toThrow(
    new Error(
      'Stack/payments: `size` must have a `cpu` that Fargate offers (256, 512, 1024, 2048, 4096, 8192, 16384), got: 500.',
    ),
  );
});

test('passes values that are known at deployment only', () => {
  const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  expect(onlyResource(sized(token, 1024).stack, 'AWS::ECS::TaskDefinition').Properties.Cpu).toEqual({
    Ref: 'Parameter',
  });
  expect(onlyResource(sized(512, token).stack, 'AWS::ECS::TaskDefinition').Properties.Memory).toEqual({
    Ref: 'Parameter',
  });
});

test('memory ascends in whole GiB above the smallest size, from 2 to 8 GiB a CPU', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CPU_UNITS.slice(1)), (cpu) => {
      const memory = memoryOf(cpu) ?? [];
      expect(memory).toEqual([...new Set(memory)].sort((a, b) => a - b));
      expect(memory.every((value) => value % 1024 === 0 && value >= cpu * 2 && value <= cpu * 8)).toBe(true);
      expect(describeMemory(cpu)).toContain(String(memory[0]));
    }),
  );
});
