import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Now, so that what was left before is not collected at the expense of what is measured next. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
