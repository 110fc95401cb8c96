import { css } from 'lit';

export const clipStyles = css`
  :host {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    gap: 0.125rem 0.75rem;
    padding-block: 0.625rem;
  }

  .picture {
    position: relative;
    align-self: start;
    width: 100%;
    min-height: var(--target);
    aspect-ratio: 16 / 10;
    padding: 0;
    border: 0;
    background: linear-gradient(135deg, var(--viridian-wash), var(--wall-dim));
    box-shadow: 0 2px 6px -1px var(--shade);
    cursor: pointer;
  }

  div.picture {
    cursor: default;
  }

  img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  .picture wa-icon {
    position: absolute;
    inset: auto auto 0.25rem 0.25rem;
    padding: 0.25rem;
    border-radius: 50%;
    background: rgb(10 20 16 / 0.78);
    color: #f2f6f2;
    font-size: 0.875rem;
  }

  h3 {
    display: -webkit-box;
    margin: 0;
    overflow: hidden;
    font: 500 0.875rem/1.35 var(--font-body);
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  p {
    margin: 0.125rem 0 0;
    color: var(--ink-quiet);
    font-size: 0.8125rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }

  .actions {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: 0.125rem;
    margin-top: 0.25rem;
  }

  .actions .tool {
    padding: 0;
    width: var(--target);
    color: var(--ink-quiet);
  }

  .actions .tool[aria-disabled='true'] {
    cursor: progress;
  }

  .actions .tool:hover {
    color: var(--ink);
  }

  .download {
    display: inline-flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    height: var(--target);
    padding-inline: 0.875rem;
    border-radius: var(--radius-m);
    background: var(--viridian-wash);
    color: var(--viridian-deep);
    font: 500 0.875rem/1 var(--font-body);
    text-decoration: none;
    cursor: pointer;
    transition: background 120ms;
  }

  .download:hover {
    background: color-mix(in oklab, var(--viridian-wash), var(--viridian) 14%);
  }

  input {
    width: 100%;
    height: var(--target);
    padding-inline: 0.625rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--panel-raised);
    color: var(--ink);
    font: 0.875rem/1 var(--font-body);
  }
`;
