import { css } from 'lit';

/** What is beside the picture, or below it on narrow windows. */
export const sideStyles = css`
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
  }

  @keyframes rise {
    from {
      translate: 0 2rem;
      opacity: 0;
    }
  }
`;
