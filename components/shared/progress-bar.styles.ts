import { css } from 'lit';

/** A bar that is filled from the left as far as `--share`, a percentage, says. */
export const progressBarStyles = css`
  .bar {
    height: 0.5rem;
    border-radius: 1rem;
    background: linear-gradient(var(--viridian), var(--viridian)) 0 / var(--share, 0%) 100% no-repeat
      color-mix(in oklab, var(--ink) 16%, transparent);
    transition: background-size 200ms linear;
  }

  .bar.quiet {
    opacity: 0.6;
  }

  /* Gradients are taken away there, and with them what is done. */
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
      outline: 1px solid CanvasText;
      background: linear-gradient(Highlight, Highlight) 0 / var(--share, 0%) 100% no-repeat Canvas;
    }
  }
`;
