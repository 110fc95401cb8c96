import { Output, Quality, type VideoCodec, VideoSample, VideoSampleSource } from 'mediabunny';
import type { AudioFeeder } from '../audio-feeder';
import type { VideoFormat } from '../codecs';
import { growingFormat, streamTo } from '../container';
import type { FileWriter } from '../file-writer';
import type { FrameTiming } from '../source-frames';
import type { FrameWriter } from './frame-writer';

/** Seconds between two frames that can be jumped to. */
const KEY_FRAME_INTERVAL = 2;
/** How far sound is ahead of the picture, so that both lie side by side in the file. Seconds. */
const SOUND_AHEAD = 0.5;

export interface VideoWriterOptions {
  readonly format: VideoFormat;
  readonly codec: VideoCodec;
  /** Bits per second. */
  readonly bitrate: number;
  /** Sound that is pulled along; owned by the writer from now on. */
  readonly sounds: readonly AudioFeeder[];
}

/** Encodes frames into a file that can be read at any time; see `settle` for what becomes of it. */
export class VideoWriter implements FrameWriter {
  private readonly source: VideoSampleSource;
  private end = 0;

  private constructor(
    private readonly output: Output,
    private readonly file: FileWriter,
    private readonly options: VideoWriterOptions,
  ) {
    const { codec, bitrate } = options;
    this.source = new VideoSampleSource({
      codec,
      quality: new Quality({ bitrate }),
      keyFrameInterval: KEY_FRAME_INTERVAL,
      latencyMode: 'quality',
    });
  }

  static async open(file: FileWriter, options: VideoWriterOptions): Promise<VideoWriter> {
    const output = new Output({ format: growingFormat(options.format), target: streamTo(file, false) });
    const writer = new VideoWriter(output, file, options);
    output.addVideoTrack(writer.source);
    for (const { source, language } of options.sounds) {
      output.addAudioTrack(source, { languageCode: language });
    }
    await output.start();
    return writer;
  }

  async add(frame: VideoFrame, timing: FrameTiming): Promise<void> {
    const sample = new VideoSample(frame, { ...timing });
    try {
      this.end = timing.timestamp + timing.duration;
      await this.feedSounds(timing.timestamp + SOUND_AHEAD);
      await this.source.add(sample);
    } finally {
      sample.close();
    }
  }

  async finish(complete: boolean): Promise<void> {
    await this.feedSounds(complete ? Infinity : this.end);
    await this.output.finalize();
    await this.closeAll();
  }

  /** What is lost is the fragment that was being gathered, up to the distance of two key frames. */
  async abandon(): Promise<boolean> {
    await this.output.cancel().catch(() => undefined);
    await this.closeAll();
    return true;
  }

  private async feedSounds(time: number): Promise<void> {
    for (const sound of this.options.sounds) await sound.feedUntil(time);
  }

  private async closeAll(): Promise<void> {
    for (const sound of this.options.sounds) await sound.close().catch(() => undefined);
    this.file.close();
  }
}
