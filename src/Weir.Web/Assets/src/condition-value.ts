// The control for the right side of one condition; reports every change as the JSON value that the server reads.
import { make } from './dom.ts';
import type { Editor, FilterField, Operator } from './conditions.ts';
import { say } from './words.ts';

type Report = (value: unknown, label?: string) => void;

export function valueEditor(field: FilterField, operator: Operator, value: unknown, report: Report): HTMLElement {
  const frame = make('div', { class: 'w-filter-value' });
  const options = operator.options ?? field.options ?? [];
  const editor: Editor = operator.editor;
  if (editor === 'none') return frame;
  if (editor === 'bool') frame.append(select([{ value: 'true', text: say('yes') }, { value: 'false', text: say('no') }], String(value ?? 'true'), chosen => report(chosen === 'true')));
  else if (editor === 'choice' && !field.src) frame.append(select([{ value: '', text: '' }, ...options], String(value ?? ''), report));
  else if (['choice', 'choices', 'lookup', 'lookups'].includes(editor)) frame.append(combobox(field, options, editor.endsWith('s'), value, report));
  else if (editor === 'pair-number' || editor === 'pair-date') {
    const kind = editor === 'pair-date' ? 'date' : 'number';
    const pair = Array.isArray(value) ? [...(value as unknown[])] : ['', ''];
    const part = (index: number) => (kind === 'date' ? day : (...rest: [unknown, (value: unknown) => void]) => input(kind, ...rest))(pair[index], text => { pair[index] = text; report([...pair]); });
    frame.append(part(0), make('span', { class: 'w-muted' }, say('filter.to')), part(1));
  } else frame.append(editor === 'date' ? day(value, report) : input(editor, value, report));
  return frame;
}

/** A day, or one counted from the day on which the list is looked at: @today, @today-7, @today+30. */
function day(value: unknown, report: (value: unknown) => void): HTMLElement {
  const relative = /^@today(?:([+-])(\d+))?$/.exec(String(value ?? ''));
  const mode = !relative ? 'day' : !relative[1] || Number(relative[2]) === 0 ? 'today' : relative[1] === '-' ? 'ago' : 'ahead';
  const holder = make('div', { class: 'w-filter-day' });
  const draw = (chosen: string, present: unknown): void => {
    const modes = select(['day', 'today', 'ago', 'ahead'].map(key => ({ value: key, text: say(`filter.${key}`) })), chosen, next => {
      const fresh = next === 'today' ? '@today' : next === 'ago' ? '@today-7' : next === 'ahead' ? '@today+7' : '';
      draw(next, fresh);
      report(fresh);
    });
    modes.setAttribute('aria-label', say('filter.op'));
    if (chosen === 'today') holder.replaceChildren(modes);
    else if (chosen === 'day') holder.replaceChildren(modes, input('date', present, report));
    else {
      const count = make('input', { class: 'w-input', type: 'number', min: '1', max: '9999', 'aria-label': say('filter.days') });
      count.value = /\d+$/.exec(String(present ?? ''))?.[0] ?? '7';
      const tell = (event: Event) => {
        event.stopPropagation();
        const days = Math.round(Number(count.value));
        report(days >= 1 && days <= 9999 ? `@today${chosen === 'ago' ? '-' : '+'}${days}` : '');
      };
      count.addEventListener('input', tell);
      count.addEventListener('change', tell);
      holder.replaceChildren(count, modes);
    }
  };
  draw(mode, value);
  return holder;
}

function select(options: { value: string; text: string }[], value: string, report: (value: string) => void): HTMLElement {
  const control = make('select', { class: 'w-input', 'aria-label': say('filter.value') }, ...options.map(option => make('option', { value: option.value, selected: option.value === value }, option.text)));
  control.addEventListener('change', event => { event.stopPropagation(); report(control.value); });
  return control;
}

function input(kind: string, value: unknown, report: (value: unknown) => void): HTMLElement {
  const control = make('input', { class: 'w-input', type: 'text', inputmode: kind === 'number' ? 'decimal' : null, 'aria-label': say('filter.value'), autocomplete: 'off' });
  control.value = value === undefined || value === null ? '' : String(value);
  const carrier = () => (frame?.querySelector<HTMLInputElement>('input[type=hidden]') ?? control);
  const frame = kind === 'date' ? make('div', {}) : kind === 'number' ? make('div', {}) : null;
  const tell = (event: Event) => {
    event.stopPropagation();
    const text = carrier().value.trim();
    report(kind === 'number' && text !== '' && Number.isFinite(Number(text)) ? Number(text) : text);
  };
  if (kind === 'date' || kind === 'number') {
    // The house elements read 明天 and 12万 here as everywhere.
    const holder = document.createElement(kind === 'date' ? 'w-date' : 'w-money');
    if (kind === 'number') holder.dataset.decimals = 'as-typed';
    control.name = 'filter-part';
    holder.append(control);
    holder.addEventListener('change', tell);
    // A half-written date names another day; a half-written number is at least a number.
    holder.addEventListener('input', event => (kind === 'number' ? tell(event) : event.stopPropagation()));
    frame!.append(holder);
    return frame!;
  }
  control.addEventListener('change', tell);
  control.addEventListener('input', tell);
  return control;
}

const labels = new Map<string, string>();

function combobox(field: FilterField, options: { value: string; text: string; color?: string }[], many: boolean, value: unknown, report: Report): HTMLElement {
  const chosen = (Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value]).map(String);
  const list = make('select', { multiple: many, 'aria-label': say('filter.value') });
  if (!many) list.append(make('option', { value: '' }));
  for (const option of options) {
    labels.set(`${field.key}:${option.value}`, option.text);
    list.append(make('option', { value: option.value, selected: chosen.includes(option.value), 'data-color': option.color }, option.text));
  }
  for (const id of chosen) {
    if (!options.some(option => option.value === id)) list.append(make('option', { value: id, selected: true }, labels.get(`${field.key}:${id}`) ?? id));
  }
  const box = document.createElement('w-combobox');
  if (field.src) box.setAttribute('src', field.src);
  box.append(list);
  box.addEventListener('input', event => event.stopPropagation());
  box.addEventListener('change', event => {
    event.stopPropagation();
    for (const option of list.selectedOptions) labels.set(`${field.key}:${option.value}`, option.label);
    const values = [...list.selectedOptions].map(option => option.value).filter(Boolean);
    report(many ? values : (values[0] ?? ''));
  });
  return box;
}
