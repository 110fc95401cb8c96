import { css } from 'lit';

export const paintingViewStyles = css`
  :host {
    --ratio: 1.7778;
    --compare: 0;
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

  /* As the live picture: contained and centred. */
  .picture {
    position: absolute;
    inset: 0;
    width: min(100cqw, 100cqh * var(--ratio));
    aspect-ratio: var(--ratio);
    margin: auto;
    background: var(--wall-dim);
    box-shadow:
      0 1px 2px var(--shade),
      0 1.25rem 2.5rem -0.75rem var(--shade);
    touch-action: pan-y pinch-zoom;
  }

  :host([comparable]) .picture {
    cursor: ew-resize;
  }

  :host([brushing]) .picture {
    cursor: crosshair;
    touch-action: none;
  }

  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }

  .compared {
    clip-path: inset(0 calc((1 - var(--compare)) * 100%) 0 0);
  }

  /* A veil where style goes. */
  .mask {
    opacity: 0.5;
    mix-blend-mode: screen;
    pointer-events: none;
    transition: opacity 160ms;
  }

  /* Over a result it comes up for the brush only. */
  :host([painted]) .mask {
    opacity: 0;
  }

  :host([painted][brushing]) .picture:is(:hover, :active) .mask {
    opacity: 0.5;
  }

  .over {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }

  :host([comparable]:hover) .divider {
    opacity: 1;
  }
`;
