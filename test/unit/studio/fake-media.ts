import type { ExportItem, ExportQueueState } from '../../../src/media/export-queue';
import type { MediaStudio } from '../../../src/media/media-studio';
import type { VideoDeskState } from '../../../src/media/video-desk';
import type {
  ExportSettings,
  FormatAvailability,
  MediaProbe,
  PaintSettings,
} from '../../../src/protocol/media';
import { Store } from '../../../src/shared/store';

const DESK: VideoDeskState = {
  status: 'empty',
  name: null,
  probe: null,
  track: null,
  choices: { format: 'mp4', videoTrack: null, range: null, longSide: null, bitrate: 'standard', sound: true },
  resolutions: [],
  plan: null,
  error: null,
};

/** A media studio without workers: it notes what it was asked, and a test sets its stores. */
export class FakeMedia {
  readonly log: string[] = [];
  readonly formats = new Store<{ formats: readonly FormatAvailability[] | null }>({ formats: null });
  readonly desk = new Store<VideoDeskState>(DESK);
  readonly queue = new Store<ExportQueueState>({ items: [], current: null });
  readonly recorderStore = new Store({
    status: 'idle',
    seconds: 0,
    bytes: 0,
    limit: Infinity,
    sound: false,
    clipId: null,
    error: null as { code: string; message: string } | null,
  });
  readonly added: { readonly file: File; readonly settings: ExportSettings }[] = [];
  probe: (file: File) => Promise<MediaProbe> = () => Promise.reject(new Error('not a video'));
  readonly microphone = {
    state: {},
    subscribe: () => () => undefined,
    track: null,
    /** While it is being opened. */
    opening: null as Promise<void> | null,
    close: () => void this.note('close microphone'),
  };
  /** How long it takes to look into a video that is opened. */
  opening: Promise<void> = Promise.resolve();
  #file: File | null = null;

  /** Sets the exports there are. */
  exports(...items: Partial<ExportItem>[]): void {
    this.queue.update({ items: items as ExportItem[] });
  }

  /** As `createMediaStudio` gives it; its classes cannot be implemented, only stood in for. */
  get studio(): MediaStudio {
    const say = (name: string) => this.note(name);
    const { formats, desk, queue, recorderStore } = this;
    const video = {
      open: (file: File) => {
        this.#file = file;
        desk.update({ status: 'ready', name: file.name });
        void say(`open ${file.name}`);
        return this.opening;
      },
      choose: (change: object) => {
        desk.update({ choices: { ...desk.state.choices, ...change } });
        return say(`choose ${JSON.stringify(change)}`);
      },
      close: () => {
        this.#file = null;
        desk.update({ status: 'empty', name: null });
        void say('close');
      },
      request: (paint: PaintSettings) =>
        this.#file && { file: this.#file, settings: { ...desk.state.choices, paint } },
    };
    const exports = {
      add: (file: File, settings: ExportSettings) => this.added.push({ file, settings }),
      remove: (id: string) => say(`remove ${id}`),
    };
    const recorder = {
      start: ({ format, size }: { format: string; size: { width: number; height: number } }) =>
        say(`record ${format} ${size.width}×${size.height}`),
      stop: () => say('stop'),
      dismissError: () => recorderStore.update({ error: null }),
    };
    const clips = { delete: (id: string) => say(`delete ${id}`) };
    return {
      formats,
      video: withState(desk, video),
      exports: withState(queue, exports),
      microphone: this.microphone,
      recorder: withState(recorderStore, recorder),
      clips: withState(new Store({}), clips),
      probe: (file: File) => this.probe(file),
      rendererReplaced: () => void say('rendererReplaced'),
    } as unknown as MediaStudio;
  }

  private note(entry: string): Promise<void> {
    this.log.push(entry);
    return Promise.resolve();
  }
}

function withState<State extends object, Methods extends object>(store: Store<State>, methods: Methods) {
  return {
    ...methods,
    get state() {
      return store.state;
    },
    subscribe: (listener: () => void) => store.subscribe(listener),
  };
}
