import { Canvas2dCompositor } from '../../compositor/canvas2d/canvas2d-compositor';
import { openWasmEngine } from '../../engine/tfjs/open-wasm';
import type { Backend } from '../backend';
import { onCanvas2d } from './on-canvas2d';

export async function open(canvas: OffscreenCanvas): Promise<Backend> {
  return onCanvas2d((await openWasmEngine()).info, new Canvas2dCompositor(canvas));
}
