import { MAX_GAIN, MOVING, REPLACED, REPLACED_FROM, REPLACED_TO, SAMPLES, STILL } from '../steadying';

const WORKGROUP = 64;
export const BLEND_TILE = 8;

/** Steps of brightness in a histogram, of each of three channels. */
const BINS = 32;
export const HISTOGRAM_BYTES = 3 * BINS * 4;

/**
 * Earth mover's distance of histograms, in parts of the whole range, from which a change begins to
 * count as a cut, and is one for certain. Exposure that drifts by 3% moves them by 0.03 at most.
 */
const CUT_FROM = 0.05;
const CUT_TO = 0.1;

const WEIGHTS_WGSL = 'struct Weights { statistics: f32, paint: f32, gain: f32 };';

/**
 * Looks at the picture on a grid of samples and decides what the past may weigh: nothing after a cut,
 * which the histograms tell, or samples that are almost all replaced. Also by what factor exposure has
 * changed: least squares over the samples that are not. One workgroup; the decision stays on the GPU.
 */
export const WATCH_WGSL = /* wgsl */ `
${WEIGHTS_WGSL}
@group(0) @binding(0) var<uniform> pace: vec2<f32>;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var reference: texture_2d<f32>;
@group(0) @binding(3) var<storage, read_write> histogram: array<u32, ${3 * BINS}>;
@group(0) @binding(4) var<storage, read_write> weights: Weights;
var<workgroup> bins: array<atomic<u32>, ${3 * BINS}>;
var<workgroup> distances: array<f32, 3>;
// Σ new·old and Σ old·old of the samples that are still the same, and the number of the others.
var<workgroup> sums: array<vec3<f32>, ${WORKGROUP}>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32) {
  let size = vec2<f32>(textureDimensions(picture));
  var sum = vec3<f32>(0.0);
  for (var index = local; index < ${SAMPLES * SAMPLES}u; index += ${WORKGROUP}u) {
    let cell = vec2<f32>(f32(index % ${SAMPLES}u), f32(index / ${SAMPLES}u));
    let at = vec2<i32>((cell + 0.5) / ${SAMPLES}.0 * size);
    let now = textureLoad(picture, at, 0).rgb;
    let before = textureLoad(reference, at, 0).rgb;
    let change = abs(now - before);
    if (max(change.r, max(change.g, change.b)) > ${REPLACED}) { sum.z += 1.0; }
    else { sum += vec3<f32>(dot(now, before), dot(before, before), 0.0); }
    let bin = vec3<u32>(clamp(now, vec3<f32>(0.0), vec3<f32>(1.0)) * ${BINS - 0.01});
    atomicAdd(&bins[bin.r], 1u);
    atomicAdd(&bins[${BINS}u + bin.g], 1u);
    atomicAdd(&bins[${2 * BINS}u + bin.b], 1u);
  }
  sums[local] = sum;
  workgroupBarrier();
  for (var step = ${WORKGROUP / 2}u; step > 0u; step /= 2u) {
    if (local < step) { sums[local] += sums[local + step]; }
    workgroupBarrier();
  }
  if (local < 3u) {
    var distance = 0.0;
    var cumulative = 0.0;
    for (var bin = local * ${BINS}u; bin < (local + 1u) * ${BINS}u; bin++) {
      let count = atomicLoad(&bins[bin]);
      cumulative += f32(count) - f32(histogram[bin]);
      distance += abs(cumulative);
      histogram[bin] = count;
    }
    distances[local] = distance / ${SAMPLES * SAMPLES * BINS}.0;
  }
  workgroupBarrier();
  if (local == 0u) {
    let distance = (distances[0] + distances[1] + distances[2]) / 3.0;
    let replaced = sums[0].z / ${SAMPLES * SAMPLES}.0;
    let same = (1.0 - smoothstep(${CUT_FROM}, ${CUT_TO}, distance)) * (1.0 - smoothstep(${REPLACED_FROM}, ${REPLACED_TO}, replaced));
    weights.statistics = pace.x * same;
    weights.paint = pace.y * same;
    weights.gain = clamp(sums[0].x / max(sums[0].y, 1e-3), ${1 / MAX_GAIN}, ${MAX_GAIN});
  }
}`;

/** Blends painting and reference with those of before, pixel by pixel, where the picture stands still. */
export const BLEND_WGSL = /* wgsl */ `
${WEIGHTS_WGSL}
@group(0) @binding(0) var<storage, read> weights: Weights;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var reference: texture_2d<f32>;
@group(0) @binding(3) var paint: texture_2d<f32>;
@group(0) @binding(4) var steadied: texture_2d<f32>;
@group(0) @binding(5) var nextReference: texture_storage_2d<rgba16float, write>;
@group(0) @binding(6) var nextSteadied: texture_storage_2d<rgba16float, write>;

fn change(at: vec2<i32>, last: vec2<i32>) -> vec3<f32> {
  let inside = clamp(at, vec2<i32>(0), last);
  return textureLoad(picture, inside, 0).rgb - weights.gain * textureLoad(reference, inside, 0).rgb;
}

@compute @workgroup_size(${BLEND_TILE}, ${BLEND_TILE})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let at = vec2<i32>(id.xy);
  let last = vec2<i32>(textureDimensions(paint)) - 1;
  if (any(at > last)) { return; }
  var colour = textureLoad(paint, at, 0);
  var seen = textureLoad(picture, at, 0);
  if (weights.paint > 0.0) {
    // Five pixels together: noise cancels, motion does not.
    let here = change(at, last);
    let around = change(at + vec2<i32>(1, 0), last) + change(at - vec2<i32>(1, 0), last)
      + change(at + vec2<i32>(0, 1), last) + change(at - vec2<i32>(0, 1), last);
    let mean = abs(here + around) / 5.0;
    let moved = smoothstep(${STILL}, ${MOVING}, max(mean.r, max(mean.g, mean.b)));
    let past = weights.paint * (1.0 - moved);
    colour = mix(colour, textureLoad(steadied, at, 0), past);
    seen = vec4<f32>(seen.rgb - past * here, 1.0);
  }
  textureStore(nextReference, at, seen);
  textureStore(nextSteadied, at, colour);
}`;
