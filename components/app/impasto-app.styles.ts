import { css } from 'lit';

export const appStyles = css`
  :host {
    display: block;
  }

  .page {
    display: grid;
    grid-template:
      'header side' auto
      'stage side' minmax(0, 1fr)
      'timeline side' auto
      'rail side' auto
      'export side' auto
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

  /* What is seen at first; on wide windows its parts are placed by the page's own grid. */
  .screen {
    display: contents;
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
    container: stage / size;
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

  /* The live picture stays where it is: its canvas belongs to the worker. */
  .easel impasto-stage {
    visibility: hidden;
  }

  impasto-painting-view {
    position: absolute;
    inset: 0 1.5rem;
  }

  impasto-painting-rail {
    grid-area: rail;
    padding: 0.375rem 1.5rem 0;
  }

  impasto-filmstrip {
    grid-area: timeline;
    padding: 0.25rem 1.25rem 0;
  }

  impasto-painting-strip {
    grid-area: strip;
    min-width: 0;
  }

  impasto-timeline {
    grid-area: timeline;
    padding: 0.375rem 1.5rem 0;
  }

  impasto-export-panel {
    grid-area: export;
    padding: 0.25rem 1.5rem 0;
  }

  .side {
    grid-area: side;
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
    min-height: 0;
    padding: 0.75rem 0.75rem 0 0;
  }

  .side:not(:has(*)) {
    padding: 0;
  }

  impasto-control-panel,
  impasto-painting-panel,
  impasto-painting-results,
  impasto-shelf {
    width: clamp(20rem, 16vw + 6rem, 26rem);
  }

  /* It takes what it needs of the column, but leaves the panel its least. */
  impasto-painting-results {
    flex: none;
    max-height: calc(100% - 11.75rem);
    overflow-y: auto;
    border-radius: var(--radius-l);
    scrollbar-width: thin;
  }

  impasto-control-panel,
  impasto-painting-panel {
    flex: 0 1 auto;
    min-height: 11rem;
  }

  /* It takes what it needs of the column, but leaves the panel its half. */
  impasto-shelf {
    flex: 0 0 auto;
    max-height: 52%;
    overflow-y: auto;
    overscroll-behavior: contain;
    border-radius: var(--radius-l);
    scrollbar-width: thin;
  }

  .drop {
    position: fixed;
    z-index: 4;
    inset: 0.75rem;
    display: grid;
    place-content: center;
    border: 3px dashed var(--gilt);
    border-radius: var(--radius-l);
    background: color-mix(in oklab, var(--wall) 82%, transparent);
    font: italic 1.75rem/1.3 var(--font-label);
    pointer-events: none;
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
    .page {
      display: block;
      height: auto;
      min-height: 100dvh;
      overflow: visible;
    }

    .screen {
      display: grid;
      grid-template:
        'header' auto
        'stage' minmax(0, 1fr)
        'timeline' auto
        'rail' auto
        'export' auto
        'progress' auto
        'strip' auto / minmax(0, 1fr);
      height: 100dvh;
      overflow: hidden;
    }

    /* With a video open there is more below the picture; a picture must be left of it. */
    .screen.filled {
      grid-template-rows: auto minmax(min(14rem, 62vw), 1fr);
      height: auto;
      min-height: 100dvh;
    }

    .side {
      padding: 0;
    }

    impasto-shelf {
      width: auto;
      max-width: 40rem;
      max-height: none;
      margin-inline: auto;
      padding: 0.25rem 0.75rem 0.75rem;
      overflow: visible;
    }

    impasto-timeline,
    impasto-export-panel,
    impasto-painting-rail,
    impasto-filmstrip {
      padding: 0.25rem 0.75rem 0;
    }

    .easel .side {
      padding: 0.25rem 0.75rem 0.75rem;
    }

    impasto-painting-panel,
    impasto-painting-results {
      width: 100%;
      max-width: 40rem;
      margin-inline: auto;
    }

    /* What came out comes first. */
    impasto-painting-results {
      order: -1;
      max-height: none;
      overflow: visible;
    }

    impasto-painting-view {
      inset: 0;
    }

    impasto-export-progress {
      grid-area: progress;
      margin: 0.5rem 0.75rem 0;
    }

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
