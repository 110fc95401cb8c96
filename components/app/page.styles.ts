import { css } from 'lit';

/** The page: its grid, and the rows of it that are not the picture or beside it. */
export const pageStyles = css`
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

  /* Without boxes: their children are placed by the page's grid. */
  main,
  .below {
    display: contents;
  }

  impasto-transport {
    grid-area: rail;
    padding: 0.375rem 1.5rem 0;
  }

  /* Keeps its place while there is nothing to control, so that the picture need not be resized. */
  .idle impasto-transport {
    visibility: hidden;
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

  /* With a video open there is more below the picture; in a low window a picture must be left of it. */
  .page:has(> .filled) {
    grid-template-rows: auto minmax(12rem, 1fr);
    grid-auto-rows: auto;
    overflow: hidden auto;
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

    impasto-timeline,
    impasto-export-panel,
    impasto-painting-rail,
    impasto-filmstrip {
      padding: 0.25rem 0.75rem 0;
    }

    impasto-export-progress {
      grid-area: progress;
      margin: 0.5rem 0.75rem 0;
    }

    impasto-transport {
      padding: 0.25rem 0.75rem;
    }

    .idle impasto-transport {
      display: none;
    }
  }
`;
