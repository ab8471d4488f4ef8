/**
 * The CDK CLI as a process that runs many commands, one after the other: npx and loading it take as long as an app takes
 * to synthesize. Each message is a command, and is answered by how it ended.
 */
const { join } = require('node:path');
const { exec } = require(join(__dirname, '../../node_modules/aws-cdk/lib/index.js'));

process.on('message', async ({ args, folder, env }) => {
  process.chdir(folder);
  Object.assign(process.env, env);
  try {
    process.send({ status: (await exec(args)) ?? 0, error: '' });
  } catch (error) {
    process.send({ status: 1, error: String(error) });
  }
});
