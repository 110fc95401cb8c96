type Uniform = number | boolean | readonly [number, number] | readonly [number, number, number, number];

/** A WebGL2 program whose fragment shader runs once for every pixel of a target. */
export class FullscreenProgram {
  private readonly program: WebGLProgram;
  private readonly vertices: WebGLVertexArrayObject;
  private readonly locations = new Map<string, WebGLUniformLocation | null>();

  constructor(
    private readonly gl: WebGL2RenderingContext,
    vertexShader: string,
    fragmentShader: string,
    /** Names of uniforms that GLSL declares as `int` or `sampler2D`. */
    private readonly integers: readonly string[],
  ) {
    this.program = link(gl, vertexShader, fragmentShader);
    this.vertices = gl.createVertexArray();
  }

  /** Draws into the bound framebuffer; leaves the state that TensorFlow.js relies on as it was. */
  draw(
    width: number,
    height: number,
    textures: Readonly<Record<string, WebGLTexture | null>>,
    uniforms: Readonly<Record<string, Uniform>>,
  ): void {
    const { gl } = this;
    gl.useProgram(this.program);
    gl.bindVertexArray(this.vertices);
    gl.viewport(0, 0, width, height);
    gl.disable(gl.SCISSOR_TEST);
    gl.disable(gl.CULL_FACE);
    Object.entries(textures).forEach(([name, texture], unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      this.set(name, unit);
    });
    for (const [name, value] of Object.entries(uniforms)) this.set(name, value);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.enable(gl.SCISSOR_TEST);
    gl.enable(gl.CULL_FACE);
    gl.bindVertexArray(null);
  }

  destroy(): void {
    this.gl.deleteProgram(this.program);
    this.gl.deleteVertexArray(this.vertices);
  }

  private set(name: string, value: Uniform): void {
    const { gl } = this;
    if (!this.locations.has(name)) this.locations.set(name, gl.getUniformLocation(this.program, name));
    const location = this.locations.get(name) ?? null;
    if (typeof value === 'boolean') gl.uniform1i(location, value ? 1 : 0);
    else if (typeof value === 'number' && this.integers.includes(name)) gl.uniform1i(location, value);
    else if (typeof value === 'number') gl.uniform1f(location, value);
    else if (value.length === 2) gl.uniform2f(location, ...value);
    else gl.uniform4f(location, ...value);
  }
}

function link(gl: WebGL2RenderingContext, vertexShader: string, fragmentShader: string): WebGLProgram {
  const program = gl.createProgram();
  const shaders = [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const;
  for (const [type, source] of shaders) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('the WebGL context is lost');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    // Freed with the program.
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`WebGL program: ${gl.getProgramInfoLog(program) ?? 'unknown error'}`);
  }
  return program;
}
