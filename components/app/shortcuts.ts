import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type Shortcut =
  | { readonly kind: 'style'; readonly index: number }
  | { readonly kind: 'pause' | 'save' | 'record' | 'meters' | 'help' | 'leave' };

const TYPING = 'input:not([type=range], [type=checkbox], [type=radio]), textarea, [contenteditable]';

/** Elements whose keys are their own, and those within: an open list, a player, a dialog. */
const KEEPS_KEYS = 'select, option, video, dialog[open]';

/**
 * Controls that do something of their own with the space bar. Options of the style strip are not among
 * them: there the selection follows the focus, which leaves the space bar free.
 */
const USES_SPACE = 'button, summary, input[type=checkbox], input[type=radio], [role=button], [role=switch]';

/** The element that has the focus, behind however many shadow roots. */
function innermostTarget(event: KeyboardEvent): Element | null {
  const target = event.composedPath()[0];
  return target instanceof Element ? target : null;
}

function isKept(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => target instanceof Element && target.matches(KEEPS_KEYS));
}

/**
 * The shortcut that a key press stands for, if any. `singleKeys`: whether single characters stand for something, which
 * is in the way of people who dictate, or often hit a key by chance.
 */
export function shortcutOf(event: KeyboardEvent, singleKeys = true): Shortcut | null {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = innermostTarget(event);
  if (target?.matches(TYPING) || isKept(event)) return null;
  switch (event.key) {
    case ' ':
      return target?.matches(USES_SPACE) ? null : { kind: 'pause' };
    case 'Escape':
      return { kind: 'leave' };
    default:
      return singleKeys ? shortcutOfCharacter(event.key) : null;
  }
}

function shortcutOfCharacter(key: string): Shortcut | null {
  if (/^[0-9]$/.test(key)) return { kind: 'style', index: (Number(key) + 9) % 10 };
  switch (key) {
    case 's':
    case 'S':
      return { kind: 'save' };
    case 'r':
    case 'R':
      return { kind: 'record' };
    case 'm':
    case 'M':
      return { kind: 'meters' };
    case '?':
      return { kind: 'help' };
    default:
      return null;
  }
}

/** Listens for shortcuts on the whole window while its host is connected. */
export class ShortcutsController implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    /** Returns false to leave the key to the browser. */
    private readonly handle: (shortcut: Shortcut) => boolean,
    private readonly singleKeys: () => boolean,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('keydown', this.onKeyDown);
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.onKeyDown);
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const shortcut = shortcutOf(event, this.singleKeys());
    if (shortcut && this.handle(shortcut)) event.preventDefault();
  };
}
