import { WebGlCompositor } from '../../compositor/webgl/webgl-compositor';
import { openWebGlEngine } from '../../engine/tfjs/open-webgl';
import { TfjsEngine } from '../../engine/tfjs/tfjs-engine';
import { onCanvas, untold, type Backend } from '../backend';
import { frameInit, type Surface } from '../surface';
import { graphicsMemory } from '../tensors';
import type { Size } from '../../protocol/quality';

export async function open(canvas: OffscreenCanvas): Promise<Backend> {
  // On a canvas of its own: one that has given a context of a kind can give no other afterwards.
  requireFloatTextures(new OffscreenCanvas(1, 1).getContext('webgl2'));
  const gl = canvas.getContext('webgl2', {
    alpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  return onCanvas(() => openIn(canvas, gl));
}

async function openIn(canvas: OffscreenCanvas, gl: WebGL2RenderingContext | null): Promise<Backend> {
  requireFloatTextures(gl);
  const lost = new Promise<string>((resolve) => {
    canvas.addEventListener('webglcontextlost', () => resolve('the WebGL context was lost'), { once: true });
  });
  const { info } = await openWebGlEngine(gl);
  const compositor = new WebGlCompositor(canvas, gl);
  return {
    info,
    openEngine: () => new TfjsEngine(info),
    compositor,
    lost,
    withinMemory: untold,
    openSurface: (size) => textureSurface(gl, size),
    tensors: {
      limits: { total: graphicsMemory() / UNFOLDED, tensor: largestTexture(gl) },
      open: () => Promise.resolve(),
    },
  };
}

/** In the one context there is: composed into a texture and read, since the canvas is the display's. */
function textureSurface(gl: WebGL2RenderingContext, surfaceSize: Size): Surface {
  const compositor = new WebGlCompositor(surfaceSize, gl);
  return {
    compositor,
    capture(painted, size, view, times) {
      const { width, height, data } = compositor.readPicture(painted, size, view);
      return new VideoFrame(data, {
        format: 'RGBA',
        codedWidth: width,
        codedHeight: height,
        ...frameInit(times),
      });
    },
    takePicture: (painted, size, view) => createImageBitmap(compositor.readPicture(painted, size, view)),
    dispose: () => compositor.dispose(),
  };
}

/** TensorFlow.js unfolds what a convolution reads: measured, a job takes three times as much as elsewhere. */
const UNFOLDED = 3;

/** Bytes of a square texture of four floats a texel. */
function largestTexture(gl: WebGL2RenderingContext): number {
  return Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)) ** 2 * 16;
}

function requireFloatTextures(gl: WebGL2RenderingContext | null): asserts gl is WebGL2RenderingContext {
  if (!gl) throw new Error('This browser has no WebGL 2.');
  if (!gl.getExtension('EXT_color_buffer_float'))
    throw new Error('WebGL cannot draw into float textures here.');
}
