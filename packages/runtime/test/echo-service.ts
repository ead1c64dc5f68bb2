import { readWith, runProcess } from '../src/index.ts';

/** A service for the test beside it: says when it is up and when it was disposed. */
await runProcess(
  (env) => readWith(env, (read) => ({ name: read.string('ECHO_NAME') })),
  async ({ name }) => {
    const timer = setInterval(() => undefined, 1_000);
    process.stdout.write(`${name} is up\n`);
    return {
      url: '',
      async [Symbol.asyncDispose]() {
        clearInterval(timer);
        process.stdout.write(`${name} was disposed\n`);
      },
    };
  },
);
