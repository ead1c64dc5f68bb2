import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { gatewayNode } from '../bin/gateway-node.mjs';
import { repositoryRoot } from './settings.ts';

const read = (file: string) => readFileSync(join(repositoryRoot, file), 'utf8');
const memoryFlags = gatewayNode.flags.filter((flag) => !flag.startsWith('--disable-warning'));

describe('how Node is started for the gateway', () => {
  test('this Node knows the flags', () => {
    const { status, stderr } = spawnSync(process.execPath, [...gatewayNode.flags, '-e', ''], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('containers start it the same way', () => {
    const compose = read('docker-compose.yml');
    expect(compose).toContain(`command: [${['node', ...memoryFlags, 'gateway/src/main.ts'].join(', ')}]`);
    expect(compose).toContain(`MALLOC_ARENA_MAX: ${gatewayNode.env.MALLOC_ARENA_MAX}\n`);
    const image = JSON.stringify(['node', ...memoryFlags, 'gateway/src/main.ts']).replaceAll(',', ', ');
    expect(read('Dockerfile')).toContain(`CMD ${image}`);
  });
});
