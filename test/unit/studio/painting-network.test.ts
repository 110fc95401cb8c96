import { afterEach, expect, it, vi } from 'vitest';
import { PaintingNetwork } from '../../../src/studio/painting-network';

afterEach(() => void vi.unstubAllGlobals());

/** Private files that only note what becomes of them; `broken` cannot be written. */
function paperFiles(broken: string): string[] {
  const log: string[] = [];
  const note = (entry: string) => Promise.resolve(void log.push(entry));
  const writable = (name: string) => ({
    write: () => (name === broken ? Promise.reject(new Error('The disk is full.')) : note(`write ${name}`)),
    close: () => Promise.resolve(),
  });
  const folder = {
    getDirectoryHandle: () => Promise.resolve(folder),
    getFileHandle: (name: string) =>
      Promise.resolve({ createWritable: () => Promise.resolve(writable(name)) }),
    removeEntry: (name: string) => note(`remove ${name}`),
  };
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(folder) } });
  return log;
}

async function keepOne(): Promise<PaintingNetwork> {
  const own = { name: 'VGG16', parameters: 1, weights: new Blob() } as const;
  const readNetwork = () => Promise.resolve({ ok: true, value: own } as const);
  const nothing = () => undefined;
  const network = new PaintingNetwork({ readNetwork, siteNetwork: null }, null, nothing, nothing);
  await network.open(new File([], 'vgg.h5'));
  await network.keep(true);
  return network;
}

it('a network that is kept takes the place of the one before', async () => {
  const log = paperFiles('nothing');
  expect((await keepOne()).state.kept).toBe('yes');
  expect(log).toEqual(['remove about.json', 'write weights.bin', 'write about.json']);
});

it('new weights are never kept under an old name', async () => {
  const log = paperFiles('about.json');
  expect((await keepOne()).state.kept).toBe('no');
  expect(log).toEqual(['remove about.json', 'write weights.bin']);
});
