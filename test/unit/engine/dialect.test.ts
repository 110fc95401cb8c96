import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dialectsOf } from '../../../src/engine/webgpu/dialect';

beforeEach(() => vi.stubGlobal('navigator', { gpu: { wgslLanguageFeatures: new Set(['subgroup_id']) } }));
afterEach(() => void vi.unstubAllGlobals());

const adapterInfo = { subgroupMinSize: 8, subgroupMaxSize: 32 } as GPUAdapterInfo;
const PLAIN = { precision: 'f32', subgroup: null };

test('the fastest comes first, and every device understands the last', () => {
  const features = new Set(['shader-f16', 'subgroups']);
  const subgroup = { least: 8, most: 32 };
  expect(dialectsOf({ features, adapterInfo })).toEqual([
    { precision: 'f16', subgroup },
    { precision: 'f16', subgroup: null },
    { precision: 'f32', subgroup },
    PLAIN,
  ]);
});

test('a device that tells nothing of its adapter is used without subgroups', () => {
  expect(dialectsOf({ features: new Set() })).toEqual([PLAIN]);
  expect(dialectsOf({ features: new Set(['subgroups']) })).toEqual([PLAIN]);
});

test('subgroups are of no use where their invocations are not numbered', () => {
  vi.stubGlobal('navigator', { gpu: { wgslLanguageFeatures: new Set() } });
  expect(dialectsOf({ features: new Set(['subgroups']), adapterInfo })).toEqual([PLAIN]);
});
