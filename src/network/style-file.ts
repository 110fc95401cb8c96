import { ImpastoError } from '../protocol/errors';
import type { Tier } from '../protocol/quality';
import type { StyleInfo, StyleRows } from '../protocol/style';
import type { Catalog } from './catalog';
import type { NetworkSpec } from './spec';
import { decodeWeights, differenceFrom, requireWeight, type Weights } from './weights';

/** A style that was learned for a network after the network itself. */
export interface AddedStyle {
  readonly info: StyleInfo;
  readonly rows: StyleRows;
}

/** style.json as `training/train.py --add` writes it; training/README.md describes it. */
interface StyleManifest extends Pick<NetworkSpec, 'weightsManifest' | 'weights'> {
  readonly format: 'impasto-style';
  readonly version: 1;
  /** SHA-256 of the network's weights. */
  readonly model: string;
  readonly id: string;
  readonly title: string;
  readonly artist?: string;
  readonly year?: string;
  readonly licence?: string;
  /** A picture as a data: URL. */
  readonly thumbnail: string;
}

/** It ends up in the names of files. */
const ID = /^[a-z0-9_-]{1,64}$/i;
const PICTURE = /^data:image\/(jpeg|png|webp);base64,[a-z0-9+/=]+$/i;

/**
 * Reads style.json, already parsed, and style.bin, which may come from anywhere.
 * Throws `ImpastoError` `style-unsuitable` where they are damaged or belong to no network of ours.
 */
export async function readStyleFile(
  json: unknown,
  bin: ArrayBuffer,
  networks: Catalog['networks'],
): Promise<AddedStyle> {
  const manifest = readManifest(json);
  const network = networks.find(({ weights }) => weights.sha256 === manifest.model);
  if (!network) throw foreign(manifest.title);
  const difference = await differenceFrom(manifest.weights, bin);
  if (difference !== null) throw damaged(manifest.title, difference);
  try {
    const values = rowsOf(network, decodeWeights(manifest, bin));
    return { info: infoOf(manifest, network.tier), rows: { network: manifest.model, values } };
  } catch (error) {
    throw damaged(manifest.title, String(error));
  }
}

function readManifest(json: unknown): StyleManifest {
  const style = json as Partial<StyleManifest> | null;
  if (style?.format !== 'impasto-style') throw notAStyle();
  if (style.version !== 1) throw tooNew();
  const { model, id, title, thumbnail, weights, weightsManifest } = style;
  const texts = [model, id, title, thumbnail, weights?.sha256].every((text) => isText(text) && text !== '');
  if (!texts || !Array.isArray(weightsManifest)) throw notAStyle('something is missing');
  if (!ID.test(id ?? '')) throw notAStyle('the id is none');
  if (!PICTURE.test(thumbnail ?? '')) throw notAStyle('the thumbnail is no picture');
  return style as StyleManifest;
}

/** γ and β of every normalized layer, and nothing else. */
function rowsOf({ layers }: Pick<NetworkSpec, 'layers'>, weights: Weights): StyleRows['values'] {
  const needed = layers.filter(({ norm }) => norm);
  const rows = needed.flatMap(({ name, out }) =>
    [`${name}/gamma`, `${name}/beta`].map((row) => [row, requireWeight(weights, row, out).data] as const),
  );
  const broken = rows.find(([, values]) => !values.every(Number.isFinite));
  if (broken) throw new Error(`${broken[0]} has values that are no numbers`);
  return Object.fromEntries(rows);
}

/** The id tells it from ours, and from what was learned before of the same painting. */
function infoOf(manifest: StyleManifest, tier: Tier): StyleInfo {
  const { id, title, artist, year, licence, thumbnail, weights } = manifest;
  return {
    id: `${id}-${weights.sha256.slice(0, 8)}`,
    title,
    artist: textOr(artist, 'Added by you'),
    year: textOr(year, ''),
    licence: textOr(licence, ''),
    thumbnail,
    added: { tier },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function textOr(value: unknown, otherwise: string): string {
  return isText(value) && value !== '' ? value : otherwise;
}

function unsuitable(message: string, detail?: string): ImpastoError {
  return new ImpastoError('style-unsuitable', message, detail);
}

/** style.json is something else, or there is none. */
export function notAStyle(detail?: string): ImpastoError {
  return unsuitable(
    'This is not a style. Choose the two files style.json and style.bin that training/train.py --add has written, both at once.',
    detail,
  );
}

function tooNew(): ImpastoError {
  return unsuitable(
    'This style was written for another version of Impasto. Update Impasto, or learn the style anew with training/train.py --add.',
  );
}

function foreign(title: string): ImpastoError {
  return unsuitable(
    `“${title}” was learned on top of another version of the network. Learn it anew with training/train.py --add.`,
  );
}

function damaged(title: string, detail: string): ImpastoError {
  return unsuitable(
    `“${title}” is damaged, or its style.bin belongs to another style. Copy both files of the style again and add them together.`,
    detail,
  );
}
