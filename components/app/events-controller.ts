import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ImpastoEventDetails } from '../shared/events';

/** What events ask of a target. */
export type EventHandlers<Target> = {
  readonly [K in keyof ImpastoEventDetails]?: (target: Target, detail: ImpastoEventDetails[K]) => void;
};

/** Turns the events that come up to its host into calls, while the host is connected and there is a target. */
export class EventsController<Target> implements ReactiveController {
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly handlers: EventHandlers<Target>,
    private readonly target: () => Target | null,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    for (const name of Object.keys(this.handlers)) this.host.addEventListener(name, this.onEvent);
  }

  hostDisconnected(): void {
    for (const name of Object.keys(this.handlers)) this.host.removeEventListener(name, this.onEvent);
  }

  private readonly onEvent = (event: Event): void => {
    const target = this.target();
    // TypeScript does not see that a name and its own detail belong together.
    const handle = this.handlers[event.type as keyof ImpastoEventDetails] as
      ((target: Target, detail: unknown) => void) | undefined;
    if (target && event instanceof CustomEvent) handle?.(target, event.detail);
  };
}
