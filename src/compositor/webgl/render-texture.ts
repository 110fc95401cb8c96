import type { Size } from '../../protocol/quality';

/** An RGBA8 texture, with a framebuffer if it is drawn into; made anew when another size is asked for. */
export class RenderTexture {
  private texture: WebGLTexture | null = null;
  private framebuffer: WebGLFramebuffer | null = null;
  size: Size | null = null;

  constructor(private readonly gl: WebGL2RenderingContext) {}

  get bytes(): number {
    return this.size ? this.size.width * this.size.height * 4 : 0;
  }

  /** The texture in its present size; 1×1 before `resize`. */
  get(): WebGLTexture {
    if (!this.texture) this.resize({ width: 1, height: 1 });
    if (!this.texture) throw new Error('the WebGL context is lost');
    return this.texture;
  }

  resize(size: Size): void {
    if (this.texture && this.size?.width === size.width && this.size.height === size.height) return;
    this.destroy();
    const { gl } = this;
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, size.width, size.height);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    this.size = size;
  }

  bindAsTarget(): void {
    const { gl } = this;
    const texture = this.get();
    const known = this.framebuffer !== null;
    this.framebuffer ??= gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    // Only here: a texture that is made to be read must not become the target of what is drawn with it.
    if (!known) gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  }

  destroy(): void {
    this.gl.deleteTexture(this.texture);
    this.gl.deleteFramebuffer(this.framebuffer);
    this.texture = null;
    this.framebuffer = null;
    this.size = null;
  }
}
