// <w-filter> <script type="application/json">{ "fields": [ { "key", "text", "ops", "options"?, "src"?, "group"? } ], "ops": [ [ { "op", "text", "editor" } ] ] }</script>
//   The ops of a field are a list, or the number of a list in "ops". Several builders share one script by data-fields, its id; data-empty begins without a row and says so in its words.
//   <input type="hidden" name="filter" value='{"all":[{"field":"grade","op":"any_of","value":["A"]}]}'> [server's foot] </w-filter>
// Rows of field, comparison, value, joined by "and" or "or", with groups in groups. Editors: none text number date choice choices lookup
// lookups bool pair-number pair-date; an operator may bring its own "options". Labels of chosen ids: "labels": { "owner": { "7": "李伟" } }.
// Writes { "all": […] } or { "any": […] } to the hidden input (complete rows only; empty when there is none) and fires change on it.
import { announce, icon, make } from '../dom.ts';
import { complete, deepest, isGroup, readTree, writeTree, type FilterField, type Group, type Leaf, type Operator } from '../conditions.ts';
import { valueEditor } from '../condition-value.ts';
import { say } from '../words.ts';

class Filter extends HTMLElement {
  private fields: FilterField[] = [];
  private root?: Group;
  private rows!: HTMLElement;
  private carrier!: HTMLInputElement;

  connectedCallback(): void {
    const island = this.dataset.fields ? document.getElementById(this.dataset.fields) : this.querySelector('script[type="application/json"]');
    const hidden = this.querySelector<HTMLInputElement>('input[type=hidden]');
    if (this.root || !island || !hidden) return;
    const source = JSON.parse(island.textContent || '{}') as { fields: (Omit<FilterField, 'ops'> & { ops: number | Operator[] })[]; ops?: Operator[][]; labels?: Record<string, Record<string, string>> };
    this.fields = source.fields.map(field => ({ ...field, ops: typeof field.ops === 'number' ? source.ops![field.ops]! : field.ops }));
    for (const field of this.fields) {
      for (const [value, text] of Object.entries(source.labels?.[field.key] ?? {})) field.options = [...(field.options ?? []), { value, text }];
    }
    this.carrier = hidden;
    this.root = readTree(hidden.value ? JSON.parse(hidden.value) : null);
    this.rows = make('div', { class: 'w-filter-rows' });
    const foot = this.querySelector<HTMLElement>('.w-filter-foot') ?? make('div', { class: 'w-filter-foot' });
    foot.prepend(this.adder(this.root, false), this.adder(this.root, true));
    this.append(this.rows, foot);
    if (this.root.rows.length === 0 && this.dataset.empty === undefined) this.root.rows.push(this.fresh());
    this.draw();
  }

  private operatorOf = (row: Leaf): Operator | undefined => this.fields.find(field => field.key === row.field)?.ops.find(op => op.op === row.op);

  private fresh(): Leaf {
    const field = this.fields[0]!;
    return { field: field.key, op: field.ops[0]!.op };
  }

  private adder(group: Group, nested: boolean): HTMLElement {
    return make('button', { type: 'button', class: 'w-btn w-btn-quiet w-btn-sm', onclick: () => {
      group.rows.push(nested ? { join: group.join === 'all' ? 'any' : 'all', rows: [this.fresh()] } : this.fresh());
      this.draw();
      this.querySelectorAll<HTMLElement>('.w-filter-row').item(this.querySelectorAll('.w-filter-row').length - 1)?.querySelector<HTMLElement>('select:not(.w-filter-join *)')?.focus();
    } }, icon('plus', 'w-icon-sm'), say(nested ? 'filter.group' : 'filter.add'));
  }

  private draw(): void {
    const root = this.root!;
    this.rows.replaceChildren(...this.drawRows(root, 0));
    if (root.rows.length === 0) this.rows.append(make('p', { class: 'w-filter-empty' }, this.dataset.empty || say('filter.empty')));
  }

  private drawRows(group: Group, depth: number): HTMLElement[] {
    return group.rows.map((row, index) => {
      const join = this.joiner(group, index);
      const remove = make('button', { type: 'button', class: 'w-btn w-btn-icon w-btn-sm', 'aria-label': say('remove'), onclick: () => {
        group.rows.splice(index, 1);
        this.tidy();
        this.draw();
        this.report();
      } }, icon('x', 'w-icon-sm'));
      if (!isGroup(row)) return make('div', { class: 'w-filter-row', role: 'group' }, join, ...this.leaf(row), remove);
      const inner = make('div', { class: 'w-filter-rows' }, ...this.drawRows(row, depth + 1),
        make('div', { class: 'w-row' }, this.adder(row, false), depth + 2 < deepest ? this.adder(row, true) : null));
      return make('div', { class: 'w-filter-group', role: 'group' }, join, inner, remove);
    });
  }

  private joiner(group: Group, index: number): HTMLElement {
    if (index === 0) return make('span', { class: 'w-filter-join' }, say('filter.where'));
    const word = say(group.join === 'all' ? 'filter.and' : 'filter.or');
    if (index > 1) return make('span', { class: 'w-filter-join' }, word);
    const control = make('select', { class: 'w-input', 'aria-label': word },
      make('option', { value: 'all', selected: group.join === 'all' }, say('filter.and')), make('option', { value: 'any', selected: group.join === 'any' }, say('filter.or')));
    control.addEventListener('change', event => {
      event.stopPropagation();
      group.join = control.value as Group['join'];
      this.draw();
      this.report();
    });
    return make('span', { class: 'w-filter-join' }, control);
  }

  private leaf(row: Leaf): HTMLElement[] {
    const field = this.fields.find(known => known.key === row.field) ?? this.fields[0]!;
    const operator = field.ops.find(known => known.op === row.op) ?? field.ops[0]!;
    const fields = make('select', { class: 'w-input', 'aria-label': say('filter.field') }, ...this.fieldOptions(field));
    const ops = make('select', { class: 'w-input', 'aria-label': say('filter.op') }, ...field.ops.map(known => make('option', { value: known.op, selected: known === operator }, known.text)));
    fields.addEventListener('change', event => {
      event.stopPropagation();
      const chosen = this.fields.find(known => known.key === fields.value)!;
      row.field = chosen.key;
      row.op = chosen.ops[0]!.op;
      delete row.value;
      this.draw();
      this.report();
    });
    ops.addEventListener('change', event => {
      event.stopPropagation();
      const chosen = field.ops.find(known => known.op === ops.value)!;
      if (chosen.editor !== operator.editor || chosen.options !== operator.options) delete row.value;
      row.op = chosen.op;
      this.draw();
      this.report();
    });
    if (operator.editor === 'bool' && row.value === undefined) row.value = true;
    return [fields, ops, valueEditor(field, operator, row.value, value => {
      row.value = value;
      this.report();
    })];
  }

  private fieldOptions(chosen: FilterField): HTMLElement[] {
    const groups = new Map<string, HTMLElement[]>();
    for (const field of this.fields) {
      const list = groups.get(field.group ?? '') ?? [];
      list.push(make('option', { value: field.key, selected: field === chosen }, field.text));
      groups.set(field.group ?? '', list);
    }
    return [...groups].flatMap(([name, options]) => (name ? [make('optgroup', { label: name }, ...options)] : options));
  }

  private tidy(): void {
    this.root!.rows = this.root!.rows.filter(row => !isGroup(row) || row.rows.length > 0);
  }

  private report(): void {
    const tree = complete(this.root!, this.operatorOf);
    const text = tree.rows.length ? JSON.stringify(writeTree(tree)) : '';
    if (text === this.carrier.value) return;
    this.carrier.value = text;
    announce(this.carrier);
  }
}

customElements.define('w-filter', Filter);
