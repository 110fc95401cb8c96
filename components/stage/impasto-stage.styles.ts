import { css } from 'lit';

export const stageStyles = css`
  :host {
    --ratio: 1.7778;
    --compare: 0;
    position: relative;
    display: block;
    min-width: 0;
    min-height: 0;
    outline: none;
  }

  .wall {
    position: absolute;
    inset: 0;
    container-type: size;
  }

  /* Exactly where the worker puts the picture: contained and centred. */
  .picture {
    position: absolute;
    inset: 0;
    width: min(100cqw, 100cqh * var(--ratio));
    aspect-ratio: var(--ratio);
    margin: auto;
  }

  .frame {
    box-shadow:
      0 1px 2px var(--shade),
      0 1.25rem 2.5rem -0.75rem var(--shade);
    opacity: 0;
    transition: opacity 400ms var(--ease);
  }

  :host([painting]) .frame {
    opacity: 1;
  }

  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    touch-action: pan-y pinch-zoom;
  }

  :host([live]) canvas {
    cursor: ew-resize;
  }

  .over {
    pointer-events: none;
  }

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

  :host([comparing]) .divider,
  :host([live]:hover) .divider {
    opacity: 1;
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

  .tag.original {
    right: calc(100% - var(--compare) * 100% + 0.625rem);
  }

  .tag.painted {
    left: calc(var(--compare) * 100% + 0.625rem);
  }

  :host([comparing]) .tag {
    opacity: 1;
  }

  .mixing {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 1.25rem;
    color: var(--ink);
    text-align: center;
    animation: appear 400ms 150ms both;
  }

  .mixing svg {
    width: 4.5rem;
    fill: none;
    stroke: var(--gilt);
    stroke-width: 6;
    stroke-linecap: round;
    animation: turn 3.2s linear infinite;
  }

  .mixing p {
    margin: 0;
    font: italic 1.25rem/1.4 var(--font-label);
  }

  @keyframes turn {
    to {
      rotate: -360deg;
    }
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
