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
`;
