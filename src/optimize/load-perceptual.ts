import manifest from '../../models/perceptual/model.json';
import weightsUrl from '../../models/perceptual/weights.bin?url';
import { loadWeights } from '../network/model';
import type { PerceptualChoice } from '../protocol/optimize';
import { readNetworkFile, type PerceptualModel } from './network-file';
import { parsePerceptualSpec } from './perceptual-spec';

/** The network of a choice. Throws `ImpastoError` `model-missing` or `model-corrupt`. */
export async function loadPerceptual(choice: PerceptualChoice): Promise<PerceptualModel> {
  if (choice.kind === 'own') return readNetworkFile(choice.weights);
  const spec = parsePerceptualSpec(manifest);
  return { spec, weights: await loadWeights(weightsUrl, spec) };
}
