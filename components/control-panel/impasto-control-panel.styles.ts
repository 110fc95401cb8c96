import { css } from 'lit';

export const controlPanelStyles = css`
  :host {
    --label-width: 4.5rem;
  }

  .group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.625rem;
    padding-block: 0.875rem;
    border: 0;
  }

  .group + .group {
    border-top: 1px solid var(--line);
  }

  h2 {
    margin: 0;
    font: italic 1.0625rem/1.3 var(--font-label);
  }

  .sheet-bar {
    display: none;
  }

  :host([sheet]) section {
    padding-top: 0;
    border-width: 1px 0 0;
    border-radius: var(--radius-l) var(--radius-l) 0 0;
    box-shadow: 0 -12px 32px -8px var(--shade);
  }

  :host([sheet]) .sheet-bar {
    position: sticky;
    z-index: 1;
    top: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-inline: -1.25rem;
    padding: 0.25rem 0.5rem 0.25rem 1.25rem;
    border-bottom: 1px solid var(--line);
    background: var(--panel);
    font: italic 1.125rem/1.3 var(--font-label);
  }
`;
