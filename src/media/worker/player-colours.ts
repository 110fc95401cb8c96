import type { InputVideoTrack } from 'mediabunny';

/** Pictures from this height on are high definition, whose colours are BT.709. */
const HIGH_DEFINITION = 720;

/**
 * Many files do not say what colours their numbers stand for. Players then take BT.601 for VP8 and for small pictures;
 * the decoder of this track is told the same from now on, so that an export has the colours of its preview.
 */
export async function takePlayerColours(track: InputVideoTrack): Promise<void> {
  const config = await track.getDecoderConfig();
  if (!config) return;
  const small = (await track.getDisplayHeight()) < HIGH_DEFINITION || (await track.getCodec()) === 'vp8';
  const usual = small ? 'smpte170m' : 'bt709';
  const told = config.colorSpace ?? {};
  const colorSpace: VideoColorSpaceInit = {
    primaries: told.primaries ?? usual,
    transfer: told.transfer ?? usual,
    matrix: told.matrix ?? usual,
    fullRange: told.fullRange ?? false,
  };
  track.getDecoderConfig = () => Promise.resolve({ ...config, colorSpace });
}
