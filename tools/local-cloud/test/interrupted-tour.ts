// The demo, without the build that comes before it.
import { appNamed } from '../apps';
import { tour } from '../tour';

void tour([appNamed('single-service')], {}).then((succeeded) => {
  process.exitCode = succeeded ? 0 : 1;
});
