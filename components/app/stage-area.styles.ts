import { css } from 'lit';

/** The picture and what lies over it. */
export const stageAreaStyles = css`
  .stage {
    grid-area: stage;
    position: relative;
    min-width: 0;
    min-height: 0;
    padding-inline: 1.5rem;
    container: stage / size;
  }

  impasto-stage {
    height: 100%;
  }

  /* The picture takes the focus to keep its place on the page; keys have nothing to do there. */
  impasto-stage:focus-visible,
  impasto-painting-view:focus-visible {
    outline: none;
  }

  /* Where nothing is live, what went wrong stands above the ways to begin and covers none. */
  .idle .stage {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
  }

  .idle impasto-stage {
    grid-area: 1 / 1 / 3 / 2;
  }

  impasto-welcome {
    position: relative;
    grid-area: 2 / 1;
    margin-inline: -1.5rem;
  }

  impasto-performance-panel {
    position: absolute;
    top: 0.75rem;
    left: 0.75rem;
    max-width: calc(100% - 1.5rem);
    max-height: calc(100% - 1.5rem);
  }

  /* Out of the way of the welcome, which is centred. */
  @media (min-width: 1024px) {
    .idle impasto-performance-panel {
      top: auto;
      bottom: 0.75rem;
    }

    .idle impasto-welcome:has(+ impasto-performance-panel) {
      margin-bottom: 2.75rem;
    }
  }

  /* Away from the buttons below the picture and in the welcome, which a remark must not cover. */
  .told {
    position: absolute;
    z-index: 2;
    inset: 0.75rem 1.5rem auto;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    pointer-events: none;
  }

  .idle:not(.easel) .told:has(impasto-error-banner) {
    position: relative;
    grid-area: 1 / 1;
    inset: auto;
    margin-block: 0.75rem 0;
  }

  impasto-error-banner {
    justify-self: center;
    max-width: 44rem;
    pointer-events: auto;
  }

  impasto-notices {
    justify-self: end;
    margin-inline-end: 0.75rem;
  }

  /* The live picture stays where it is: its canvas belongs to the worker. */
  .easel impasto-stage {
    visibility: hidden;
  }

  impasto-painting-view {
    position: absolute;
    inset: 0 1.5rem;
  }

  @media (max-width: 1023px) {
    impasto-painting-view {
      inset: 0;
    }

    .stage {
      padding-inline: 0;
    }

    impasto-welcome {
      margin-inline: 0;
    }

    /* Away from what is said at the top. */
    .page:not(.idle) impasto-performance-panel {
      top: auto;
      bottom: 0.75rem;
    }

    .told {
      inset-inline: 0.75rem;
    }

    .idle:not(.easel) .told:has(impasto-error-banner) {
      margin-inline: 0.75rem;
    }

    impasto-notices {
      margin-inline-end: 0;
    }
  }
`;
