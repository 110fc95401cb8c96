import type {
  ClipFormat,
  ExportEvents,
  ExportPlan,
  ExportSettings,
  Film,
  FilmFrame,
  FormatAvailability,
  MediaProbe,
  MediaWorkerApi,
  RecordingEvents,
  RecordingOptions,
  WriteResult,
} from '../../protocol/media';
import { ImpastoError } from '../../protocol/errors';
import type { Outcome } from '../../protocol/outcome';
import { outcome } from '../../shared/outcome';
import { formatAvailability, isVideoFormat } from './codecs';
import { ExportJob } from './export-job';
import { writeFilm } from './film';
import { JobControl } from './job-control';
import { unreadable, writeFailure } from './media-errors';
import { removeWritten } from '../clip-files';
import { openInput } from './open-input';
import { planExport } from './plan';
import { probe } from './probe';
import { Recording } from './recording';
import { settle } from './settle';

/** The Comlink endpoint of a media worker. */
export class MediaWorker implements MediaWorkerApi {
  private readonly control = new JobControl();
  private recording: Recording | null = null;

  hello(): true {
    return true;
  }

  probe(file: File): Promise<Outcome<MediaProbe>> {
    return outcome(() => probe(file));
  }

  formats(): Promise<Outcome<readonly FormatAvailability[]>> {
    return outcome(formatAvailability);
  }

  plan(file: File, settings: ExportSettings): Promise<Outcome<ExportPlan>> {
    return outcome(async () => {
      const input = openInput(file);
      try {
        return (await planExport(input, settings)).plan;
      } catch (error) {
        throw unreadable(file.name, error);
      } finally {
        input.dispose();
      }
    });
  }

  exportClip(
    id: string,
    file: File,
    settings: ExportSettings,
    events: ExportEvents,
  ): Promise<Outcome<WriteResult>> {
    return outcome(() => ExportJob.run(id, file, settings, events, this.control));
  }

  pause(): void {
    this.control.pause();
  }

  resume(): void {
    this.control.resume();
  }

  cancel(keep: boolean): void {
    this.control.cancel(keep);
  }

  rendererReplaced(): void {
    this.control.onRendererReplaced();
  }

  startRecording(
    id: string,
    frames: MessagePort,
    options: RecordingOptions,
    events: RecordingEvents,
  ): Promise<Outcome<null>> {
    return outcome(async () => {
      this.recording = await Recording.start(id, frames, options, events);
      return null;
    });
  }

  attachFrames(frames: MessagePort): void {
    this.recording?.attach(frames);
  }

  recordSound(data: AudioData, time: number): void {
    if (this.recording) this.recording.sound(data, time);
    else data.close();
  }

  endSound(): void {
    this.recording?.endSound();
  }

  stopRecording(): Promise<Outcome<WriteResult>> {
    return outcome(() => {
      if (!this.recording) throw new ImpastoError('recording-failed', 'Nothing is being recorded.');
      return this.recording.stop();
    });
  }

  film(frames: readonly FilmFrame[]): Promise<Outcome<Film>> {
    return outcome(() => writeFilm(frames));
  }

  recover(id: string, format: ClipFormat): Promise<Outcome<WriteResult>> {
    return outcome(async () => {
      // A GIF or ZIP that breaks off cannot be opened. What cannot be removed now is removed by the next visit.
      if (!isVideoFormat(format)) {
        await removeWritten(id, format).catch(() => undefined);
        return { clip: null, complete: false, error: null, notes: [] };
      }
      try {
        return { clip: await settle(id, format), complete: false, error: null, notes: [] };
      } catch (error) {
        throw writeFailure(error);
      }
    });
  }
}
