import type { AudioCodec } from 'mediabunny';
import { expect, test, vi } from 'vitest';
import { liveSoundEncoding } from '../../../src/media/worker/codecs';
import type { SoundFormat } from '../../../src/protocol/media';

/** An AAC encoder as particular as that of Windows; Opus of up to two channels. */
vi.mock(import('mediabunny'), async (original) => ({
  ...(await original()),
  canEncodeAudio: (codec: AudioCodec, { sampleRate, numberOfChannels }: Partial<SoundFormat> = {}) =>
    Promise.resolve(
      codec === 'aac'
        ? [44_100, 48_000].includes(sampleRate ?? 0) && [1, 2, 6].includes(numberOfChannels ?? 0)
        : (numberOfChannels ?? 0) <= 2,
    ),
}));

test.each([
  [48_000, 1, 'aac', undefined],
  [16_000, 1, 'opus', undefined],
  [96_000, 2, 'opus', undefined],
  [96_000, 4, 'aac', { sampleRate: 48_000, numberOfChannels: 2 }],
])('a microphone of %i Hz and %i channels is encoded as what takes them', async (...row) => {
  const [sampleRate, numberOfChannels, codec, transform] = row;
  const encoding = await liveSoundEncoding('mp4', { sampleRate, numberOfChannels });
  expect([encoding?.codec, encoding?.transform]).toEqual([codec, transform]);
});
