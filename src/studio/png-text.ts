const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's data. */
const CHUNK_OVERHEAD = 12;

/**
 * `png` with texts in its metadata: an iTXt chunk (UTF-8, uncompressed) for each keyword of 1…79 Latin letters,
 * right after the header, as of the PNG specification, section 11.3.3.
 */
export async function withPngTexts(png: Blob, texts: Readonly<Record<string, string>>): Promise<Blob> {
  const head = new DataView(await png.slice(SIGNATURE_BYTES, SIGNATURE_BYTES + 4).arrayBuffer());
  const afterHeader = SIGNATURE_BYTES + CHUNK_OVERHEAD + head.getUint32(0);
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return new Blob([png.slice(0, afterHeader), ...chunks, png.slice(afterHeader)], { type: 'image/png' });
}

function textChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
  // Keyword, its end, not compressed, no method, no language, no translated keyword.
  const data = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(CHUNK_OVERHEAD + data.length - 4);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length - 4);
  chunk.set(data, 4);
  view.setUint32(4 + data.length, crc32(data));
  return chunk;
}

/** CRC-32 as of ISO 3309, which PNG uses. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
