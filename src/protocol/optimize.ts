import type { Outcome } from './outcome';
import type { Size, Tier } from './quality';
import type { StyleMix } from './style';

/** Layers of VGG16 (and of VGG19 with `_conv4` beside them), in order; after the ReLU. */
export type LayerName = `block${1 | 2 | 3 | 4 | 5}_conv${1 | 2 | 3 | 4}`;

export type OptimizerName = 'adam' | 'sgd' | 'lbfgs';

/**
 * Rate of SGD at step t: `initial · decay^(t / steps)`, as Keras's ExponentialDecay, for pixels of 0…255.
 * Keras's own recipe has 100, 0.96 and 100, which is near the largest that is stable.
 */
export interface DecayingRate {
  readonly initial: number;
  readonly decay: number;
  readonly steps: number;
}

/** What the picture starts from: the fast network's output, the photo itself, or noise. */
export type StartPicture = 'fast' | 'content' | 'noise';

/**
 * `painting`: the colours of the style. `luminance`: only the brightness is painted, the photo keeps
 * its colours. `matched`: the style is first given the mean and covariance of the photo's colours.
 */
export type ColourMode = 'painting' | 'luminance' | 'matched';

export interface OptimizeSettings {
  /** Weights of the losses in total = content·C + style·S + variation·V; 0 leaves one out. */
  readonly contentWeight: number;
  readonly styleWeight: number;
  readonly variationWeight: number;
  readonly contentLayer: LayerName;
  /** Weights of the style layers; they are divided by their sum. A layer that is missing has none. */
  readonly styleLayers: Readonly<Partial<Record<LayerName, number>>>;
  readonly optimizer: OptimizerName;
  /** Adam's rate in units of the picture's range 0…1. */
  readonly adamRate: number;
  readonly sgdRate: DecayingRate;
  /** 50…8000, over all levels of the pyramid. */
  readonly iterations: number;
  readonly start: StartPicture;
  readonly colours: ColourMode;
  /** Sizes that are painted one after the other, each twice the one before; 1 paints only the last. */
  readonly levels: number;
  /** Long side of the result, pixels: 64…2048. */
  readonly longSide: number;
}

/** A style and its share; `id` tells one from another. */
export interface StylePicture {
  readonly id: string;
  /** Null for a painting of ours, whose statistics the built-in network knows by its id. */
  readonly image: ImageBitmap | null;
  readonly weight: number;
}

/** Where a job that ended in the middle goes on. */
export interface OptimizeState {
  readonly picture: ImageBitmap;
  readonly iteration: number;
}

/** Everything that one run needs. All bitmaps are transferred; the worker closes them. */
export interface OptimizeJob {
  /** The frozen frame, upright and mirrored as it is shown. */
  readonly photo: ImageBitmap;
  readonly styles: readonly StylePicture[];
  /** White where style goes, black where the photo stays; of any size; null for everywhere. */
  readonly mask: ImageBitmap | null;
  /** How the fast network paints the photo, to start from and to compare with. */
  readonly fast: { readonly tier: Tier; readonly mix: StyleMix };
  readonly perceptual: PerceptualChoice;
  readonly settings: OptimizeSettings;
  /** Null begins anew. */
  readonly resume: OptimizeState | null;
}

/** The network that judges: ours, or the user's own VGG as it was kept (see {@link ReadNetwork}). */
export type PerceptualChoice =
  { readonly kind: 'built-in' } | { readonly kind: 'own'; readonly weights: Blob };

/** Relative losses, comparable between pictures and sizes: each is 1 for a picture of zero features. */
export interface Losses {
  readonly total: number;
  /** ‖F − F_c‖² / ‖F_c‖² at the content layer. */
  readonly content: number;
  /** Σ w_l ‖G − G_s‖² / ‖G_s‖², G = FFᵀ/(H·W), w_l summing to 1. */
  readonly style: number;
  /** Mean squared difference of neighbours, horizontal plus vertical, of RGB 0…1. */
  readonly variation: number;
}

export interface OptimizeProgress {
  /** Finished iterations of `iterations`. */
  readonly iteration: number;
  readonly losses: Losses;
  readonly perSecond: number;
  /** Seconds; null until that can be told. */
  readonly timeLeft: number | null;
}

/** Why a run resolved: all iterations done, stopped by the user, or nothing left to improve. */
export type OptimizeEnd = 'finished' | 'stopped' | 'converged';

/** What the worker tells while a job runs; bitmaps are transferred to the page, which closes them. */
export interface OptimizeEvents {
  /** Once, before the first iteration: what there is to compare with, at the size of the result. */
  prepared(comparison: {
    readonly size: Size;
    readonly fast: ImageBitmap;
    readonly fastLosses: Losses;
    readonly photoLosses: Losses;
  }): void;
  /** After every iteration at most, several times a second at least where iterations are that fast. */
  progress(reports: readonly OptimizeProgress[]): void;
  /** The picture as it is, a few times a second. */
  preview(picture: ImageBitmap, iteration: number): void;
  /** The picture at iteration 0, at every hundredth one and at the end, full size. */
  kept(picture: ImageBitmap, report: OptimizeProgress): void;
}

/** A picture of a run, full size. */
export interface PaintedPicture {
  readonly picture: ImageBitmap;
  readonly iteration: number;
}

/** Bytes that a job will need at its largest, and what is there. */
export interface MemoryEstimate {
  readonly size: Size;
  readonly bytes: number;
  /** What the backend is believed to have; a job beyond it is refused. */
  readonly limit: number;
  /** The largest long side of the ladder 128, 192, 256, 384, 512, 768, 1024, 1536, 2048 that fits; null if none does. */
  readonly largestSide: number | null;
}

/** The optimizer in the render worker, as seen through Comlink; one job at a time. */
export interface OptimizerApi {
  estimate(
    photo: Size,
    settings: OptimizeSettings,
    perceptual: 'built-in' | 'vgg',
  ): Promise<Outcome<MemoryEstimate>>;
  /** Resolves when the job is over; `optimize-memory` if it does not fit. */
  run(job: OptimizeJob, events: OptimizeEvents): Promise<Outcome<OptimizeEnd>>;
  pause(): void;
  resume(): void;
  stop(): void;
  /** The newest picture of the job that is running or was the last to run. */
  picture(): Promise<Outcome<PaintedPicture>>;
  /** Frees everything; the port is not used afterwards. */
  close(): Promise<void>;
}

/** A user's own VGG16 or VGG19, read and checked layer by layer. */
export interface OwnNetwork {
  readonly name: 'VGG16' | 'VGG19';
  readonly parameters: number;
  /** The weights up to block5_conv1 as float16 in our own layout, to be kept. */
  readonly weights: Blob;
}

export type ReadNetwork = (file: Blob) => Promise<Outcome<OwnNetwork>>;
