import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalStorage } from './local-storage.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-storage-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function folderOf(content: string): Promise<string> {
  const folder = join(root, 'work');
  await mkdir(join(folder, '360p'), { recursive: true });
  await writeFile(join(folder, '360p/00000.ts'), content);
  return folder;
}

describe('videos on the local disk', () => {
  it('are read whole or in part once they are published', async () => {
    const storage = await createLocalStorage(join(root, 'videos'));
    await storage.publish('v1', await folderOf('0123456789'));
    const file = await storage.open('v1', '360p/00000.ts');
    expect(file?.sizeBytes).toBe(10);
    expect(file && (await text(file.read(null)))).toBe('0123456789');
    expect(file && (await text(file.read({ start: 2, end: 4 })))).toBe('234');
    expect(await readdir(root)).toEqual(['videos']);
  });
  it('are replaced whole when they are published again', async () => {
    const storage = await createLocalStorage(join(root, 'videos'));
    await storage.publish('v1', await folderOf('old'));
    await storage.publish('v1', await folderOf('newer'));
    const file = await storage.open('v1', '360p/00000.ts');
    expect(file && (await text(file.read(null)))).toBe('newer');
  });
  it('are not there when nothing was published, or after they were removed', async () => {
    const storage = await createLocalStorage(join(root, 'videos'));
    expect(await storage.open('v1', 'master.m3u8')).toBeNull();
    await storage.publish('v1', await folderOf('x'));
    await storage.remove('v1');
    await storage.remove('v1');
    expect(await storage.open('v1', '360p/00000.ts')).toBeNull();
    expect(await storage.open('v1', '360p')).toBeNull();
  });
});
