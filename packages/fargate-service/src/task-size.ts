import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { CPU_UNITS, describeMemory, memoryOf } from './private/fargate-sizes';
import { fail } from './private/validation';

/** CPU and memory of a task. */
export interface TaskSizeOptions {
  /** CPU units: 1024 are one virtual CPU. Fargate offers 256, 512, 1024, 2048, 4096, 8192 and 16384. */
  readonly cpu: number;

  /** Memory in MiB, 512 to 122880. Which values are allowed depends on `cpu`. */
  readonly memoryMiB: number;
}

/**
 * The size of a task. A pair that Fargate does not offer is an error that lists the memory allowed for that CPU.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
export class TaskSize {
  /**
   * A size by its figures, for example `TaskSize.of({ cpu: 512, memoryMiB: 1024 })`.
   * @param options CPU and memory
   */
  public static of(options: TaskSizeOptions): TaskSize {
    return new TaskSize(options.cpu, options.memoryMiB);
  }

  private constructor(
    /** CPU units: 1024 are one virtual CPU. */
    public readonly cpu: number,
    /** Memory of the task, not of one container, in MiB: 1024 are one GiB. */
    public readonly memoryMiB: number,
  ) {}

  /** @internal */
  public _validate(scope: IConstruct): void {
    const { cpu, memoryMiB } = this;
    if (Token.isUnresolved(cpu)) return;
    const allowed = memoryOf(cpu);
    if (!allowed)
      fail(scope, `\`size\` must have a \`cpu\` that Fargate offers (${CPU_UNITS.join(', ')}), got: ${cpu}.`);
    if (Token.isUnresolved(memoryMiB) || allowed.includes(memoryMiB)) return;
    const nearest = allowed.find((memory) => memory >= memoryMiB) ?? allowed.at(-1);
    fail(
      scope,
      `\`size\` must pair ${cpu} CPU units with ${describeMemory(cpu)} of memory, got: ${memoryMiB} MiB. ` +
        `Use TaskSize.of({ cpu: ${cpu}, memoryMiB: ${nearest} }).`,
    );
  }
}
