// The demo, without the build that comes before it.
import { command } from '../../lib/apps';
import { appNamed } from '../apps';
import { tour } from '../tour';

command(async () => {
  process.exitCode = (await tour([appNamed('single-service')], {})) ? 0 : 1;
});
