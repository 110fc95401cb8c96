import type { LitElement, ReactiveController } from 'lit';

/** When the element that has the focus goes with an update of its host, gives the focus to a successor. */
export class FocusKeeper implements ReactiveController {
  private focused: Element | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly successor: () => HTMLElement,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.focused = this.host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    if (this.focused?.isConnected === false) this.successor().focus();
  }
}
