// <w-lines data-name="lines" [data-max="200"]> <table class="w-lines">… <tbody> <tr data-line> inputs named lines[0].qty … </tr> </tbody></table>
//   <template> <tr data-line> names lines[0].… </tr> </template>  <button type="button" class="w-line-add" data-line-add> … </w-lines>
// In a line: .w-line-no (its number), [data-line-remove], [data-line-grip] (drag, or Alt+↑↓ anywhere in the line). Ctrl/⌘+↵ adds a line below.
// Pasting cells of a spreadsheet fills to the right and down. Names, ids, for, aria-… are renumbered; the element fires change.
import htmx from 'htmx.org';
import { announce, firstFocusable, toast, whisper } from '../dom.ts';
import { say } from '../words.ts';

class Lines extends HTMLElement {
  private ready = false;

  connectedCallback(): void {
    if (this.ready) return;
    this.ready = true;
    this.addEventListener('click', event => {
      const target = event.target as Element;
      const line = target.closest<HTMLTableRowElement>('tr[data-line]');
      if (target.closest('[data-line-add]')) this.add();
      else if (line && target.closest('[data-line-remove]')) this.drop(line);
    });
    this.addEventListener('keydown', event => this.key(event));
    this.addEventListener('pointerdown', event => this.drag(event));
    this.addEventListener('paste', event => this.paste(event));
    for (const grip of this.querySelectorAll<HTMLElement>('[data-line-grip]')) this.name(grip);
    this.number();
  }

  /** Adds a line after another one or at the end, and puts the focus into it. */
  add(after?: Element, focus = true): HTMLTableRowElement | null {
    const template = this.querySelector('template');
    const max = Number(this.dataset.max ?? 500);
    if (!template || this.lines.length >= max) return null;
    const line = document.importNode(template.content, true).querySelector<HTMLTableRowElement>('tr')!;
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
    else if ((event.ctrlKey || event.metaKey) && event.key === 'Backspace' && event.shiftKey) this.drop(line);
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type !== 'submit') {
      if (line === this.lines.at(-1)) this.add(line);
      else firstFocusable(line.nextElementSibling!, `[name$="${event.target.name.split(']').at(-1)}"]`)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
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
}

customElements.define('w-lines', Lines);
