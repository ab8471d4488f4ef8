import { z } from 'zod';

/**
 * Fields of a config schema that describe one service on Fargate; `ordered` holds the numbers of tasks together. Which
 * processors and memory go together, the service construct says.
 */
export const serviceFields = {
  port: z.int().min(1024).max(65535),
  cpu: z.int(),
  memoryMiB: z.int(),
  healthPath: z.string().startsWith('/'),
  minTasks: z.int().min(1),
  maxTasks: z.int().min(1),
  cpuTargetPercent: z.int().min(10).max(90),
  memoryTargetPercent: z.int().min(10).max(90),
};

/** What a load balancer hands to a service. */
export function pathPatterns(): z.ZodArray<z.ZodString> {
  return z.array(z.string().startsWith('/')).min(1);
}
