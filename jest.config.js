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
  // Starting a service and cloning a database takes a second or two when the machine is busy.
  testTimeout: 30_000,
  watchman: false,
};
