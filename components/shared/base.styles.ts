import { css } from 'lit';

/** What every element of the page starts from. */
export const baseStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  :focus-visible {
    outline: var(--focus-ring);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 1ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 1ms !important;
      scroll-behavior: auto !important;
    }
  }
`;

/** For buttons that can do nothing for a moment: with `disabled` they would lose the focus. */
export const restingButtonStyles = css`
  wa-button[aria-disabled='true'] {
    cursor: not-allowed;
    opacity: 0.5;
  }

  wa-button[aria-disabled='true']::part(base) {
    pointer-events: none;
  }
`;

/** A quiet square button that holds one icon; native, because it carries aria-expanded. */
export const toolButtonStyles = css`
  .tool {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-width: var(--target);
    height: var(--target);
    padding: 0 0.75rem;
    border: 1px solid transparent;
    border-radius: var(--radius-m);
    background: transparent;
    color: var(--ink);
    font: 500 0.875rem/1 var(--font-body);
    cursor: pointer;
    transition: background 120ms;
  }

  .tool:hover {
    background: color-mix(in oklab, var(--ink) 9%, transparent);
  }

  .tool[aria-expanded='true'],
  .tool[aria-pressed='true'] {
    background: color-mix(in oklab, var(--ink) 7%, transparent);
    border-color: color-mix(in oklab, var(--ink) 14%, transparent);
  }

  .tool wa-icon {
    font-size: 1.125rem;
  }
`;
