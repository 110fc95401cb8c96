import { css } from 'lit';

/** The line between two pictures at `--compare`, 0…1 of the width, and what is written beside it while comparing. */
export const compareLineStyles = css`
  .divider {
    position: absolute;
    inset-block: 0;
    left: calc(var(--compare) * 100%);
    width: 2px;
    margin-left: -1px;
    opacity: 0;
    transition: opacity 160ms;
  }

  :host([comparing]) .divider {
    background: #fff;
    box-shadow: 0 0 0 1px rgb(0 0 0 / 0.35);
    opacity: 1;
  }

  .divider::after {
    content: '';
    position: absolute;
    top: 50%;
    left: 50%;
    width: 0.5rem;
    height: 3.5rem;
    translate: -50% -50%;
    border-radius: 1rem;
    background: #fff;
    box-shadow:
      0 0 0 1px rgb(0 0 0 / 0.3),
      0 2px 8px rgb(0 0 0 / 0.4);
  }

  .tag {
    position: absolute;
    bottom: 0.75rem;
    padding: 0.25rem 0.625rem;
    border-radius: 1rem;
    background: rgb(10 20 16 / 0.78);
    color: #f2f6f2;
    font: 500 0.75rem/1.2 var(--font-body);
    white-space: nowrap;
    opacity: 0;
    transition: opacity 160ms;
  }

  .tag.left {
    right: calc(100% - var(--compare) * 100% + 0.625rem);
  }

  .tag.right {
    left: calc(var(--compare) * 100% + 0.625rem);
  }

  :host([comparing]) .tag {
    opacity: 1;
  }
`;
