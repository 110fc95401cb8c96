import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Takes files that are dropped anywhere on the window, or pasted, while its host is connected. */
export class FileDropController implements ReactiveController {
  /** True while files are held over the window. */
  hovering = false;
  /** Entering an element comes before leaving the one around it, so they are counted. */
  private depth = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly take: (files: readonly File[]) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    for (const [name, handler] of this.handlers) addEventListener(name, handler);
  }

  hostDisconnected(): void {
    for (const [name, handler] of this.handlers) removeEventListener(name, handler);
  }

  private readonly onEnter = (event: Event): void => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    this.hover(this.depth + 1);
  };

  private readonly onOver = (event: Event): void => {
    if (holdsFiles(event)) event.preventDefault();
  };

  private readonly onLeave = (event: Event): void => {
    if (holdsFiles(event)) this.hover(this.depth - 1);
  };

  private readonly onDrop = (event: Event): void => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    this.hover(0);
    this.takeFrom((event as DragEvent).dataTransfer);
  };

  private readonly onPaste = (event: Event): void => {
    const { clipboardData } = event as ClipboardEvent;
    if (!clipboardData?.files.length) return;
    event.preventDefault();
    this.takeFrom(clipboardData);
  };

  private readonly handlers: readonly (readonly [string, (event: Event) => void])[] = [
    ['dragenter', this.onEnter],
    ['dragover', this.onOver],
    ['dragleave', this.onLeave],
    ['drop', this.onDrop],
    ['paste', this.onPaste],
  ];

  private hover(depth: number): void {
    this.depth = Math.max(0, depth);
    if (this.hovering === this.depth > 0) return;
    this.hovering = this.depth > 0;
    this.host.requestUpdate();
  }

  private takeFrom(transfer: DataTransfer | null): void {
    const files = [...(transfer?.files ?? [])];
    if (files.length > 0) this.take(files);
  }
}

function holdsFiles(event: Event): boolean {
  return (event as DragEvent).dataTransfer?.types.includes('Files') ?? false;
}
