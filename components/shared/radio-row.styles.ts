import { css } from 'lit';

/** A few choices beside each other as radios, with a line about the chosen one below. */
export const radioRowStyles = css`
  :host {
    display: block;
  }

  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-bottom: 0.375rem;
    padding: 0;
    font-size: 0.875rem;
    font-weight: 500;
  }

  .row {
    display: flex;
    padding: 0.1875rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--panel-raised);
  }

  label {
    position: relative;
    display: grid;
    flex: 1 1 auto;
    place-items: center;
    height: 2.5rem;
    padding-inline: 0.375rem;
    border-radius: calc(var(--radius-m) - 0.1875rem);
    font-size: 0.875rem;
    cursor: pointer;
  }

  /* Laid over its label instead of hidden, so that the radio itself is what is pressed. */
  input {
    appearance: none;
    position: absolute;
    inset: 0;
    margin: 0;
    border-radius: inherit;
    cursor: inherit;
  }

  label:hover {
    background: color-mix(in oklab, var(--ink) 7%, transparent);
  }

  label:has(:checked) {
    background: var(--viridian);
    color: var(--on-viridian);
    font-weight: 600;
  }

  label:has(:disabled) {
    background: none;
    color: var(--ink-quiet);
    text-decoration: line-through;
    text-decoration-color: var(--line-strong);
    cursor: not-allowed;
  }

  p {
    margin: 0.5rem 0 0;
    color: var(--ink-quiet);
    font-size: 0.8125rem;
    line-height: 1.4;
  }

  b {
    font-weight: 600;
  }

  p:empty {
    margin: 0;
  }

  p:not([hidden]) ~ p {
    margin-top: 0.25rem;
  }

  @media (forced-colors: active) {
    label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`;
