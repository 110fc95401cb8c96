import { VideoSampleSink } from 'mediabunny';
import type { JobControl } from './job-control';
import type { PreparedExport } from './plan';
import type { RemotePainter } from './remote-painter';
import { SourceBroken, sourceFrames, uprightFrame } from './source-frames';
import { PaletteBuilder } from './writers/gif-writer';

/** Frames from all over a clip that its GIF palette is made from. */
const PALETTE_FRAMES = 8;

/** Paints a few frames from all over the clip beforehand, for the colours that it will need. */
export async function gifPalette(prepared: PreparedExport, painter: RemotePainter, control: JobControl) {
  const { video, plan } = prepared;
  const { start, end } = plan.range;
  const builder = new PaletteBuilder(plan.size);
  const times = Array.from(
    { length: PALETTE_FRAMES },
    (_, index) => start + ((end - start) * (index + 0.5)) / PALETTE_FRAMES,
  );
  const sink = new VideoSampleSink(video);
  for (const time of times) {
    if (control.cancellation) break;
    // A damaged part of the file has no say in the colours.
    const sample = await sink.getSample(time).catch(() => null);
    if (sample) builder.add(await painter.paint(await uprightFrame(sample, plan.size)));
  }
  if (builder.empty) await addFirstFrame(builder, prepared, painter);
  return builder.build();
}

/** Where none of the frames above can be read: what the clip begins with is better than no colours. */
async function addFirstFrame(
  builder: PaletteBuilder,
  { video, pictureRange, origin, plan }: PreparedExport,
  painter: RemotePainter,
): Promise<void> {
  try {
    for await (const { frame } of sourceFrames(video, pictureRange, origin, plan.size)) {
      builder.add(await painter.paint(frame));
      return;
    }
  } catch (error) {
    // The export itself comes upon it, and tells it.
    if (!(error instanceof SourceBroken)) throw error;
  }
}
