import { defineConfig } from '@graphql-hive/gateway';

// The planner and runtime of Hive Router are switched on by `--hive-router-runtime` on the command line.
export const gatewayConfig = defineConfig({
  logging: 'error',
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? undefined }),
  },
});
