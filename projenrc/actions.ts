/** Actions by the commit that each release of them is: a tag can be moved, a commit cannot. */
export const ACTIONS = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8', // v5.0.0
  node: 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444', // v5.0.0
  python: 'actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c', // v6.0.0
  java: 'actions/setup-java@dded0888837ed1f317902acf8a20df0ad188d165', // v5.0.0
  dotnet: 'actions/setup-dotnet@d4c94342e560b34958eacfc5d055d21461ed1c5d', // v5.0.0
  upload: 'actions/upload-artifact@330a01c490aca151604b8cf639adc76d48f6c5d4', // v5.0.0
  download: 'actions/download-artifact@634f93cb2916e3fdff6788551b99b062d0335ce0', // v5.0.0
  credentials: 'aws-actions/configure-aws-credentials@a03048d87541d1d9fcf2ecf528a4a65ba9bd7838', // v5.0.0
} as const;

/** npm's trusted publishing needs npm 11.5.1, which comes with this one. */
export const NODE = { uses: ACTIONS.node, with: { 'node-version': '24' } };
export const PYTHON = { uses: ACTIONS.python, with: { 'python-version': '3.12' } };
export const JAVA = { uses: ACTIONS.java, with: { distribution: 'temurin', 'java-version': '17' } };
export const DOTNET = { uses: ACTIONS.dotnet, with: { 'dotnet-version': '8.0.x' } };

/** GitHub's own expression syntax, which is no template of ours. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}
