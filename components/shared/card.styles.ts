import { css } from 'lit';

/** A card with a heading and a list of entries, beside or below the picture. */
export const cardStyles = css`
  :host {
    display: block;
  }

  section {
    padding: 0.75rem 0.5rem 0.5rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--panel);
  }

  header {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.75rem;
    padding-inline-end: 0.75rem;
  }

  h2 {
    margin: 0;
    font: italic 1.0625rem/1.3 var(--font-label);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.625rem;
    padding-block: 0.375rem;
  }

  li + li {
    border-top: 1px solid var(--line);
  }

  li > wa-icon {
    flex: none;
    color: var(--ink-quiet);
  }

  .about {
    flex: 1;
    min-width: 0;
  }

  .name {
    overflow: hidden;
    font-size: 0.875rem;
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  p,
  .quiet {
    margin: 0;
    color: var(--ink-quiet);
    font-size: 0.8125rem;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    width: 100%;
    padding-block: 0.375rem;
  }

  .ways wa-button {
    font-size: 0.875rem;
  }

  /* Takes the focus to keep its place on the page; keys have nothing to do there. */
  h2:focus {
    outline: none;
  }
`;
