/** One triangle over the whole target, without buffers. */
export const TRIANGLE_GLSL = /* glsl */ `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID & 1) * 4 - 1, (gl_VertexID & 2) * 2 - 1);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

/** Scales (area average) and mirrors the original; first row of the target is the top of the picture. */
export const INGEST_GLSL = /* glsl */ `#version 300 es
precision highp float;
uniform sampler2D original;
uniform vec2 size;
uniform float mirror;
uniform int taps;
out vec4 color;
void main() {
  vec3 sum = vec3(0.0);
  for (int row = 0; row < taps; row++) {
    for (int column = 0; column < taps; column++) {
      vec2 within = (vec2(column, row) + 0.5) / float(taps);
      vec2 uv = (floor(gl_FragCoord.xy) + within) / size;
      if (mirror > 0.5) uv.x = 1.0 - uv.x;
      sum += textureLod(original, uv, 0.0).rgb;
    }
  }
  color = vec4(sum / float(taps * taps), 1.0);
}`;

/**
 * Composite: see View and detail.ts for the meaning of the parameters. `painted` is filtered by
 * hand, because filtering of float textures is optional in WebGL2.
 */
export const PRESENT_GLSL = /* glsl */ `#version 300 es
precision highp float;
precision highp sampler2D;
uniform sampler2D original;
uniform sampler2D shown;
uniform sampler2D painted;
uniform vec4 rect;
uniform float targetHeight;
uniform bool topFirst;
uniform float compare;
uniform float mirror;
uniform float gain;
uniform float limit;
uniform float share;
out vec4 color;

vec3 paintAt(vec2 uv) {
  ivec2 last = textureSize(painted, 0) - 1;
  vec2 at = uv * vec2(textureSize(painted, 0)) - 0.5;
  ivec2 from = ivec2(floor(at));
  vec2 part = fract(at);
  vec3 a = texelFetch(painted, clamp(from, ivec2(0), last), 0).rgb;
  vec3 b = texelFetch(painted, clamp(from + ivec2(1, 0), ivec2(0), last), 0).rgb;
  vec3 c = texelFetch(painted, clamp(from + ivec2(0, 1), ivec2(0), last), 0).rgb;
  vec3 d = texelFetch(painted, clamp(from + ivec2(1, 1), ivec2(0), last), 0).rgb;
  return mix(mix(a, b, part.x), mix(c, d, part.x), part.y);
}

void main() {
  float y = topFirst ? gl_FragCoord.y : targetHeight - gl_FragCoord.y;
  vec2 position = vec2(gl_FragCoord.x, y) - rect.xy;
  vec2 uv = position / rect.zw;
  if (uv.x < 0.0 || uv.y < 0.0 || uv.x >= 1.0 || uv.y >= 1.0) { color = vec4(0.0); return; }
  vec3 photo = texture(original, vec2(mirror > 0.5 ? 1.0 - uv.x : uv.x, uv.y)).rgb;
  vec3 detail = photo - texture(shown, uv).rgb;
  vec3 paint = paintAt(uv) + detail * gain / (1.0 + abs(detail) * limit);
  float fromDivider = position.x - compare * rect.z;
  vec3 picture = fromDivider < 0.0 ? photo : mix(photo, paint, share);
  if (compare > 0.0 && compare < 1.0 && abs(fromDivider) < 1.5) picture = vec3(1.0);
  color = vec4(clamp(picture, 0.0, 1.0), 1.0);
}`;
