import { css } from 'lit';

export const styleStripStyles = css`
  :host {
    --card: clamp(6rem, 4.6rem + 1.6vw, 9rem);
    display: block;
    min-width: 0;
  }

  .list {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(var(--card), calc(var(--card) * 1.25));
    justify-content: safe center;
    gap: 0.875rem;
    padding: 0.75rem 1.5rem 0.875rem;
    overflow-x: auto;
    overscroll-behavior-x: contain;
    scroll-padding-inline: 1.5rem;
    scrollbar-width: none;
    /* The edges fade, so that a cut-off painting reads as "more this way". */
    mask-image: linear-gradient(to right, transparent, #000 1.25rem, #000 calc(100% - 1.25rem), transparent);
  }

  .options {
    display: contents;
  }

  .option {
    position: relative;
    grid-row: 1;
    min-width: 0;
    scroll-snap-align: center;
    border-radius: var(--radius-s);
    cursor: pointer;
    user-select: none;
  }

  .option:focus-visible {
    outline-offset: 4px;
  }

  .picture {
    position: relative;
    display: block;
    aspect-ratio: 3 / 2;
    margin-bottom: 0.5rem;
    background: linear-gradient(135deg, var(--viridian-wash), var(--wall-dim));
    box-shadow: 0 2px 6px -1px var(--shade);
    transition:
      translate 220ms var(--ease),
      box-shadow 220ms var(--ease);
  }

  .picture svg {
    position: absolute;
    inset: 0;
    width: 40%;
    margin: auto;
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 4;
    stroke-linecap: round;
  }

  img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
    object-position: 50% 30%;
  }

  .option:hover .picture {
    translate: 0 -3px;
    box-shadow: 0 8px 14px -4px var(--shade);
  }

  /* The chosen painting hangs in the gilt frame. */
  .option[aria-selected='true'] .picture {
    translate: 0 -3px;
    box-shadow:
      0 0 0 2px var(--wall),
      0 0 0 5px var(--gilt),
      0 0 0 6px color-mix(in oklab, var(--gilt), black 35%),
      0 10px 16px -4px var(--shade);
  }

  .option[aria-disabled='true'],
  :host([disabled]) .option {
    cursor: not-allowed;
  }

  :host([disabled]) .option[aria-selected='false'] .picture {
    translate: none;
    opacity: 0.55;
  }

  .option[aria-disabled='true'] .picture {
    translate: none;
    box-shadow: none;
    filter: grayscale(1);
    opacity: 0.55;
  }

  .option[aria-disabled='true'] .title {
    text-decoration: line-through;
    text-decoration-color: var(--line-strong);
  }

  .title,
  .artist {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .title {
    font: italic 0.9375rem/1.25 var(--font-label);
  }

  .option[aria-selected='true'] .title {
    color: var(--ink);
    font-weight: 700;
  }

  .artist {
    color: var(--ink-quiet);
    font-size: 0.75rem;
    line-height: 1.35;
  }

  .key {
    position: absolute;
    top: 0.3125rem;
    left: 0.3125rem;
    min-width: 1.25rem;
    padding: 0.125rem 0.25rem;
    border-radius: 0.25rem;
    background: rgb(10 20 16 / 0.78);
    color: #f2f6f2;
    font: 600 0.6875rem/1.2 var(--font-body);
    text-align: center;
    opacity: 0;
    transition: opacity 160ms;
  }

  .list:hover .key,
  .list:focus-within .key {
    opacity: 1;
  }

  .add {
    grid-row: 1;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 0.5rem;
    padding: 0.5rem;
    border: 2px dashed var(--line-strong);
    border-radius: var(--radius-m);
    background: color-mix(in oklab, var(--panel-raised) 60%, transparent);
    color: var(--ink);
    font: 500 0.875rem/1.3 var(--font-body);
    cursor: pointer;
    scroll-snap-align: center;
    transition: border-color 120ms;
  }

  .add:hover {
    border-color: var(--viridian);
  }

  .add wa-icon {
    font-size: 1.375rem;
    color: var(--viridian);
  }

  .remove {
    position: relative;
    grid-row: 1;
    place-self: start end;
    display: grid;
    place-content: center;
    width: 1.75rem;
    height: 1.75rem;
    margin: 0.125rem;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: rgb(10 20 16 / 0.78);
    color: #f2f6f2;
    cursor: pointer;
  }

  /* A phone on its side: the picture needs the height more than the labels do. */
  @media (max-height: 519px) {
    :host {
      --card: 4.5rem;
    }

    .list {
      padding-block: 0.5rem 0.375rem;
    }

    .artist {
      display: none;
    }

    /* Out of sight, but still the name of the option. */
    .title {
      position: absolute;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }

    .add {
      gap: 0.125rem;
      padding: 0;
      font-size: 0.75rem;
    }

    .add wa-icon {
      font-size: 1rem;
    }
  }

  @media (hover: none) {
    .key {
      display: none;
    }
  }

  /* For fingers: the small steps of a wheel would all snap back. */
  @media (pointer: coarse) {
    .list {
      scroll-snap-type: x proximity;
    }
  }

  @media (forced-colors: active) {
    .option[aria-selected='true'] .picture {
      outline: 3px solid Highlight;
      outline-offset: 2px;
    }
  }
`;
