/** A network in one style as an ONNX model (opset 18), for ONNX Runtime to be measured with. */
import { mixNorms } from '../src/network/mix';
import type { NetworkModel } from '../src/network/model';
import type { LayerSpec } from '../src/network/spec';
import { requireWeight } from '../src/network/weights';
import type { Size } from '../src/protocol/quality';
import type { StyleMix } from '../src/protocol/style';
import { float, join, message, type Field } from './protobuf';

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 } as const;

type Attributes = Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;

/** Nodes and constants in the making; values are known by name. */
class Graph {
  readonly nodes: Uint8Array[] = [];
  readonly constants: Uint8Array[] = [];
  private values = 0;

  node(
    type: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    output = `v${++this.values}`,
  ): string {
    this.nodes.push(
      message([
        ...inputs.map((name): Field => [1, name]),
        [2, output],
        [4, type],
        ...Object.entries(attributes).map(([name, value]): Field => [5, attribute(name, value)]),
      ]),
    );
    return output;
  }

  constant(data: Float32Array | BigInt64Array, dims: readonly number[]): string {
    const name = `c${++this.values}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const type = data instanceof Float32Array ? FLOAT : INT64;
    this.constants.push(message([...dims.map((side): Field => [1, side]), [2, type], [8, name], [9, bytes]]));
    return name;
  }

  scalar(value: number): string {
    return this.constant(new Float32Array([value]), []);
  }

  ints(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }
}

function attribute(name: string, value: Attributes[string]): Uint8Array {
  if (typeof value === 'number')
    return message([
      [1, name],
      [3, value],
      [20, ATTRIBUTE.int],
    ]);
  if (typeof value === 'string')
    return message([
      [1, name],
      [4, value],
      [20, ATTRIBUTE.string],
    ]);
  if ('float' in value)
    return join([message([[1, name]]), float(2, value.float), message([[20, ATTRIBUTE.float]])]);
  return message([[1, name], ...value.map((item): Field => [8, item]), [20, ATTRIBUTE.ints]]);
}

/**
 * Input `x` and output `y`: RGB 0…1, [1, 3, H, W]. Sides have to divide by the network's multiple, else it throws an
 * `Error`.
 */
export function toOnnx({ spec, weights }: NetworkModel, mix: StyleMix, { width, height }: Size): Uint8Array {
  if (width % spec.multiple || height % spec.multiple) throw new Error(`${width}×${height} needs padding`);
  const graph = new Graph();
  const norms = mixNorms(spec, weights, mix);
  const outputs = new Map<string, string>();
  let x = graph.node('Sub', [graph.node('Mul', ['x', graph.scalar(2)]), graph.scalar(1)]);
  for (const layer of spec.layers) {
    x = convolution(graph, upsampled(graph, x, layer), layer, { spec, weights });
    const norm = norms.get(layer.name);
    if (norm) {
      const [gamma, beta] = [graph.constant(norm.gamma, [layer.out]), graph.constant(norm.beta, [layer.out])];
      x = graph.node('InstanceNormalization', [x, gamma, beta], { epsilon: { float: spec.epsilon } });
    }
    const residual = layer.residual === null ? undefined : outputs.get(layer.residual);
    if (residual !== undefined) x = graph.node('Add', [x, residual]);
    if (layer.activation !== 'none') x = graph.node(layer.activation === 'relu' ? 'Relu' : 'Tanh', [x]);
    if (layer.depthToSpace > 1)
      x = graph.node('DepthToSpace', [x], { blocksize: layer.depthToSpace, mode: 'DCR' });
    outputs.set(layer.name, x);
  }
  graph.node('Add', [graph.node('Mul', [x, graph.scalar(0.5)]), graph.scalar(0.5)], {}, 'y');
  return model(graph, [1, 3, height, width]);
}

function upsampled(graph: Graph, x: string, { upsample }: LayerSpec): string {
  if (!upsample) return x;
  const scales = graph.constant(new Float32Array([1, 1, upsample.factor, upsample.factor]), [4]);
  return upsample.mode === 'nearest'
    ? graph.node('Resize', [x, '', scales], {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      })
    : graph.node('Resize', [x, '', scales], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' });
}

function convolution(graph: Graph, x: string, layer: LayerSpec, { weights }: NetworkModel): string {
  const { kernel, in: from, out, stride, bias } = layer;
  const pad = Math.floor(kernel / 2);
  const padded = pad
    ? graph.node('Pad', [x, graph.ints([0, 0, pad, pad, 0, 0, pad, pad])], { mode: 'reflect' })
    : x;
  const { data } = requireWeight(weights, `${layer.name}/kernel`, kernel ** 2 * from * out);
  // HWIO to OIHW.
  const taps = Float32Array.from({ length: data.length }, (_, at) => {
    const tap = at % kernel ** 2;
    const i = Math.floor(at / kernel ** 2) % from;
    const o = Math.floor(at / (kernel ** 2 * from));
    return data[(tap * from + i) * out + o] ?? 0;
  });
  const inputs = [padded, graph.constant(taps, [out, from, kernel, kernel])];
  if (bias) inputs.push(graph.constant(requireWeight(weights, `${layer.name}/bias`, out).data, [out]));
  return graph.node('Conv', inputs, { kernel_shape: [kernel, kernel], strides: [stride, stride] });
}

function model({ nodes, constants }: Graph, shape: readonly number[]): Uint8Array {
  const dimensions = message(shape.map((side): Field => [1, message([[1, side]])]));
  const type = message([
    [
      1,
      message([
        [1, FLOAT],
        [2, dimensions],
      ]),
    ],
  ]);
  const value = (name: string) =>
    message([
      [1, name],
      [2, type],
    ]);
  const graph = message([
    ...nodes.map((node): Field => [1, node]),
    [2, 'impasto'],
    ...constants.map((constant): Field => [5, constant]),
    [11, value('x')],
    [12, value('y')],
  ]);
  const opset = message([
    [1, ''],
    [2, 18],
  ]);
  return message([
    [1, 8],
    [2, 'impasto'],
    [7, graph],
    [8, opset],
  ]);
}
