import { Canvas2dCompositor } from '../../compositor/canvas2d/canvas2d-compositor';
import { openCpuEngine } from '../../engine/tfjs/open-cpu';
import type { Backend } from '../backend';
import { onCanvas2d } from './on-canvas2d';

export async function open(canvas: OffscreenCanvas): Promise<Backend> {
  return onCanvas2d((await openCpuEngine()).info, new Canvas2dCompositor(canvas));
}
