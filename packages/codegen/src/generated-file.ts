import { join } from 'node:path';

export type GeneratedFile = { readonly path: string; readonly text: string };

export const repositoryRoot = join(import.meta.dirname, '../../..');
