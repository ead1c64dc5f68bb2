/**
 * Whole-system scenarios, one folder each. The product is started once for all of them. As in the root's
 * configuration Node strips the types, and native ESM needs NODE_OPTIONS=--experimental-vm-modules.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  rootDir: '.',
  testMatch: ['<rootDir>/*/*.e2e.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {},
  globalSetup: './jest.global-setup.js',
  globalTeardown: './jest.global-teardown.js',
  // Each has a browser of its own beside the ten processes of the product; more do not fit on two cores.
  maxWorkers: 2,
  testTimeout: 120_000,
  watchman: false,
};
