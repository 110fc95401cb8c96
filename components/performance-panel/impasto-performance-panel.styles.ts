import { css } from 'lit';

export const performancePanelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
  }

  /* An instrument, not furniture: dark glass by day and by night, legible over any picture. */
  section {
    width: 12.75rem;
    max-width: 100%;
    min-height: 0;
    padding: 0.625rem 0.75rem 0.75rem;
    overflow-y: auto;
    border-radius: var(--radius-m);
    background: rgb(9 19 15 / 0.84);
    color: #edf3ee;
    font-size: 0.71875rem;
    line-height: 1.45;
    font-variant-numeric: tabular-nums;
    backdrop-filter: blur(8px);
  }

  svg {
    display: block;
    width: 100%;
    height: 2rem;
    margin-bottom: 0.375rem;
  }

  .name {
    display: inline-block;
    min-width: 5.375rem;
    color: #b3c4bb;
  }

  /* Beside a low picture there is more room than above it. */
  @container stage (height < 27rem) and (width >= 34rem) {
    section {
      width: 26rem;
      columns: 2;
      column-gap: 1.25rem;
    }
  }

  /* Over a narrow picture it lies low and broad, so that most of the picture is left. */
  @container stage (width < 34rem) {
    section {
      width: calc(100cqw - 1.5rem);
      padding-block: 0.5rem;
      columns: 2;
      column-gap: 0.75rem;
      font-size: 0.6875rem;
    }

    svg {
      height: 1rem;
      margin-bottom: 0;
    }

    .name {
      min-width: 4.375rem;
    }
  }

  /* One row while there is nothing to measure: it must not cover the welcome. */
  .brief {
    width: auto;
    padding-block: 0.375rem;
    columns: auto;
  }

  .brief div {
    display: inline;
    margin-inline-end: 0.75rem;
  }

  .brief .name {
    min-width: 0;
  }

  .line {
    fill: none;
    stroke: #7fdcbf;
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }

  .area {
    fill: #7fdcbf;
    opacity: 0.16;
  }

  .rule {
    margin-top: 0.375rem;
    padding-top: 0.375rem;
    border-top: 1px solid rgb(255 255 255 / 0.14);
  }

  .lead .value {
    font-size: 1rem;
    font-weight: 600;
    line-height: 1.3;
  }

  .quiet {
    color: #b3c4bb;
    line-height: 1.4;
  }
`;
