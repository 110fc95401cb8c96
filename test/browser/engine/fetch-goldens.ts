import type { Tier } from '../../../src/protocol/quality';
import { goldensOf, type Golden, type GoldenIndex } from '../../goldens';

const indices = import.meta.glob<GoldenIndex>('../../../models/{lite,standard,johnson}/goldens.json', {
  eager: true,
  import: 'default',
});
const urls = import.meta.glob<string>('../../../models/{lite,standard,johnson}/goldens.bin', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** The goldens of a network; none if it is not trained yet. For the page. */
export async function fetchGoldens(tier: Tier): Promise<Golden[]> {
  const folder = `../../../models/${tier}/`;
  const [index, url] = [indices[`${folder}goldens.json`], urls[`${folder}goldens.bin`]];
  return index && url !== undefined ? goldensOf(index, await (await fetch(url)).arrayBuffer()) : [];
}
