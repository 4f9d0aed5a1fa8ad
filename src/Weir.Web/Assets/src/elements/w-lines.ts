// <w-lines data-name="lines" [data-max="200"]> <table class="w-lines">… <tbody> <tr data-line> inputs named lines[0].qty … </tr> </tbody></table>
//   <template> <tr data-line> names lines[0].… </tr> </template>  <button type="button" class="w-line-add" data-line-add> … </w-lines>
// In a line: .w-line-no (its number), [data-line-copy], [data-line-remove], [data-line-grip] (drag, or Alt+↑↓ anywhere in the line).
// Ctrl/⌘+↵ adds a line below, Ctrl/⌘+D copies it, ↵ and ↑↓ go through a column, ←→ through a line; Tab behind the last cell adds a line.
// Pasting cells of a spreadsheet fills to the right and down: data-paste reads them on the server, and finds records by code or name. Names, ids, for, aria-… are renumbered; the element fires change.
import htmx from 'htmx.org';
import { announce, firstFocusable, make, toast, whisper } from '../dom.ts';
import { Popup } from '../popup.ts';
import { say } from '../words.ts';

class Lines extends HTMLElement {
  private ready = false;
  private hint?: Popup;

  connectedCallback(): void {
    if (this.ready) return;
    this.ready = true;
    this.addEventListener('click', event => {
      const target = event.target as Element;
      const line = target.closest<HTMLTableRowElement>('tr[data-line]');
      if (target.closest('[data-line-add]')) this.add();
      else if (line && target.closest('[data-line-prices]')) void this.prices(line);
      else if (line && target.closest('[data-line-copy]')) this.copy(line);
      else if (line && target.closest('[data-line-remove]')) this.drop(line);
    });
    this.addEventListener('keydown', event => this.key(event));
    this.addEventListener('pointerdown', event => this.drag(event));
    this.addEventListener('paste', event => this.paste(event));
    for (const grip of this.querySelectorAll<HTMLElement>('[data-line-grip]')) this.name(grip);
    this.number();
  }

  /** Adds a line after another one or at the end, and puts the focus into it. */
  add(after?: Element, focus = true, fill?: (line: HTMLTableRowElement) => void): HTMLTableRowElement | null {
    const template = this.querySelector('template');
    const max = Number(this.dataset.max ?? 500);
    if (!template || this.lines.length >= max) return null;
    const line = document.importNode(template.content, true).querySelector<HTMLTableRowElement>('tr')!;
    fill?.(line);
    if (after) after.after(line);
    else this.body.append(line);
    htmx.process(line);
    for (const grip of line.querySelectorAll<HTMLElement>('[data-line-grip]')) this.name(grip);
    this.number();
    if (focus) setTimeout(() => firstFocusable(line, 'input:not([type=hidden]), select, textarea')?.focus());
    this.changed();
    return line;
  }

  private get body(): HTMLTableSectionElement { return this.querySelector('tbody')!; }
  private get lines(): HTMLTableRowElement[] { return [...this.body.querySelectorAll<HTMLTableRowElement>(':scope > tr[data-line]')]; }

  private name(grip: HTMLElement): void {
    grip.title ||= say('drag');
    if (!grip.textContent?.trim()) grip.setAttribute('aria-label', say('drag'));
  }

  /** The same values in a new line below; what was computed is computed again. */
  private copy(line: HTMLTableRowElement): void {
    const column = (control: Element) => control.getAttribute('name')!.replace(/^\w+\[\d+\]\./, '');
    const values = new Map([...line.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('[name]')].map(control => [column(control), control]));
    this.add(line, true, fresh => {
      for (const control of fresh.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('[name]')) {
        const key = column(control);
        const from = values.get(key);
        // Without its memory everything in the new line counts as typed.
        if (key.startsWith('__')) control.remove();
        else if (from instanceof HTMLSelectElement && control instanceof HTMLSelectElement) {
          control.replaceChildren(...[...from.options].map(option => new Option(option.text, option.value, option.selected, option.selected)));
        } else if (from instanceof HTMLInputElement && control instanceof HTMLInputElement && /checkbox|radio/.test(control.type)) control.toggleAttribute('checked', from.checked);
        else if (from && control instanceof HTMLInputElement) control.setAttribute('value', from.value);
        else if (from) control.value = from.value;
      }
    });
  }

  private drop(line: HTMLTableRowElement): void {
    const next = line.nextElementSibling;
    const neighbour = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    this.number();
    this.changed();
    (neighbour ? firstFocusable(neighbour, 'input:not([type=hidden]), select') : this.querySelector<HTMLElement>('[data-line-add]'))?.focus();
    toast({ kind: 'info', text: say('removed', ''), action: say('undo'), run: () => {
      this.body.insertBefore(line, next?.isConnected ? next : null);
      this.number();
      this.changed();
    } });
  }

  private move(line: HTMLTableRowElement, by: number): void {
    const active = document.activeElement as HTMLElement | null;
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(line);
    else other.after(line);
    active?.focus();
    this.number();
    this.changed();
    whisper(say('line.moved', this.lines.indexOf(line) + 1));
  }

  /** lines[7].qty → lines[2].qty, wherever a name, an id or a reference to an id carries the number. */
  private number(): void {
    const name = this.dataset.name ?? 'lines';
    const bracket = new RegExp(`^${name}\\[\\d+\\]`);
    const dash = new RegExp(`(^|\\s)((?:[\\w]+-)?${name})-\\d+-`, 'g');
    this.lines.forEach((line, index) => {
      const number = line.querySelector('.w-line-no');
      if (number) number.firstChild ? (number.firstChild.textContent = String(index + 1)) : (number.textContent = String(index + 1));
      for (const control of line.querySelectorAll('[name]')) control.setAttribute('name', control.getAttribute('name')!.replace(bracket, `${name}[${index}]`));
      for (const attribute of ['id', 'for', 'aria-describedby', 'aria-labelledby', 'aria-controls']) {
        for (const element of line.querySelectorAll(`[${attribute}]`)) element.setAttribute(attribute, element.getAttribute(attribute)!.replace(dash, `$1$2-${index}-`));
      }
    });
  }

  private changed(): void {
    announce(this);
  }

  private key(event: KeyboardEvent): void {
    const line = (event.target as Element).closest<HTMLTableRowElement>('tr[data-line]');
    if (!line || event.isComposing) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) this.move(line, event.key === 'ArrowUp' ? -1 : 1);
    else if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') this.add(line);
    else if ((event.ctrlKey || event.metaKey) && event.key === 'd') this.copy(line);
    else if (event.altKey && event.code === 'KeyP' && this.dataset.prices) void this.prices(line);
    else if (event.key === 'Escape' && this.hint?.isOpen) this.hint.close();
    else if ((event.ctrlKey || event.metaKey) && event.key === 'Backspace' && event.shiftKey) this.drop(line);
    else if (event.key === 'Tab' && !event.shiftKey && line === this.lines.at(-1) && this.cells(line).at(-1) === event.target && this.filled(line)) this.add(line);
    else if (/^Arrow/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.shiftKey && this.step(line, event)) { /* gone there */ }
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type !== 'submit') {
      if (line === this.lines.at(-1)) this.add(line);
      else this.go(line, event.target, 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What can be typed in a line, in order. */
  private cells(line: Element): HTMLInputElement[] {
    return [...line.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea, select')].filter(input => !input.disabled && !input.readOnly && input.checkVisibility());
  }

  private filled(line: Element): boolean {
    return [...line.querySelectorAll<HTMLSelectElement | HTMLInputElement>('select[name], input[name]:not([type=hidden])')].slice(0, 1).some(control => control.value !== '');
  }

  /** To the same column of the line above or below. */
  private go(line: Element, from: HTMLElement, by: number): boolean {
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    const place = this.cells(line).indexOf(from as HTMLInputElement);
    const to = other && place >= 0 ? this.cells(other)[place] : undefined;
    to?.focus();
    if (to?.type === 'text') to.select();
    return to !== undefined;
  }

  /** An arrow leaves a cell where the caret can go no further; a list of choices keeps its own. */
  private step(line: Element, event: KeyboardEvent): boolean {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== 'text' || event.altKey) return false;
    const list = input.getAttribute('role') === 'combobox';
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') return !list && !input.closest('w-date') && this.go(line, input, event.key === 'ArrowUp' ? -1 : 1);
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const edge = event.key === 'ArrowLeft' ? input.selectionStart === 0 && input.selectionEnd === 0 : input.selectionStart === input.value.length && input.selectionEnd === input.value.length;
    if (!edge && !(whole && input.value !== '')) return false;
    const cells = this.cells(line);
    const to = cells[cells.indexOf(input) + (event.key === 'ArrowLeft' ? -1 : 1)];
    to?.focus();
    if (to?.type === 'text') to.select();
    return to !== undefined;
  }

  private drag(event: PointerEvent): void {
    const grip = (event.target as Element).closest<HTMLElement>('[data-line-grip]');
    const line = grip?.closest<HTMLTableRowElement>('tr[data-line]');
    if (!grip || !line || event.button !== 0) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    line.classList.add('w-dragging');
    const follow = (move: PointerEvent) => {
      const over = this.lines.find(other => {
        const box = other.getBoundingClientRect();
        return other !== line && move.clientY > box.top && move.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      const later = this.lines.indexOf(over) > this.lines.indexOf(line);
      if (later && move.clientY > box.top + box.height / 2) over.after(line);
      else if (!later && move.clientY < box.top + box.height / 2) over.before(line);
    };
    grip.addEventListener('pointermove', follow);
    grip.addEventListener('lostpointercapture', () => {
      grip.removeEventListener('pointermove', follow);
      line.classList.remove('w-dragging');
      this.number();
      this.changed();
    }, { once: true });
  }

  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const target = event.target as HTMLElement;
    let line = target.closest<HTMLTableRowElement>('tr[data-line]');
    if (!line || !(target instanceof HTMLInputElement) || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    if (this.dataset.paste) return void this.read(line, target, text);
    const controls = (row: Element) => [...row.querySelectorAll<HTMLInputElement>('input:not([type=hidden],[type=checkbox]), textarea')].filter(input => !input.readOnly && input.checkVisibility());
    const start = controls(line).indexOf(target);
    const rows = text.replace(/\r/g, '').trimEnd().split('\n');
    for (const [at, row] of rows.entries()) {
      if (at > 0) line = (line.nextElementSibling as HTMLTableRowElement | null) ?? this.add(undefined, false);
      if (!line) break;
      const cells = controls(line).slice(start);
      row.split('\t').forEach((value, index) => {
        const cell = cells[index];
        if (!cell) return;
        cell.value = value.trim();
        announce(cell);
        cell.dispatchEvent(new Event('blur'));
      });
    }
    this.changed();
  }

  /** Former prices of the line, in a card below its button. */
  private async prices(line: HTMLTableRowElement): Promise<void> {
    const button = line.querySelector<HTMLElement>('[data-line-prices]');
    if (!button) return;
    this.hint?.close();
    const panel = make('div', { class: 'w-line-hint', role: 'dialog', 'aria-label': button.getAttribute('aria-label') });
    this.append(panel);
    this.hint = new Popup(button, panel, { end: true, closed: () => panel.remove() });
    await htmx.ajax('POST', this.dataset.prices!, { source: this, target: panel, swap: 'innerHTML', values: { __paste_row: String(this.lines.indexOf(line)) } });
    this.hint.open();
    whisper(panel.textContent ?? '');
  }

  /** The server reads what was pasted and answers with the lines as they are then. */
  private async read(line: HTMLTableRowElement, target: Element, text: string): Promise<void> {
    const { id, dataset: { name = 'lines', paste } } = this;
    const row = this.lines.indexOf(line);
    const column = target.closest('td')?.querySelector('[name]')?.getAttribute('name')?.split('].').at(-1) ?? '';
    await htmx.ajax('POST', paste!, { source: this, target: this, swap: 'none', values: { __paste_lines: name, __paste_row: String(row), __paste_column: column, __paste_text: text } });
    const now = document.getElementById(id);
    const next = now?.querySelector<HTMLElement>('[aria-invalid=true]') ?? now?.querySelectorAll<HTMLElement>('tr[data-line]')[row];
    (next?.matches('tr') ? firstFocusable(next, 'input:not([type=hidden]), select') : next)?.focus();
  }
}

customElements.define('w-lines', Lines);
