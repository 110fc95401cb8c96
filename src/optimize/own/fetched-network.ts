import { differenceFrom } from '../../network/weights';
import { ImpastoError } from '../../protocol/errors';
import type { OwnNetwork } from '../../protocol/optimize';

interface Shard {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** As `scripts/fetch-vgg16.ts` writes it. */
interface ShardManifest {
  readonly name: OwnNetwork['name'];
  readonly parameters: number;
  readonly shards: readonly Shard[];
}

const manifests = import.meta.glob<ShardManifest>('../../../models/vgg16/manifest.json', {
  eager: true,
  import: 'default',
});
const urls = import.meta.glob<string>('../../../models/vgg16/shard-*.bin', {
  eager: true,
  query: '?url',
  import: 'default',
});
const [manifest] = Object.values(manifests);

/** Loads the network that `npm run fetch-vgg16` put into this build; null if there is none. */
export const fetchedNetwork: (() => Promise<OwnNetwork>) | null = manifest ? () => load(manifest) : null;

async function load({ name, parameters, shards }: ShardManifest): Promise<OwnNetwork> {
  return { name, parameters, weights: new Blob(await Promise.all(shards.map(loadShard))) };
}

async function loadShard({ file, ...said }: Shard): Promise<ArrayBuffer> {
  const url = urls[`../../../models/vgg16/${file}`] ?? file;
  const response = await fetch(url).catch(() => null);
  if (!response?.ok)
    throw new ImpastoError('model-missing', 'The VGG16 of this site could not be loaded. Try again.', url);
  const shard = await response.arrayBuffer();
  if ((await differenceFrom(said, shard)) !== null) {
    throw new ImpastoError(
      'model-corrupt',
      'The VGG16 of this site is damaged. Whoever runs it may repeat “npm run fetch-vgg16”.',
      url,
    );
  }
  return shard;
}
