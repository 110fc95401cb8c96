/** Files made to do harm, as bytes. */

function box(type: string, ...contents: (Buffer | number)[]): Buffer {
  const body = Buffer.concat(contents.map((part) => (typeof part === 'number' ? u32(part) : part)));
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const zeros = (count: number) => Buffer.alloc(count);
const MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));

/** H.264 parameter sets of a 320×180 stream, so that a decoder is really opened. */
const AVCC = Buffer.from(
  '0142c00dffe1001567' + '42c00dd90141fb0110000003001000000303c0f142e480' + '01000468cb83cb20',
  'hex',
);

/**
 * An MP4 of about 1 kB whose tables claim `samples` frames.
 * @param sizeEach size of every frame in bytes; 0 claims a table of sizes that is not there
 */
export function claimingMp4(samples: number, sizeEach: number): Buffer {
  const entry = box(
    'avc1', zeros(6), Buffer.from([0, 1]), zeros(16), Buffer.from([1, 64, 0, 180]), 0x480000, 0x480000, 0,
    Buffer.from([0, 1]), zeros(32), Buffer.from([0, 24, 255, 255]), box('avcC', AVCC),
  ); // prettier-ignore
  const table = box(
    'stbl',
    box('stsd', 0, 1, entry),
    box('stts', 0, 1, samples, 1),
    box('stsc', 0, 1, 1, samples, 1),
    box('stsz', 0, sizeEach, samples),
    box('stco', 0, 1, 40),
  );
  const media = box(
    'mdia',
    box('mdhd', 0, 0, 0, 30, samples, 0),
    box('hdlr', 0, 0, Buffer.from('vide'), zeros(13)),
    box('minf', box('vmhd', 1, 0, 0), box('dinf', box('dref', 0, 1, box('url ', 1))), table),
  );
  const header = box('tkhd', 3, 0, 0, 1, 0, samples, zeros(16), MATRIX, 320 << 16, 180 << 16);
  const movie = box('mvhd', 0, 0, 0, 30, samples, 0x10000, 0x01000000, zeros(8), MATRIX, zeros(24), 2);
  return Buffer.concat([
    box('ftyp', Buffer.from('isom'), 0, Buffer.from('isommp42')),
    box('mdat', zeros(64)),
    box('moov', movie, box('trak', header, media)),
  ]);
}
