/**
 * A perceptual network in one file: the four bytes `IMPV`, the length of the header in bytes (uint32,
 * little-endian), the header (a `PerceptualSpec` as UTF-8 JSON), then the weights as in `weights.bin`.
 */
import { decodeWeights, type Weights } from '../network/weights';
import { ImpastoError } from '../protocol/errors';
import { floatsToHalves } from '../shared/half';
import { parsePerceptualSpec, type PerceptualLayer, type PerceptualSpec } from './perceptual-spec';

const MAGIC = 'IMPV';
const PREFIX_BYTES = 8;

/** The layers of a network and their numbers. */
export interface PerceptualModel {
  readonly spec: PerceptualSpec;
  /** `<layer>/kernel` (height, width, in, out) and `<layer>/bias`. */
  readonly weights: Weights;
}

/** @param weights `<layer>/kernel` (height, width, in, out) and `<layer>/bias` of every layer */
export function writeNetworkFile(
  { input, layers }: Pick<PerceptualSpec, 'input' | 'layers'>,
  weights: ReadonlyMap<string, Float32Array>,
): Blob {
  const entries = layers.flatMap(entriesOf);
  const halves = entries.map(({ name, shape }) => {
    const data = weights.get(name);
    const length = shape.reduce((product, side) => product * side, 1);
    if (data?.length !== length) throw new Error(`${name} has ${data?.length ?? 'no'} values, not ${length}`);
    return floatsToHalves(data);
  });
  const bytes = halves.reduce((sum, half) => sum + half.byteLength, 0);
  const spec: PerceptualSpec = {
    format: 'impasto-perceptual',
    version: 1,
    input,
    layers,
    weightsManifest: [{ paths: [], weights: entries }],
    // One file needs no checksum against another.
    weights: { bytes, sha256: '' },
  };
  const header = new TextEncoder().encode(JSON.stringify(spec));
  return new Blob([MAGIC, Uint32Array.of(header.length), header, ...halves]);
}

/** Throws `ImpastoError` `model-corrupt` if the file is something else. */
export async function readNetworkFile(file: Blob): Promise<PerceptualModel> {
  try {
    const bytes = await file.arrayBuffer();
    const magic = new TextDecoder().decode(bytes.slice(0, 4));
    if (magic !== MAGIC) throw new Error(`begins with ${magic}`);
    const start = PREFIX_BYTES + new DataView(bytes).getUint32(4, true);
    const spec = parsePerceptualSpec(JSON.parse(new TextDecoder().decode(bytes.slice(PREFIX_BYTES, start))));
    return { spec, weights: decodeWeights(spec, bytes.slice(start)) };
  } catch (error) {
    throw new ImpastoError(
      'model-corrupt',
      'The perceptual network that was kept here is damaged. Remove it and bring its file again.',
      String(error),
    );
  }
}

function entriesOf({ name, kernel, in: inputs, out }: PerceptualLayer) {
  const half = { dtype: 'float32', quantization: { dtype: 'float16' } } as const;
  return [
    { name: `${name}/kernel`, shape: [kernel, kernel, inputs, out], ...half },
    { name: `${name}/bias`, shape: [out], ...half },
  ];
}
