/** Runs in the page: what PyTorch computed, as tensors; see training/optimize_goldens.py. */
import * as tf from '@tensorflow/tfjs-core';
import { readNetworkFile } from '../../../src/optimize/network-file';
import type { LossSettings } from '../../../src/optimize/objective';
import { PerceptualNetwork } from '../../../src/optimize/perceptual-network';
import json from './goldens.json';
import gradientsUrl from './gradients.bin?url';
import networkUrl from './network.impv?url';
import picturesUrl from './pictures.bin?url';

export interface Stored {
  readonly offset: number;
  readonly length: number;
  readonly width: number;
  readonly height: number;
}

const fetchBytes = async (url: string) => (await fetch(url)).arrayBuffer();

export async function loadGoldens() {
  const [gradients, pictures, network] = await Promise.all(
    [gradientsUrl, picturesUrl, networkUrl].map(fetchBytes),
  );
  if (!gradients || !pictures || !network) throw new Error('no goldens');
  const floats = new Float32Array(gradients);
  const bytes = new Uint8Array(pictures);
  return {
    ...json,
    settings: json.settings as LossSettings,
    network: new PerceptualNetwork(await readNetworkFile(new Blob([network]))),
    gradient: ({ offset, length }: Stored) => floats.slice(offset, offset + length),
    picture: ({ offset, length, width, height }: Stored) =>
      tf.tensor4d(
        Float32Array.from(bytes.slice(offset, offset + length), (value) => value / 255),
        [1, height, width, length / width / height],
      ),
  };
}
