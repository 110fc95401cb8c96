/** As much of the protobuf wire format as an ONNX file needs. */

export type Field = readonly [number: number, value: number | string | Uint8Array];

const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;

/** A message of the given fields; strings and messages go by length, numbers as varints. */
export function message(fields: readonly Field[]): Uint8Array {
  return join(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return join([varint(number * 8 + VARINT), varint(value)]);
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      return join([varint(number * 8 + LENGTH), varint(bytes.length), bytes]);
    }),
  );
}

/** A field of one float32, already encoded. */
export function float(number: number, value: number): Uint8Array {
  return join([varint(number * 8 + FIXED32), new Uint8Array(new Float32Array([value]).buffer)]);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Non-negative integers only. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
