import type { JSHandle } from 'playwright';
import { expect } from 'vitest';
import type * as Harness from './webgpu-harness';

/** Seed of a random network, its tiles, and how sums are made. */
export type RandomNetwork = Parameters<(typeof Harness)['randomPsnr']>;

/** Expects our WebGPU engine to paint with each of the networks what float64 does. */
export async function expectAgreement(
  harness: JSHandle<typeof Harness>,
  networks: readonly RandomNetwork[],
): Promise<void> {
  for (const network of networks) {
    const { psnr, text } = await harness.evaluate((module, args) => module.randomPsnr(...args), network);
    expect(psnr, `${network.join(', ')}, ${text}`).toBeGreaterThan(60);
  }
}
