import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeShards } from '../../../scripts/fetch-vgg16';
import { readNetworkFile } from '../../../src/optimize/network-file';
import { kerasFile, kernelValue } from './keras-fixture';

test(
  'a network of Keras becomes shards that add up to it, each with its sum',
  { timeout: 30_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'impasto-vgg-'));
    try {
      await writeShards(new Uint8Array(await kerasFile()), folder);
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
        name: string;
        shards: { file: string; sha256: string }[];
      };
      expect(manifest.name).toBe('VGG16');
      expect(readdirSync(folder)).toHaveLength(manifest.shards.length + 1);
      const parts = manifest.shards.map(({ file }) => readFileSync(join(folder, file)));
      expect(parts.map((part) => createHash('sha256').update(part).digest('hex'))).toEqual(
        manifest.shards.map(({ sha256 }) => sha256),
      );
      const { weights } = await readNetworkFile(new Blob(parts));
      expect(weights.get('block3_conv2/kernel')?.data[99]).toBeCloseTo(kernelValue(99), 4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
