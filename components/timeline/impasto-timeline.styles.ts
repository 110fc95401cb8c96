import { css } from 'lit';

export const timelineStyles = css`
  :host {
    --from: 0;
    --to: 1;
    --at: 0;
    --track: color-mix(in oklab, var(--ink) 20%, transparent);
    display: block;
  }

  .rows {
    display: grid;
    grid-template-columns: 3.25rem minmax(0, 1fr) 3.25rem;
    align-items: center;
    column-gap: 0.75rem;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }

  .end {
    text-align: end;
  }

  .quiet {
    color: var(--ink-quiet);
  }

  .lane {
    position: relative;
    height: 1.75rem;
  }

  input {
    appearance: none;
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    border-radius: var(--radius-s);
    background: transparent;
    cursor: pointer;
    touch-action: pan-y;
  }

  .position::-webkit-slider-runnable-track {
    height: 0.375rem;
    border-radius: 1rem;
    background: linear-gradient(var(--viridian), var(--viridian)) 0 / calc(var(--at) * 100%) 100% no-repeat
      var(--track);
  }

  .position::-moz-range-track {
    height: 0.375rem;
    border-radius: 1rem;
    background: linear-gradient(var(--viridian), var(--viridian)) 0 / calc(var(--at) * 100%) 100% no-repeat
      var(--track);
  }

  .position::-webkit-slider-thumb {
    appearance: none;
    width: 1.25rem;
    height: 1.25rem;
    margin-top: -0.4375rem;
    border: 2px solid var(--viridian);
    border-radius: 50%;
    background: var(--panel-raised);
    box-shadow: 0 1px 3px var(--shade);
  }

  .position::-moz-range-thumb {
    width: 1rem;
    height: 1rem;
    border: 2px solid var(--viridian);
    border-radius: 50%;
    background: var(--panel-raised);
  }

  /* What is kept: a strip between two handles, of which only the handles take the pointer. */
  .kept {
    position: absolute;
    inset-block: 0.375rem;
    left: calc(0.625rem + var(--from) * (100% - 1.25rem));
    width: calc((var(--to) - var(--from)) * (100% - 1.25rem));
    border-block: 2px solid var(--viridian);
    background: var(--viridian-wash);
  }

  .whole .kept {
    border-color: var(--line-strong);
    background: none;
  }

  .all {
    position: absolute;
    inset: 50% 0.625rem auto;
    height: 2px;
    translate: 0 -50%;
    background: var(--track);
  }

  .trim {
    pointer-events: none;
  }

  .trim.front {
    z-index: 1;
  }

  .trim::-webkit-slider-thumb {
    appearance: none;
    width: 1.25rem;
    height: 1.75rem;
    border: 0;
    background: linear-gradient(var(--grip), var(--grip)) center / 0.5rem 1.375rem no-repeat;
    border-radius: var(--radius-s);
    cursor: ew-resize;
    pointer-events: auto;
  }

  .trim::-moz-range-thumb {
    width: 1.25rem;
    height: 1.75rem;
    border: 0;
    background: linear-gradient(var(--grip), var(--grip)) center / 0.5rem 1.375rem no-repeat;
    border-radius: var(--radius-s);
    cursor: ew-resize;
    pointer-events: auto;
  }

  .trim {
    --grip: var(--viridian);
  }

  .whole .trim {
    --grip: var(--line-strong);
  }

  .tool {
    color: var(--ink-quiet);
    font-size: 0.8125rem;
  }

  wa-icon {
    margin-inline-end: 0.25rem;
  }

  /* Gradients are taken away there, and with them handles and the track's filling. */
  @media (forced-colors: active) {
    :host {
      --track: Canvas;
      --viridian: Highlight;
    }

    .position::-webkit-slider-runnable-track {
      forced-color-adjust: none;
      outline: 1px solid CanvasText;
    }

    .position::-moz-range-track {
      forced-color-adjust: none;
      outline: 1px solid CanvasText;
    }

    .position::-webkit-slider-thumb {
      border-color: ButtonText;
      background: ButtonFace;
      box-shadow: none;
    }

    .all {
      forced-color-adjust: none;
      background: CanvasText;
    }

    .trim,
    .whole .trim {
      --grip: ButtonText;
    }

    .trim::-webkit-slider-thumb {
      forced-color-adjust: none;
    }

    .trim::-moz-range-thumb {
      forced-color-adjust: none;
    }
  }
`;
