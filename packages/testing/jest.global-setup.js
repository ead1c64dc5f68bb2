export { startTestServers as default } from './src/test-servers.ts';
