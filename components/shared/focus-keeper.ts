import type { LitElement, ReactiveController } from 'lit';

/** When the element that has the focus goes with an update of its host, or is disabled, a successor gets the focus. */
export class FocusKeeper implements ReactiveController {
  private focused: Element | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly successor: () => HTMLElement | null,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.focused = this.host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const { focused } = this;
    if (focused && (!focused.isConnected || focused.hasAttribute('disabled'))) this.successor()?.focus();
  }
}
