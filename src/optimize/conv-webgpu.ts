import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Name of our kernel: a convolution of 3×3 with zero padding, either with bias and ReLU (forward), or of
 * x where `features` are above 0 (the way back through a ReLU). One dispatch where TensorFlow.js takes
 * three, and on software adapters several times as fast as its own.
 */
const CONV = 'ImpastoConv3x3';

/** Neighbouring pixels of a row that one thread computes, four channels each. */
const PIXELS = 4;
const WORKGROUP: readonly [number, number, number] = [4, 4, 4];

type ProgramRunner = Pick<WebGPUBackend, 'runWebGPUProgram'>;
type Mode = 'forward' | 'backward';

class Conv3x3 implements WebGPUProgram {
  readonly variableNames: string[];
  readonly variableComponents = [4, 4, 4];
  readonly outputComponent = 4;
  readonly uniforms = 'height: i32, width: i32, inGroups: i32, outGroups: i32,';
  readonly workgroupSize: [number, number, number] = [...WORKGROUP];
  readonly dispatchLayout = { x: [3], y: [2], z: [1] };
  readonly dispatch: [number, number, number];
  shaderKey: string;

  constructor(
    readonly outputShape: [number, number, number, number],
    private readonly mode: Mode,
  ) {
    const [, height, width, channels] = outputShape;
    const [x, y, z] = WORKGROUP;
    this.variableNames = ['x', 'kernel', mode === 'forward' ? 'bias' : 'features'];
    this.dispatch = [Math.ceil(channels / 4 / x), Math.ceil(width / PIXELS / y), Math.ceil(height / z)];
    this.shaderKey = `impastoConv3x3_${mode}`;
  }

  getUserCode(): string {
    const forward = this.mode === 'forward';
    const pixels = Array.from({ length: PIXELS }, (_, pixel) => pixel);
    const taps = Array.from({ length: PIXELS + 2 }, (_, tap) => tap);
    const columnOf = (kernelColumn: number) => `{
          let at = first + ${kernelColumn} * uniforms.inGroups * 4 * uniforms.outGroups;
          let m = mat4x4<f32>(kernel[at], kernel[at + uniforms.outGroups],
            kernel[at + 2 * uniforms.outGroups], kernel[at + 3 * uniforms.outGroups]);
          ${pixels.map((pixel) => `sum${pixel} += m * tap${pixel + kernelColumn};`).join('\n          ')}
        }`;
    return `
      fn tap(row: i32, column: i32, group: i32) -> vec4<f32> {
        if (column < 0 || column >= uniforms.width) { return vec4<f32>(0.0); }
        let at = (row * uniforms.width + column) * uniforms.inGroups + group;
        return ${forward ? 'x[at]' : 'select(vec4<f32>(0.0), x[at], features[at] > vec4<f32>(0.0))'};
      }
      fn put(row: i32, column: i32, group: i32, value: vec4<f32>) {
        if (column >= uniforms.width) { return; }
        let at = (row * uniforms.width + column) * uniforms.outGroups + group;
        result[at] = ${forward ? 'max(value, vec4<f32>(0.0))' : 'value'};
      }
      fn main() {
        let group = i32(globalId.x);
        let column = i32(globalId.y) * ${PIXELS};
        let row = i32(globalId.z);
        if (group >= uniforms.outGroups || column >= uniforms.width || row >= uniforms.height) { return; }
        ${pixels.map((pixel) => `var sum${pixel} = ${forward ? 'bias[group]' : 'vec4<f32>(0.0)'};`).join('\n        ')}
        for (var y = 0; y < 3; y += 1) {
          let line = row + y - 1;
          if (line < 0 || line >= uniforms.height) { continue; }
          for (var g = 0; g < uniforms.inGroups; g += 1) {
            ${taps.map((tap) => `let tap${tap} = tap(line, column + ${tap - 1}, g);`).join('\n            ')}
            let first = (y * 3 * uniforms.inGroups + g) * 4 * uniforms.outGroups + group;
        ${[0, 1, 2].map(columnOf).join('\n        ')}
          }
        }
        ${pixels.map((pixel) => `put(row, column + ${pixel}, group, sum${pixel});`).join('\n        ')}
      }`;
  }
}

interface Inputs {
  readonly x: tf.TensorInfo;
  readonly kernel: tf.TensorInfo;
  /** Bias forward, the features after the ReLU backward. */
  readonly other: tf.TensorInfo;
}

/** True where `convolve` can be used: on WebGPU, all channels being groups of four. */
export function canConvolve(x: tf.Tensor4D, kernel: tf.Tensor4D): boolean {
  return tf.getBackend() === 'webgpu' && x.shape[3] % 4 === 0 && kernel.shape[3] % 4 === 0;
}

/** @param other the bias [out] forward, the features that x is the gradient of backward */
export function convolve(mode: Mode, x: tf.Tensor4D, kernel: tf.Tensor4D, other: tf.Tensor): tf.Tensor4D {
  register();
  return tf.engine().runKernel(CONV, { x, kernel, other }, { mode });
}

function register(): void {
  if (tf.getKernelsForBackend('webgpu').some(({ kernelName }) => kernelName === CONV)) return;
  tf.registerKernel({
    kernelName: CONV,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x, kernel, other } = inputs as unknown as Inputs;
      const [batch = 1, height = 0, width = 0, channels = 0] = x.shape;
      const out = kernel.shape[3] ?? 0;
      const program = new Conv3x3(
        [batch, height, width, out],
        attrs?.mode === 'forward' ? 'forward' : 'backward',
      );
      const uniforms = [height, width, channels / 4, out / 4].map((value) => ({
        type: 'int32',
        data: [value],
      }));
      return (backend as ProgramRunner).runWebGPUProgram(program, [x, kernel, other], 'float32', uniforms);
    },
  });
}
