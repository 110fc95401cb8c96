import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl';
import { env } from '@tensorflow/tfjs-core';
import { isSoftwareAdapter } from '../adapter';
import type { StyleEngine } from '../style-engine';
import { TfjsEngine } from './tfjs-engine';
import { useBackend } from './use-backend';

/** An engine that computes in a WebGL2 context of ours, so that textures are shared with the compositor. */
export async function openWebGlEngine(gl: WebGL2RenderingContext): Promise<StyleEngine> {
  setWebGLContext(2, gl);
  // Shapes as uniforms: changing the working size then compiles no new shader.
  env().set('WEBGL_USE_SHAPES_UNIFORMS', true);
  await useBackend('webgl', () => new MathBackendWebGL(new GPGPUContext(gl)));
  const debug = gl.getExtension('WEBGL_debug_renderer_info');
  const adapter: unknown = gl.getParameter(debug ? debug.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return new TfjsEngine({
    backend: 'webgl',
    engine: 'TensorFlow.js',
    adapter: String(adapter),
    software: isSoftwareAdapter(String(adapter)),
    f16: false,
    threads: 1,
  });
}
