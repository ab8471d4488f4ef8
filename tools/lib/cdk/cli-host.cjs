// The AWS CDK CLI for one command after the other, in one process: a short command is mostly the CLI's own loading.
const CLI = require.resolve('aws-cdk/bin/cdk');

process.on('message', ({ args, cwd, env, mark }) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [process.execPath, CLI, ...args];
  process.exitCode = undefined;
  // From here on nothing but the command keeps this process from its end, so that it is over when it would be by itself.
  process.channel.unref();
  process.once('beforeExit', (status) => {
    for (const stream of [process.stdout, process.stderr]) stream.write(`${mark}${status}${mark}`);
    process.channel.ref();
  });
  delete require.cache[CLI];
  require(CLI);
});
