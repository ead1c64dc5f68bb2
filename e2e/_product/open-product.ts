import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultsDir } from './results.ts';
import { type RunningProduct, startProduct } from './start-product.ts';

let running: { readonly product: RunningProduct; readonly dataDir: string } | undefined;

/**
 * Before all scenarios. With LECTERN_E2E_URL and LECTERN_E2E_DATA (its LECTERN_DATA) a product that runs already is
 * used, as it is, demo school or not.
 */
export async function openProduct(): Promise<void> {
  rmSync(resultsDir, { recursive: true, force: true });
  mkdirSync(resultsDir, { recursive: true });
  if (process.env.LECTERN_E2E_URL !== undefined) {
    if (process.env.LECTERN_E2E_DATA === undefined) throw new Error('LECTERN_E2E_URL needs LECTERN_E2E_DATA beside it');
    return;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'lectern-e2e-'));
  process.stdout.write(`\nStarting Lectern; what it prints is in ${join(resultsDir, 'npm-start.txt')}\n`);
  try {
    const product = await startProduct(dataDir, join(resultsDir, 'npm-start.txt'));
    running = { product, dataDir };
    process.env.LECTERN_E2E_URL = product.url;
    process.env.LECTERN_E2E_DATA = dataDir;
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** After all scenarios. Fails the run when the product did not end cleanly. */
export async function closeProduct(): Promise<void> {
  if (!running) return;
  const { product, dataDir } = running;
  running = undefined;
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
