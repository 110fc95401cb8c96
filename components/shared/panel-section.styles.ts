import { css } from 'lit';

/** A panel of controls: one section that is scrolled in where the column is too low for it. */
export const panelSectionStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    min-height: 0;
    padding: 0.25rem 1.25rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--panel);
    scrollbar-width: thin;
  }
`;
