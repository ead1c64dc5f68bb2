/**
 * Unit and integration tests of all workspaces. Jest strips TypeScript by Node's own means where no transformer claims
 * a file, so `transform` stays empty. Native ESM needs NODE_OPTIONS=--experimental-vm-modules, which `npm test` sets.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {},
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/\\.lectern/', '/e2e/'],
  modulePathIgnorePatterns: ['/dist/', '/\\.lectern/'],
  globalSetup: './packages/testing/jest.global-setup.js',
  globalTeardown: './packages/testing/jest.global-teardown.js',
  maxWorkers: 2,
  // Jest keeps something of every ES module it has loaded: workers of two gigabytes spend most of their time collecting.
  workerIdleMemoryLimit: '500MB',
  // Half a second, the default, is too little for a large process to end on a busy machine, and looks like a leak.
  workerGracefulExitTimeout: 10_000,
  // Ends waits that would have no end; starting a service takes seconds when the machine is busy.
  testTimeout: 60_000,
  watchman: false,
};
