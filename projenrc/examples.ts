import { readFileSync } from 'node:fs';
import { JsonFile, type Project } from 'projen';

/** The same platform in each language that jsii speaks, and how `cdk` starts it. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'typescript-spot-microservices': 'npx tsc && node build/app.js',
  'python-spot-microservices': 'python3 app.py',
  'java-spot-microservices': 'mvn --batch-mode --quiet compile exec:java',
  'go-spot-microservices': 'go run .',
  'dotnet-spot-microservices': 'dotnet run --project src',
};

/** Writes the cdk.json of each example. What else is in their folders is written by hand, to be read and copied. */
export function writeExamples(project: Project): void {
  for (const [name, app] of Object.entries(EXAMPLES)) {
    new JsonFile(project, `examples/${name}/cdk.json`, {
      obj: { app, versionReporting: false, context: featureFlags() },
    });
  }
}

/**
 * What `cdk init` would write for the pinned aws-cdk-lib; among it that a finding of CDK's own template validator
 * fails a synth. The packages themselves need none of these flags, as their tests show. Without the one that gathers how
 * constructs are used, for the report that `versionReporting: false` leaves out: 30 ms of a synth.
 */
export function featureFlags(): Record<string, unknown> {
  return {
    ...JSON.parse(readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8')),
    '@aws-cdk/core:enableAdditionalMetadataCollection': false,
  };
}
