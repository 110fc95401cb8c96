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
  :host([comparable]:hover) .divider {
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
