import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packNetwork } from '../src/optimize/own/pack-network';
import { ROOT } from './paths';

/** What `keras.applications.VGG16(include_top=False)` downloads, and the sum that Keras checks it by. */
const OFFICIAL = {
  url: 'https://storage.googleapis.com/tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5',
  md5: '6d6bbae143d832006294945121d1f1fc',
};
const SHARD_BYTES = 4 * 2 ** 20;
const FOLDER = path.join(ROOT, 'models', 'vgg16');
const HELP = `npm run fetch-vgg16 -- [options]
  Fetches the official VGG16 of Keras (59 MB) for “Paint this frame” and puts it into models/vgg16,
  which is no part of the repository. The next start of the app offers it.
  --from FILE   use a .h5 that is here already, a VGG16 or VGG19, instead of the official one`;

function digest(algorithm: 'md5' | 'sha256', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

async function download({ url, md5 }: typeof OFFICIAL): Promise<Uint8Array> {
  console.log(`Fetching ${url} …`);
  const response = await fetch(url).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached. With a file that is here already: --from FILE`, {
      cause: error,
    });
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${response.statusText}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const sum = digest('md5', bytes);
  if (sum !== md5) throw new Error(`What came is not the official file: its MD5 is ${sum}, not ${md5}.`);
  return bytes;
}

/** Writes a network of Keras into `folder` as float16 shards and their manifest. */
export async function writeShards(keras: Uint8Array, folder: string): Promise<void> {
  const { name, parameters, weights } = packNetwork(Uint8Array.from(keras).buffer);
  const packed = new Uint8Array(await weights.arrayBuffer());
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const shards = Array.from({ length: Math.ceil(packed.length / SHARD_BYTES) }, (_, index) => {
    const bytes = packed.subarray(index * SHARD_BYTES, (index + 1) * SHARD_BYTES);
    const file = `shard-${String(index + 1).padStart(2, '0')}.bin`;
    writeFileSync(path.join(folder, file), bytes);
    return { file, bytes: bytes.length, sha256: digest('sha256', bytes) };
  });
  const manifest = { format: 'impasto-shards', version: 1, name, parameters, shards };
  writeFileSync(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${name}: ${packed.length} bytes in ${shards.length} files in ${folder}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
    return;
  }
  await writeShards(values.from ? readFileSync(values.from) : await download(OFFICIAL), FOLDER);
}

if (process.argv[1] && path.resolve(process.argv[1]) === import.meta.filename) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
