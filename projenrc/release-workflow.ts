import { type Project, YamlFile } from 'projen';
import { ACTIONS, DOTNET, expression, JAVA, NODE, PYTHON } from './actions';
import { REGISTRIES, type Registry } from './registries';
import { VERSIONS } from './versions';

/** The one environment that registries trust and that a person has to approve. */
const ENVIRONMENT = 'release';
const BRANCHES = ['main', 'next'];
const ON_MAIN = "github.ref_name == 'main'";

/**
 * Publishes what `npm run release` released. Built and tested once; asked of every registry whether it would take it
 * (publib's dry run) before anything goes to any; then a job for each, with the rights that this one needs.
 */
export function writeReleaseWorkflow(project: Project): void {
  new YamlFile(project, '.github/workflows/release.yml', {
    lineWidth: 0,
    obj: {
      name: 'release',
      // Not on tags: GitHub starts nothing where more than three are pushed at once.
      on: { push: { branches: BRANCHES, paths: ['projenrc/package-versions.json'] } },
      permissions: {},
      concurrency: { group: 'release', 'cancel-in-progress': false },
      jobs: {
        released: releasedJob(),
        build: buildJob(),
        ...Object.fromEntries(REGISTRIES.map((registry) => [`try-${registry.id}`, tryJob(registry)])),
        ...Object.fromEntries(REGISTRIES.map((registry) => [`publish-${registry.id}`, publishJob(registry)])),
        notes: notesJob(),
      },
    },
  });
}

function checkout(): object {
  return { uses: ACTIONS.checkout, with: { 'fetch-depth': 0, 'persist-credentials': false } };
}

/** A package that is added changes the file of versions as well, and releases nothing. */
function releasedJob(): object {
  return {
    ...job(5, { contents: 'read' }),
    outputs: { tags: expression('steps.tags.outputs.tags') },
    steps: [
      checkout(),
      {
        id: 'tags',
        run: `echo "tags=$(git tag --points-at HEAD --list '*@*' | tr '\\n' ' ')" >> "$GITHUB_OUTPUT"`,
      },
    ],
  };
}

function buildJob(): object {
  return {
    ...job(90, { contents: 'read' }),
    needs: 'released',
    if: "needs.released.outputs.tags != ''",
    steps: [
      checkout(),
      ...[NODE, PYTHON, JAVA, DOTNET],
      { name: 'Test', run: 'bash .ci/run' },
      { name: 'Package', run: `npm run package ${expression(`${ON_MAIN} && ' ' || '-- --language js'`)}` },
      { name: 'Everything is there', run: 'npm run release -- --stage' },
      { uses: ACTIONS.upload, with: { name: 'dist', path: 'dist', 'if-no-files-found': 'error' } },
    ],
  };
}

function tryJob(registry: Registry): object {
  const probe = registry.probe ? [{ name: 'The registry answers', run: registry.probe }] : [];
  return {
    ...registryJob(registry),
    needs: 'build',
    if: registry.prereleases ? "needs.build.result == 'success'" : ON_MAIN,
    steps: [...setup(registry), ...probe, publishStep(registry, { PUBLIB_DRYRUN: 'true' })],
  };
}

function publishJob(registry: Registry): object {
  return {
    ...registryJob(registry),
    needs: ['build', ...REGISTRIES.map(({ id }) => `try-${id}`)],
    // The tries of registries that take no pre-releases are skipped with these.
    if: everythingSucceeded(registry.prereleases ? undefined : ON_MAIN),
    steps: [...setup(registry), publishStep(registry)],
  };
}

function notesJob(): object {
  return {
    ...job(10, { contents: 'write' }),
    needs: ['build', ...REGISTRIES.map(({ id }) => `publish-${id}`)],
    if: everythingSucceeded(),
    steps: [
      download(),
      {
        name: 'A page for each release',
        env: {
          GH_TOKEN: expression('github.token'),
          GH_REPO: expression('github.repository'),
          PRERELEASE: expression(`${ON_MAIN} && 'false' || 'true'`),
        },
        run: [
          'for notes in dist/notes/*.md; do',
          '  tag=$(basename "$notes" .md)',
          '  gh release view "$tag" > /dev/null 2>&1 ||',
          '    gh release create "$tag" --verify-tag --title "$tag" --notes-file "$notes" --prerelease="$PRERELEASE"',
          'done',
        ].join('\n'),
      },
    ],
  };
}

function job(minutes: number, permissions: Record<string, string>): object {
  return { 'runs-on': 'ubuntu-latest', 'timeout-minutes': minutes, permissions };
}

function registryJob({ trusted }: Registry): object {
  return { ...job(30, trusted ? { 'id-token': 'write' } : {}), environment: ENVIRONMENT };
}

function everythingSucceeded(also?: string): string {
  const conditions = ['!cancelled()', '!failure()', "needs.build.result == 'success'", ...(also ? [also] : [])];
  return expression(conditions.join(' && '));
}

function setup(registry: Registry): object[] {
  return [NODE, ...registry.setup, download()];
}

function download(): object {
  return { uses: ACTIONS.download, with: { name: 'dist', path: 'dist' } };
}

/** No checkout and no install of this repository: what runs beside the credentials is publib and its tools. */
function publishStep({ publisher, language, env }: Registry, more: Record<string, string> = {}): object {
  return {
    name: more.PUBLIB_DRYRUN ? 'Try' : 'Publish',
    env: { ...env, ...more },
    run: `npx --yes --package publib@${VERSIONS.publib} ${publisher} dist/${language}`,
  };
}
