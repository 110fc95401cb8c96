import { Canvas2dCompositor } from '../../compositor/canvas2d/canvas2d-compositor';
import type { Compositor } from '../../compositor/compositor';
import type { EngineInfo } from '../../engine/style-engine';
import { TfjsEngine } from '../../engine/tfjs/tfjs-engine';
import { untold, type Backend } from '../backend';
import { canvasSurface } from '../surface';
import { tensorsInRam } from '../tensors';

/** A backend without a device that could be lost. */
export function onCanvas2d(info: EngineInfo, compositor: Compositor): Backend {
  return {
    info,
    openEngine: () => new TfjsEngine(info),
    compositor,
    lost: new Promise(() => undefined),
    withinMemory: untold,
    tensors: tensorsInRam(),
    openSurface: ({ width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      return canvasSurface(canvas, new Canvas2dCompositor(canvas, Math.max(width, height)));
    },
  };
}
