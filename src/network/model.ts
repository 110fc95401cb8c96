import { ImpastoError } from '../protocol/errors';
import { parseNetworkSpec, type NetworkSpec } from './spec';
import { decodeWeights, differenceFrom, type Weights } from './weights';

/** A network ready for an engine: the layers, the styles and the numbers. */
export interface NetworkModel {
  readonly spec: NetworkSpec;
  readonly weights: Weights;
}

/** Where the files of a model are; hashed asset names differ from those in the manifest. */
export interface ModelFiles {
  readonly spec: NetworkSpec;
  readonly weightsUrl: string;
}

/**
 * Loads and verifies a model's weights.
 * Throws `ImpastoError`: `model-missing` if they cannot be fetched, `model-corrupt` if they are not
 * what `model.json` describes.
 */
export async function loadModel(files: ModelFiles): Promise<NetworkModel> {
  const spec = readSpec(files.spec);
  return { spec, weights: await loadWeights(files.weightsUrl, spec) };
}

/** Fetches, verifies and decodes the weights that a manifest describes; throws as `loadModel` does. */
export async function loadWeights(
  url: string,
  spec: Pick<NetworkSpec, 'weightsManifest' | 'weights'>,
): Promise<Weights> {
  const bytes = await fetchBytes(url);
  await verify(bytes, spec);
  try {
    return decodeWeights(spec, bytes);
  } catch (error) {
    throw corrupt(String(error));
  }
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    throw new ImpastoError(
      'model-missing',
      'The painting network could not be loaded. Check that the site is complete and reachable, then try again.',
      `${url}: ${String(error)}`,
    );
  }
}

function readSpec(json: unknown): NetworkSpec {
  try {
    return parseNetworkSpec(json);
  } catch (error) {
    throw corrupt(String(error));
  }
}

async function verify(bytes: ArrayBuffer, { weights }: Pick<NetworkSpec, 'weights'>): Promise<void> {
  const difference = await differenceFrom(weights, bytes);
  if (difference !== null) throw corrupt(difference);
}

function corrupt(detail: string): ImpastoError {
  return new ImpastoError(
    'model-corrupt',
    'The painting network arrived damaged and was not used. Reload the page; if that does not help, the site needs to be installed again.',
    detail,
  );
}
