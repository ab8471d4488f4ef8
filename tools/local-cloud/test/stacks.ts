import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib/core';

/** A resource as a template has it. */
export interface Declared {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string;
  readonly Metadata?: Record<string, unknown>;
}

export interface StackDefinition {
  readonly resources: Record<string, Declared>;
  /** By export name. */
  readonly exports?: Record<string, string>;
}

/** Synthesizes stacks of exactly these resources, as wrong as they may be; gives the cloud assembly's folder. */
export function assemblyOf(stacks: Record<string, StackDefinition>): string {
  const outdir = join(mkdtempSync(join(tmpdir(), 'stacks-')), 'cdk.out');
  const app = new App({ outdir, analyticsReporting: false });
  for (const [name, { resources, exports = {} }] of Object.entries(stacks)) {
    const stack = new Stack(app, name, { env: { region: 'us-east-1' } });
    for (const [id, { Type, Properties, DependsOn, Metadata = {} }] of Object.entries(resources)) {
      const resource = new CfnResource(stack, id, { type: Type, properties: Properties });
      if (DependsOn) resource.addOverride('DependsOn', DependsOn);
      for (const [key, value] of Object.entries(Metadata)) resource.addMetadata(key, value);
    }
    for (const [exportName, value] of Object.entries(exports)) {
      new CfnOutput(stack, `Output${exportName}`, { value, exportName });
    }
  }
  app.synth();
  return outdir;
}

export const parameter = (Value: string, Name?: string, DependsOn?: string): Declared => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...(Name ? { Name } : {}) },
  ...(DependsOn ? { DependsOn } : {}),
});
