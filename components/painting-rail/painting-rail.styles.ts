import { css } from 'lit';

export const paintingRailStyles = css`
  :host {
    /* On the wall a button is paper; in the panel it is a shade. */
    --wa-color-neutral-fill-normal: var(--panel-raised);
    display: block;
    container-type: inline-size;
  }

  .rail {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) minmax(0, 20rem);
    align-items: center;
    gap: 0.25rem 1.5rem;
    min-height: 3.75rem;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }

  wa-icon {
    margin-inline-end: 0.5rem;
    font-size: 1.125rem;
  }

  p {
    margin: 0.375rem 0 0;
    color: var(--ink-quiet);
    font-size: 0.8125rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }

  .compare {
    --label-width: 6.5rem;
    display: grid;
    gap: 0.125rem;
  }

  @container (width < 54rem) {
    .rail {
      grid-template-columns: auto minmax(0, 1fr);
    }

    .compare {
      grid-column: 1 / -1;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      gap: 1.5rem;
      align-items: center;
    }
  }

  @container (width < 34rem) {
    .rail {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.5rem;
      padding-block: 0.25rem;
    }

    .buttons > * {
      flex: 1;
    }

    .compare {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
`;
