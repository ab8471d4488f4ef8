/**
 * `npm run spec`: which rows of docs/requirements the apps hold, by their tests. Ends with 0 only if all are held.
 */
import { command } from './lib/apps';
import { runTargets } from './lib/nx';
import { renderTasks } from './lib/spec';

command(async () => {
  const { tasks } = await runTargets(['test'], ['--projects=apps/*']);
  const { text, problems } = renderTasks(tasks);
  process.stdout.write(`\n${text}\n`);
  process.exitCode = problems > 0 ? 1 : 0;
});
