import { css } from 'lit';

/** Groups of controls in the panel of "Paint this frame" and in its parts. */
export const panelGroupStyles = css`
  .group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
  }

  h2,
  h3 {
    margin: 0;
    font: italic 1.0625rem/1.3 var(--font-label);
  }

  h3 {
    font-size: 0.9375rem;
  }

  p {
    margin: 0;
    color: var(--ink-quiet);
    font-size: 0.8125rem;
    line-height: 1.4;
  }

  .warning {
    display: flex;
    gap: 0.5rem;
    color: var(--ink);
  }

  .warning wa-icon {
    flex: none;
    margin-top: 0.125rem;
    color: var(--alert);
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }

  .ways wa-button {
    font-size: 0.875rem;
  }
`;
