/** Scales (area average), mirrors; RGB into a float buffer and a texture. */
export const INGEST_WGSL = /* wgsl */ `
struct Params { size: vec2<u32>, mirror: u32, taps: u32 };
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var original: texture_2d<f32>;
@group(0) @binding(2) var linear: sampler;
@group(0) @binding(3) var<storage, read_write> rgb: array<f32>;
@group(0) @binding(4) var shown: texture_storage_2d<rgba16float, write>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= params.size)) { return; }
  // taps × taps bilinear samples spread over the pixel's footprint in the original.
  var sum = vec3<f32>(0.0);
  for (var row = 0u; row < params.taps; row++) {
    for (var column = 0u; column < params.taps; column++) {
      let within = (vec2<f32>(f32(column), f32(row)) + 0.5) / f32(params.taps);
      var uv = (vec2<f32>(id.xy) + within) / vec2<f32>(params.size);
      if (params.mirror == 1u) { uv.x = 1.0 - uv.x; }
      sum += textureSampleLevel(original, linear, uv, 0.0).rgb;
    }
  }
  let color = sum / f32(params.taps * params.taps);
  let base = (id.y * params.size.x + id.x) * 3u;
  rgb[base] = color.r;
  rgb[base + 1u] = color.g;
  rgb[base + 2u] = color.b;
  textureStore(shown, id.xy, vec4<f32>(color, 1.0));
}`;

/** The engine's buffer into a texture, so that the hardware can filter it. */
export const UNPACK_WGSL = /* wgsl */ `
@group(0) @binding(0) var<storage, read> rgb: array<f32>;
@group(0) @binding(1) var painted: texture_storage_2d<rgba16float, write>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let size = textureDimensions(painted);
  if (any(id.xy >= size)) { return; }
  let base = (id.y * size.x + id.x) * 3u;
  textureStore(painted, id.xy, vec4<f32>(rgb[base], rgb[base + 1u], rgb[base + 2u], 1.0));
}`;

/** Composite on the canvas: see View and detail.ts for the meaning of the parameters. */
export const PRESENT_WGSL = /* wgsl */ `
struct Params {
  rect: vec4<f32>,
  compare: f32,
  mirror: f32,
  gain: f32,
  limit: f32,
  share: f32,
};
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var original: texture_2d<f32>;
@group(0) @binding(2) var shown: texture_2d<f32>;
@group(0) @binding(3) var painted: texture_2d<f32>;
@group(0) @binding(4) var linear: sampler;

@vertex
fn corner(@builtin(vertex_index) index: u32) -> @builtin(position) vec4<f32> {
  return vec4<f32>(f32(index & 1u) * 4.0 - 1.0, f32(index & 2u) * 2.0 - 1.0, 0.0, 1.0);
}

@fragment
fn composite(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
  let uv = (position.xy - params.rect.xy) / params.rect.zw;
  if (any(uv < vec2<f32>(0.0)) || any(uv >= vec2<f32>(1.0))) { return vec4<f32>(0.0); }
  let originalUv = vec2<f32>(select(uv.x, 1.0 - uv.x, params.mirror > 0.5), uv.y);
  let photo = textureSampleLevel(original, linear, originalUv, 0.0).rgb;
  let detail = photo - textureSampleLevel(shown, linear, uv, 0.0).rgb;
  let limited = detail * params.gain / (1.0 + abs(detail) * params.limit);
  let paint = textureSampleLevel(painted, linear, uv, 0.0).rgb + limited;
  let fromDivider = position.x - params.rect.x - params.compare * params.rect.z;
  var color = select(mix(photo, paint, params.share), photo, fromDivider < 0.0);
  if (params.compare > 0.0 && params.compare < 1.0 && abs(fromDivider) < 1.5) { color = vec3<f32>(1.0); }
  return vec4<f32>(clamp(color, vec3<f32>(0.0), vec3<f32>(1.0)), 1.0);
}`;
