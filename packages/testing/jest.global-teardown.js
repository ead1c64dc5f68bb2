export { stopTestServers as default } from './src/test-servers.ts';
