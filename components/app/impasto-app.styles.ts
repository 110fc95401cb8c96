import { css } from 'lit';

export const appStyles = css`
  :host {
    display: block;
  }

  .page {
    display: grid;
    grid-template:
      'header panel' auto
      'stage panel' minmax(0, 1fr)
      'rail panel' auto
      'strip strip' auto / minmax(0, 1fr) auto;
    height: 100dvh;
    overflow: hidden;
    background:
      radial-gradient(ellipse 75% 80% at 45% 30%, var(--wall-lit), transparent 75%),
      linear-gradient(var(--wall), var(--wall-dim));
    color: var(--ink);
    font-family: var(--font-body);
    line-height: 1.5;
    accent-color: var(--viridian);
  }

  impasto-header {
    grid-area: header;
  }

  /* A landmark without a box: its children are placed by the page's grid. */
  main {
    display: contents;
  }

  .stage {
    grid-area: stage;
    position: relative;
    min-width: 0;
    min-height: 0;
    padding-inline: 1.5rem;
  }

  impasto-stage {
    height: 100%;
  }

  impasto-welcome {
    position: absolute;
    inset: 0;
  }

  impasto-performance-panel {
    position: absolute;
    top: 0.75rem;
    left: 0.75rem;
    max-width: calc(100% - 1.5rem);
    max-height: calc(100% - 1.5rem);
  }

  impasto-error-banner {
    position: absolute;
    z-index: 2;
    inset: 0.75rem 1.5rem auto;
    max-width: 44rem;
    margin-inline: auto;
  }

  /* Away from the buttons below the picture and in the welcome, which a remark must not cover. */
  impasto-notices {
    position: absolute;
    z-index: 1;
    top: 0.75rem;
    right: 2.25rem;
    max-width: calc(100% - 1.5rem);
    pointer-events: none;
  }

  impasto-transport {
    grid-area: rail;
    padding: 0.375rem 1.5rem 0;
  }

  /* Keeps its place while there is nothing to control, so that the picture need not be resized. */
  .idle impasto-transport {
    visibility: hidden;
  }

  impasto-control-panel {
    grid-area: panel;
    width: clamp(20rem, 16vw + 6rem, 26rem);
    align-self: start;
    max-height: calc(100% - 0.75rem);
    margin: 0.75rem 0.75rem 0 0;
  }

  impasto-style-strip {
    grid-area: strip;
    min-width: 0;
  }

  impasto-control-panel[sheet] {
    position: fixed;
    z-index: 3;
    inset: auto 0 0;
    width: auto;
    max-height: 62dvh;
    margin: 0;
    animation: rise 260ms var(--ease);
  }

  @media (max-width: 1023px) {
    .stage {
      padding-inline: 0;
    }

    impasto-transport {
      padding: 0.25rem 0.75rem;
    }

    .idle impasto-transport {
      display: none;
    }

    impasto-error-banner {
      inset-inline: 0.75rem;
    }

    impasto-notices {
      right: 0.75rem;
    }
  }

  @keyframes rise {
    from {
      translate: 0 2rem;
      opacity: 0;
    }
  }
`;
