import { ImpastoError, type ErrorReport } from '../protocol/errors';
import { TIER_TITLES, type Tier } from '../protocol/quality';

/** Over plain http browsers leave out half of themselves, each part with an error that blames something else. */
export function insecurePage(): ImpastoError {
  return new ImpastoError(
    'insecure-page',
    'This page came over plain http from another computer, where browsers allow no camera, no graphics card by WebGPU, no clips and no styles of your own. Open it by https, or at localhost on the computer that serves it.',
  );
}

export function noPicture(): ImpastoError {
  return new ImpastoError(
    'picture-failed',
    'There is no picture to take yet. Start the camera or open a file, and try again once it is painted.',
  );
}

/** A file that can be decoded frame by frame, but that the browser's player refuses. */
export function onlyExported(name: string): ErrorReport {
  return new ImpastoError(
    'file-unreadable',
    `“${name}” cannot be played here, so there is no preview of it. It can be exported all the same.`,
  ).report;
}

/** A file whose player has come upon damage. */
export function exportedUpToHere(name: string, { detail }: ErrorReport): ErrorReport {
  return new ImpastoError(
    'file-unreadable',
    `“${name}” is damaged and cannot be played any further. The part before can still be exported.`,
    detail,
  ).report;
}

/** A network that was asked for while another paints. */
export function networkRefused(tier: Tier, { code, detail }: ErrorReport): ErrorReport {
  const happened = code === 'model-corrupt' ? 'arrived damaged and was not used' : 'could not be loaded';
  return new ImpastoError(
    code,
    `The network of “${TIER_TITLES[tier]}” ${happened}; the one before goes on painting. Check that the site is reachable, then choose it again.`,
    detail,
  ).report;
}

/** A style that was added to a network which has been trained anew since. */
export function networkGone(title: string): ErrorReport {
  return new ImpastoError(
    'style-unsuitable',
    `“${title}” was learned on top of a network that this version of Impasto does not have any more. Learn it anew with training/train.py --add, or remove it.`,
  ).report;
}
