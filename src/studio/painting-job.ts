import { ImpastoError } from '../protocol/errors';
import type { OptimizeJob, OptimizeSettings, PerceptualChoice } from '../protocol/optimize';
import type { Tier } from '../protocol/quality';
import type { StyleMix } from '../protocol/style';
import type { StoredPicture } from './painting-record';
import type { PaintingStyles } from './painting-styles';

/** What a run is made of; bitmaps stay with whoever owns them. */
export interface JobParts {
  readonly photo: ImageBitmap | null;
  /** Null for everywhere. */
  readonly mask: ImageBitmap | null;
  readonly styles: PaintingStyles;
  /** What the fast network paints like where no painting of ours is among the styles. */
  readonly liveMix: StyleMix;
  readonly tier: Tier;
  perceptual(): Promise<PerceptualChoice>;
  readonly settings: OptimizeSettings;
  readonly resume: StoredPicture | null;
}

/** Everything for a run, decoded and copied, to be handed over; closed again if a part of it cannot be had. */
export async function makeJob(parts: JobParts): Promise<OptimizeJob> {
  const made: ImageBitmap[] = [];
  const copy = async (image: ImageBitmap | Blob): Promise<ImageBitmap> => {
    const bitmap = await createImageBitmap(image);
    made.push(bitmap);
    return bitmap;
  };
  try {
    const { photo, mask, resume, tier } = parts;
    if (!photo) throw noFrame();
    const styles = await parts.styles.decode();
    made.push(...styles.flatMap(({ image }) => image ?? []));
    const mix = parts.styles.mix();
    return {
      photo: await copy(photo),
      styles,
      mask: mask && (await copy(mask)),
      fast: { tier, mix: mix ?? parts.liveMix },
      perceptual: await parts.perceptual(),
      settings: mix ? parts.settings : withoutFast(parts.settings),
      resume: resume && { picture: await copy(resume.picture), iteration: resume.iteration },
    };
  } catch (error) {
    for (const bitmap of made) bitmap.close();
    throw error;
  }
}

/** The fast network knows our paintings only: for others its picture would be a detour. */
function withoutFast(settings: OptimizeSettings): OptimizeSettings {
  return settings.start === 'fast' ? { ...settings, start: 'content' } : settings;
}

function noFrame(): ImpastoError {
  return new ImpastoError(
    'picture-failed',
    'There is no frame to paint. Leave, start a source and try again.',
  );
}
