// One cell being edited in place. The server draws the editor and answers with the row; the old content waits for Esc.
import htmx from 'htmx.org';
import { firstFocusable, whisper } from './dom.ts';
import { say } from './words.ts';

/** Where to go once the answer is in: the cell with this data-edit (of this row), or its neighbour. */
interface Place { edit: string; row: string | undefined; by: number }

export class CellEditor {
  private cell: HTMLElement | null = null;
  private before = '';
  private typed = '';
  private place: Place | null = null;
  private sent: unknown = null;
  private saving: Element | null = null;

  constructor(private readonly root: HTMLElement, private readonly next: (cell: HTMLElement, by: number) => HTMLElement | undefined) {
    root.addEventListener('keydown', event => this.key(event), true);
    root.addEventListener('focusout', event => this.left(event));
    root.addEventListener('change', event => this.changed(event));
    root.addEventListener('htmx:before:request', event => {
      if (!this.cell?.contains(event.target as Node) || !(event.target as Element).matches('form')) return;
      this.sent = (event as CustomEvent<{ ctx: unknown }>).detail.ctx;
      this.saving = this.cell.closest('tr, dd');
      this.saving?.classList.add('w-saving');
    });
    // On document: by then the answer may have replaced the form that asked.
    const answered = (event: Event) => {
      if (root.isConnected) this.answered(event as CustomEvent);
      else document.removeEventListener('htmx:finally:request', answered);
    };
    document.addEventListener('htmx:finally:request', answered);
  }

  /** Cells of a list name only their field; the row and data-cells of the root make the address of it. */
  private address(cell: HTMLElement): string {
    const edit = cell.dataset.edit!;
    return edit.startsWith('/') ? edit : `${this.root.dataset.cells ?? ''}${cell.closest<HTMLElement>('tr')?.dataset.id ?? ''}/${edit}`;
  }

  get isOpen(): boolean { return this.cell !== null; }

  async open(cell: HTMLElement): Promise<void> {
    if (this.cell === cell) return;
    if (this.cell) this.send(0);
    this.before = cell.innerHTML;
    this.cell = cell;
    cell.classList.remove('w-refused');
    await htmx.ajax('GET', this.address(cell), { source: cell, target: cell, swap: 'innerHTML' });
    // The first of its kind on a page is still on its way; it takes the place of its control, and the focus must not be there before.
    await Promise.all([...cell.querySelectorAll(':not(:defined)')].map(element => customElements.whenDefined(element.localName)));
    if (this.cell !== cell) return;
    if (!cell.querySelector('form')) {
      this.cell = null;
      return;
    }
    cell.classList.add('w-editing');
    this.typed = '';
    // Custom elements take their place in the next task.
    setTimeout(() => this.begin(), 0);
  }

  private begin(): void {
    const control = this.cell && (firstFocusable(this.cell, 'input:not([type=hidden]), select, textarea') ?? firstFocusable(this.cell) ?? this.cell);
    if (!control) return;
    control.focus();
    if (control instanceof HTMLInputElement && control.type === 'text') control.select();
    this.typed = this.values();
  }

  /** After a swap: back to the cell that was edited, or on to the next one. */
  comeBack(): void {
    if (this.cell?.isConnected && this.cell.querySelector('form')) return;
    this.cell?.classList.remove('w-editing', 'w-refused');
    this.cell = null;
    const place = this.place;
    this.place = null;
    const again = place && this.root.querySelector<HTMLElement>(`${place.row ? `[data-id="${CSS.escape(place.row)}"] ` : ''}[data-edit="${CSS.escape(place.edit)}"]`);
    if (!again) return;
    whisper(say('saved'));
    const going = place.by ? this.next(again, place.by) : undefined;
    again.tabIndex = 0;
    again.focus({ preventScroll: true });
    if (going) void this.open(going);
  }

  private values(): string {
    const form = this.cell?.querySelector('form');
    return form ? JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)])) : '';
  }

  private send(by: number): void {
    const cell = this.cell;
    const form = cell?.querySelector('form');
    if (!cell || !form) return;
    (document.activeElement as HTMLElement | null)?.dispatchEvent(new Event('blur'));
    if (this.values() === this.typed && !form.querySelector('[aria-invalid=true]')) {
      const going = by ? this.next(cell, by) : undefined;
      this.restore(!going);
      if (going) void this.open(going);
      return;
    }
    this.place = { edit: cell.dataset.edit!, row: cell.closest<HTMLElement>('tr')?.dataset.id, by };
    form.requestSubmit();
  }

  private restore(focus: boolean): void {
    const cell = this.cell;
    this.cell = null;
    if (!cell) return;
    cell.classList.remove('w-editing', 'w-refused');
    cell.innerHTML = this.before;
    htmx.process(cell);
    cell.tabIndex = 0;
    if (focus) cell.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    if (!this.cell?.contains(event.target as Node) || event.isComposing || (event.target === this.cell && event.key !== 'Escape')) return;
    const list = this.cell.querySelector('[aria-expanded=true]') !== null;
    if (event.key === 'Escape' && !list) {
      event.preventDefault();
      event.stopPropagation();
      this.restore(true);
    } else if (event.key === 'Enter' && !list && !(event.target instanceof HTMLTextAreaElement && !event.ctrlKey && !event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.send(0);
    } else if (event.key === 'Tab') {
      event.preventDefault();
      // A list takes what is marked in it before the cell moves on.
      setTimeout(() => this.send(event.shiftKey ? -1 : 1));
    }
  }

  private left(event: FocusEvent): void {
    const cell = this.cell;
    if (!cell?.contains(event.target as Node)) return;
    setTimeout(() => {
      if (this.cell === cell && document.hasFocus() && !cell.contains(document.activeElement) && !cell.closest('.w-saving')) this.send(0);
    }, 60);
  }

  private changed(event: Event): void {
    const target = event.target as HTMLElement;
    if (!this.cell?.contains(target)) return;
    const settled = target instanceof HTMLSelectElement ? !target.multiple : (target as HTMLInputElement).type === 'checkbox';
    if (settled) setTimeout(() => this.send(0));
  }

  private answered(event: CustomEvent): void {
    const { ctx } = event.detail as { ctx: { response?: { status: number } } };
    if (ctx !== this.sent) return;
    this.sent = null;
    this.saving?.classList.remove('w-saving');
    const cell = this.cell;
    if (!cell) return;
    const status = ctx.response?.status ?? 0;
    if (status >= 200 && status < 300) return;
    // Refused or unreachable: the editor stays with what was typed.
    this.place = null;
    cell.classList.add('w-refused', 'w-editing');
    setTimeout(() => this.begin());
  }
}
