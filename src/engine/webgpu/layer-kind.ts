import { groupsOf, type ConvStep } from './execution-plan';

/** Layers of one kind are cut up alike, whatever the size. */
export function kindOf({ layer, input, output }: ConvStep): string {
  const { kernel, stride, upsample, in: inputs, out } = layer;
  const sum =
    input.kind === 'map' ? `${input.plus ? 'sum' : 'map'}${input.keep === null ? '' : ' kept'}` : 'picture';
  const normalized = input.kind === 'map' && input.main.affine === null ? ' raw' : '';
  const last = output === null ? ' last' : '';
  return `${kernel}/${stride} ${groupsOf(inputs)}→${groupsOf(out)} ${upsample?.mode ?? 'plain'} ${sum}${normalized}${last}`;
}
