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

  :host([painted]) .frame {
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

  :host([live]:hover) .divider {
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
