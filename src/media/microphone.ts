import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
import { Store } from '../shared/store';
import { deniedBySystem } from '../sources/camera-errors';
import { canPumpSound } from './sound-pump';

export interface MicrophoneDevice {
  readonly id: string;
  readonly label: string;
}

export interface MicrophoneState {
  /** False where the browser cannot hand sound to a recording; `reason` says so. */
  readonly available: boolean;
  readonly reason: string | null;
  readonly open: boolean;
  readonly devices: readonly MicrophoneDevice[];
  readonly deviceId: string | null;
  readonly error: ErrorReport | null;
}

const UNAVAILABLE =
  'This browser cannot hand the microphone’s sound to a recording; it records the picture only.';

/** What a studio microphone should not have: it is music and voice that is recorded, not a call. */
const UNPROCESSED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false } as const;

/** The microphone: open while its checkbox is on, so that its level can be seen before recording. */
export class Microphone {
  private readonly store: Store<MicrophoneState>;
  private stream: MediaStream | null = null;
  private meter: { readonly context: AudioContext; readonly analyser: AnalyserNode } | null = null;
  private current: Promise<void> | null = null;
  /** Rises with every opening, so that a late answer does not open it again. */
  private generation = 0;

  constructor() {
    const available = canPumpSound();
    this.store = new Store<MicrophoneState>({
      available,
      reason: available ? null : UNAVAILABLE,
      open: false,
      devices: [],
      deviceId: null,
      error: null,
    });
  }

  get state(): MicrophoneState {
    return this.store.state;
  }

  /** The track to record; null while closed. It stays the microphone's. */
  get track(): MediaStreamTrack | null {
    return this.stream?.getAudioTracks()[0] ?? null;
  }

  /** Resolves when the device that is being opened is open or has failed; null while none is. */
  get opening(): Promise<void> | null {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Opens a device, the default one if none is named. What goes wrong is in `state.error`. */
  open(deviceId: string | null = null): Promise<void> {
    const opening = this.openDevice(deviceId).finally(() => {
      if (this.current === opening) this.current = null;
    });
    this.current = opening;
    return opening;
  }

  close(): void {
    this.generation++;
    this.current = null;
    this.release();
    this.store.update({ open: false, error: null });
  }

  /** Peak of the last instants, 0…1; 0 while closed. Ask for every frame of a level meter. */
  level(): number {
    if (!this.meter) return 0;
    const samples = new Float32Array(this.meter.analyser.fftSize);
    this.meter.analyser.getFloatTimeDomainData(samples);
    return samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
  }

  private async openDevice(deviceId: string | null): Promise<void> {
    const generation = ++this.generation;
    this.release();
    try {
      const audio = { ...UNPROCESSED, ...(deviceId !== null && { deviceId: { exact: deviceId } }) };
      const stream = await navigator.mediaDevices.getUserMedia({ audio, video: false });
      if (generation !== this.generation) {
        stopAll(stream);
        return;
      }
      this.stream = stream;
      this.listen(stream);
      const devices = await microphones();
      if (generation !== this.generation) return;
      const chosen = this.track?.getSettings().deviceId ?? deviceId;
      this.store.update({ open: true, deviceId: chosen, error: null, devices });
    } catch (error) {
      if (generation !== this.generation) return;
      this.release();
      this.store.update({ open: false, error: microphoneError(error) });
    }
  }

  private listen(stream: MediaStream): void {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    this.meter = { context, analyser };
    stream.getAudioTracks()[0]?.addEventListener('ended', () => {
      if (this.stream !== stream) return;
      this.close();
      const message = 'The microphone was unplugged. Recording goes on without sound.';
      this.store.update({ error: { code: 'microphone-missing', message } });
    });
  }

  private release(): void {
    if (this.stream) stopAll(this.stream);
    this.stream = null;
    void this.meter?.context.close().catch(() => undefined);
    this.meter = null;
  }
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function microphones(): Promise<readonly MicrophoneDevice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
    .map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `Microphone ${index + 1}` }));
}

function microphoneError(error: unknown): ErrorReport {
  const name = error instanceof Error ? error.name : '';
  const detail = toErrorReport(error).detail;
  if (deniedBySystem(error)) {
    return new ImpastoError(
      'microphone-denied',
      'Your computer’s privacy settings keep the microphone from this browser. Allow the browser to use it there and switch the microphone on again, or record without sound.',
      detail,
    ).report;
  }
  if (name === 'NotAllowedError') {
    return new ImpastoError(
      'microphone-denied',
      'Impasto was not allowed to use the microphone. Allow it in the browser’s address bar, or record without sound.',
      detail,
    ).report;
  }
  return new ImpastoError(
    'microphone-missing',
    'No microphone could be opened. Plug one in, choose another, or record without sound.',
    detail,
  ).report;
}
