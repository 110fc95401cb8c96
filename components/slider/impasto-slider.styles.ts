import { css } from 'lit';

export const sliderStyles = css`
  :host {
    --fill: 0%;
    --track: color-mix(in oklab, var(--ink) 20%, transparent);
    --paint: var(--viridian);
    display: grid;
    grid-template-columns: var(--label-width, auto) minmax(0, 1fr) 2.75rem;
    align-items: center;
    gap: 0.75rem;
  }

  :host([stacked]) {
    grid-template-columns: minmax(0, 1fr) 2.75rem;
    gap: 0 0.75rem;
  }

  :host([stacked]) label {
    grid-column: 1 / -1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  label,
  output {
    font-size: 0.875rem;
  }

  label {
    font-weight: 500;
  }

  output {
    color: var(--ink-quiet);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  input {
    appearance: none;
    display: block;
    width: 100%;
    height: 2.5rem;
    margin: 0;
    border-radius: var(--radius-s);
    background: transparent;
    cursor: pointer;
    touch-action: pan-y;
  }

  input::-webkit-slider-runnable-track {
    height: 0.375rem;
    border-radius: 1rem;
    background: linear-gradient(var(--paint), var(--paint)) 0 / var(--fill) 100% no-repeat var(--track);
  }

  input::-moz-range-track {
    height: 0.375rem;
    border-radius: 1rem;
    background: linear-gradient(var(--paint), var(--paint)) 0 / var(--fill) 100% no-repeat var(--track);
  }

  input::-webkit-slider-thumb {
    appearance: none;
    width: 1.25rem;
    height: 1.25rem;
    margin-top: -0.4375rem;
    border: 2px solid var(--viridian);
    border-radius: 50%;
    background: var(--panel-raised);
    box-shadow: 0 1px 3px var(--shade);
    transition: scale 120ms var(--ease);
  }

  input::-moz-range-thumb {
    width: 1rem;
    height: 1rem;
    border: 2px solid var(--viridian);
    border-radius: 50%;
    background: var(--panel-raised);
    box-shadow: 0 1px 3px var(--shade);
  }

  input:active::-webkit-slider-thumb {
    scale: 1.15;
  }

  input:disabled {
    cursor: not-allowed;
  }

  :host([disabled]) {
    --paint: var(--line-strong);
  }

  :host([disabled]) label,
  :host([disabled]) output {
    color: var(--ink-quiet);
  }

  input:disabled::-webkit-slider-thumb {
    border-color: var(--line-strong);
    background: var(--panel);
    box-shadow: none;
  }

  input:disabled::-moz-range-thumb {
    border-color: var(--line-strong);
    background: var(--panel);
    box-shadow: none;
  }

  /* Gradients are taken away there, and with them the track's filling. */
  @media (forced-colors: active) {
    :host {
      --paint: Highlight;
      --track: Canvas;
    }

    :host([disabled]) {
      --paint: GrayText;
    }

    input::-webkit-slider-runnable-track {
      forced-color-adjust: none;
      outline: 1px solid CanvasText;
    }

    input::-moz-range-track {
      forced-color-adjust: none;
      outline: 1px solid CanvasText;
    }

    input::-webkit-slider-thumb {
      border-color: ButtonText;
      background: ButtonFace;
      box-shadow: none;
    }

    input:disabled::-webkit-slider-thumb {
      border-color: GrayText;
    }
  }
`;
