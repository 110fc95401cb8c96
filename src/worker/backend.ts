import type { Compositor } from '../compositor/compositor';
import type { EngineInfo, StyleEngine } from '../engine/style-engine';
import type { BackendInfo } from '../protocol/backend';
import type { Size } from '../protocol/quality';
import type { Surface } from './surface';
import type { Tensors } from './tensors';

/** What work resolved with: in a shortage of memory, if anything, what is only good to be freed. */
export type Checked<T> =
  { readonly value: T; readonly shortage: null } | { readonly value: T | null; readonly shortage: string };

/** Runs work in a turn of its own: nothing else is painted meanwhile. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/** Engines and a compositor that share one graphics API, device and canvas. */
export interface Backend {
  /** Of an engine that has loaded nothing yet. */
  readonly info: EngineInfo;
  /** Another engine, for another network. */
  openEngine(alone: Alone): StyleEngine;
  readonly compositor: Compositor;
  /** Resolves, with a technical reason, when the device or context is lost; never on `dispose`. */
  readonly lost: Promise<string>;
  /** Runs work; tells what the device says if it ran out of memory meanwhile. */
  readonly withinMemory: <T>(work: () => Promise<T>) => Promise<Checked<T>>;
  /** Another compositor on the same device, for pictures that are not on display. */
  openSurface(size: Size): Surface;
  readonly tensors: Tensors;
}

/** A backend whose availability is known; `open` is the first to touch the canvas. */
export interface BackendModule {
  open(canvas: OffscreenCanvas): Promise<Backend>;
}

/** Why a backend cannot be opened that has taken the canvas already: it is of use to no other. */
export class SpentCanvas extends Error {}

/** Runs work that takes the canvas; what goes wrong there is a {@link SpentCanvas}. */
export async function onCanvas<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new SpentCanvas(error instanceof Error ? error.message : String(error));
  }
}

export interface OpenedBackend extends Backend {
  readonly info: BackendInfo;
}

/** `withinMemory` where nothing tells of memory but an error or a lost context. */
export async function untold<T>(work: () => Promise<T>): Promise<Checked<T>> {
  return { value: await work(), shortage: null };
}
