import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Studio, StudioState } from '../../src/studio/studio';

/** Keeps its host up to date with a studio's state while the host is connected. */
export class StudioController implements ReactiveController {
  private current: Studio | null = null;
  private unsubscribe: (() => void) | null = null;
  private connected = false;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  get studio(): Studio | null {
    return this.current;
  }

  set studio(studio: Studio | null) {
    if (studio === this.current) return;
    this.detach();
    this.current = studio;
    if (this.connected) this.attach();
    this.host.requestUpdate();
  }

  get state(): StudioState | null {
    return this.current?.state ?? null;
  }

  hostConnected(): void {
    this.connected = true;
    this.attach();
    // The state may have changed while nobody listened.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.connected = false;
    this.detach();
  }

  private attach(): void {
    this.unsubscribe ??= this.current?.subscribe(() => this.host.requestUpdate()) ?? null;
  }

  private detach(): void {
    this.unsubscribe?.();
    this.unsubscribe = null;
  }
}
