/** Controls over the settings of "Paint this frame": pieces of the templates of its panel and of the panel's parts. */
import { html, type TemplateResult } from 'lit';
import type { OptimizeSettings } from '../../src/protocol/optimize';
import '../select-field/impasto-select';
import type { ImpastoSelect } from '../select-field/impasto-select';
import { ask, type ImpastoEvent } from '../shared/events';
import '../stops/impasto-stops';

/** A choice of one setting, or of several at once. */
type Change<Value> = (value: Value) => Partial<OptimizeSettings>;

interface Field<Value> {
  readonly label: string;
  readonly value: Value;
  readonly disabled: boolean;
}

interface StopsField extends Field<number> {
  /** Rising. */
  readonly stops: readonly number[];
  /** What is said after the value: "iterations". */
  readonly unit?: string;
}

/** A slider over listed values; asks for the `change` that the stop it is moved to stands for. */
export function stopsField(
  { label, value, disabled, stops, unit = '' }: StopsField,
  change: Change<number>,
): TemplateResult {
  return html`<impasto-stops
    label=${label}
    unit=${unit}
    .stops=${stops}
    .value=${value}
    ?disabled=${disabled}
    @value-change=${({ currentTarget, detail }: ImpastoEvent<'value-change'>) =>
      ask(currentTarget as HTMLElement, 'change', change(detail.value))}
  ></impasto-stops>`;
}

interface SelectField<Value> extends Field<Value> {
  readonly options: readonly { readonly value: Value; readonly title: string }[];
}

/** A drop-down list; asks for the `change` that what is chosen stands for. */
export function selectField<Value extends string>(
  { label, value, disabled, options }: SelectField<Value>,
  change: Change<Value>,
): TemplateResult {
  const onChange = ({ currentTarget }: Event): void => {
    const select = currentTarget as ImpastoSelect;
    // Its value is one of the options.
    ask(select, 'change', change(select.value as Value));
  };
  return html`<impasto-select
    label=${label}
    .options=${options}
    .value=${value}
    ?disabled=${disabled}
    @change=${onChange}
  ></impasto-select>`;
}
