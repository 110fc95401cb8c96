import { CLIP_FORMAT_TITLES, type ExportPlan, type FormatAvailability } from '../../src/protocol/media';
import type { VideoDeskState } from '../../src/studio/media';
import { bytes, clock, count } from '../shared/format';

/** What an export of the open file would give, in a few words each. */
export function facts({ status, probe, plan, error }: VideoDeskState): readonly string[] {
  if (status === 'probing') return ['Looking into the file…'];
  if (status !== 'ready' || !probe || error) return [];
  if (!plan) return ['Working out what this will give…'];
  const { size, range, frames, estimatedBytes, codec } = plan;
  const length = clock(range.end - range.start, true);
  return [
    codec === null ? CLIP_FORMAT_TITLES[plan.format] : `${CLIP_FORMAT_TITLES[plan.format]}, ${codec}`,
    `${size.width}×${size.height}`,
    frames === null ? length : `${length}, ${count(frames, 'frame')}`,
    sound(plan, probe.audio.length > 0),
    ...(estimatedBytes > 0 ? [`about ${bytes(estimatedBytes)}`] : []),
  ];
}

function sound({ audio }: ExportPlan, had: boolean): string {
  const kept = audio.filter(({ how }) => how !== 'drop');
  if (kept.length === 0) return had ? 'without its sound' : 'no sound in the file';
  return `sound in ${kept.map(({ codec, how }) => (how === 'copy' ? `${codec}, untouched` : codec)).join(' and ')}`;
}

export interface Doubt {
  readonly text: string;
  /** True if something cannot be done, false if it will merely differ. */
  readonly bad: boolean;
}

/** What cannot be read, cannot be written, or will differ: told before anything begins. */
export function doubts(
  { probe, plan, error }: VideoDeskState,
  formats: readonly FormatAvailability[] | null,
): readonly Doubt[] {
  const problems = [
    ...(error ? [error.message] : []),
    ...[...(probe?.video ?? []), ...(probe?.audio ?? [])].flatMap(({ problem }) => problem ?? []),
  ];
  const missing = (formats ?? []).flatMap(({ format, available, reason }) =>
    available ? [] : [`${CLIP_FORMAT_TITLES[format]}: ${reason ?? 'this browser cannot write it.'}`],
  );
  const notes = [...(probe?.notes ?? []), ...(plan?.notes ?? []), ...missing];
  return [
    ...[...new Set(problems)].map((text) => ({ text, bad: true })),
    ...[...new Set(notes)].map((text) => ({ text, bad: false })),
  ];
}
