import { DOTNET, expression, JAVA, PYTHON } from './actions';

/** A registry that the release workflow publishes to. */
export interface Registry {
  readonly id: string;
  /** Folder below dist/ that publib takes. */
  readonly language: string;
  /** publib's command. */
  readonly publisher: string;
  /** Whether the registry trusts the workflow itself (OpenID Connect), so that there is no token to keep. */
  readonly trusted: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Steps that bring the tools which publib calls. */
  readonly setup: readonly object[];
  /** Asks for the registry before anything is published anywhere. */
  readonly probe?: string;
  /** Whether it takes pre-releases, from other branches than main. */
  readonly prereleases?: boolean;
}

function secret(name: string): string {
  return expression(`secrets.${name}`);
}

/** GitHub's published key, so that the push goes to GitHub and to nobody in between. */
const GITHUB_HOST_KEY = 'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

export const REGISTRIES: readonly Registry[] = [
  {
    id: 'npm',
    language: 'js',
    publisher: 'publib-npm',
    trusted: true,
    prereleases: true,
    setup: [],
    probe: 'npm ping',
    env: {
      NPM_TRUSTED_PUBLISHER: 'true',
      NPM_ACCESS_LEVEL: 'public',
      NPM_DIST_TAG: expression("github.ref_name == 'main' && 'latest' || github.ref_name"),
    },
  },
  {
    id: 'pypi',
    language: 'python',
    publisher: 'publib-pypi',
    trusted: true,
    setup: [PYTHON],
    env: { PYPI_TRUSTED_PUBLISHER: 'true' },
  },
  {
    id: 'nuget',
    language: 'dotnet',
    publisher: 'publib-nuget',
    trusted: true,
    setup: [PYTHON, DOTNET],
    env: { NUGET_TRUSTED_PUBLISHER: 'true', NUGET_USERNAME: expression('vars.NUGET_USERNAME') },
  },
  {
    // Maven Central knows users' tokens alone, and signatures are a key of ours.
    id: 'maven',
    language: 'java',
    publisher: 'publib-maven',
    trusted: false,
    setup: [JAVA],
    env: {
      MAVEN_SERVER_ID: 'central-ossrh',
      MAVEN_USERNAME: secret('MAVEN_USERNAME'),
      MAVEN_PASSWORD: secret('MAVEN_PASSWORD'),
      MAVEN_GPG_PRIVATE_KEY: secret('MAVEN_GPG_PRIVATE_KEY'),
      MAVEN_GPG_PRIVATE_KEY_PASSPHRASE: secret('MAVEN_GPG_PRIVATE_KEY_PASSPHRASE'),
    },
  },
  {
    // The job's own token ends at this repository; a deploy key opens the other one, and nothing else.
    id: 'go',
    language: 'go',
    publisher: 'publib-golang',
    trusted: false,
    setup: [
      {
        name: 'Open the Go repository',
        env: { GO_DEPLOY_KEY: secret('GO_DEPLOY_KEY') },
        run: [
          'install -d -m 700 ~/.ssh',
          `echo '${GITHUB_HOST_KEY}' > ~/.ssh/known_hosts`,
          '(umask 077 && printf \'%s\\n\' "$GO_DEPLOY_KEY" > ~/.ssh/id_ed25519)',
        ].join('\n'),
      },
    ],
    env: {
      GIT_USE_SSH: 'true',
      GIT_USER_NAME: 'github-actions[bot]',
      GIT_USER_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
    },
  },
];
