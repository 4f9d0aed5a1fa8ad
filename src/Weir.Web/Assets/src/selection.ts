// Which rows of a grid are ticked: boxes named "id" in .w-cell-check, the head's [data-all], ⇧-click for a range, the bulk bar.
import { say } from './words.ts';

export class Selection {
  private last: HTMLInputElement | null = null;

  constructor(private readonly grid: HTMLElement) {
    grid.addEventListener('click', event => this.click(event));
    grid.addEventListener('change', event => {
      const box = event.target as HTMLInputElement;
      if (box.matches('[data-all]')) this.all(box.checked);
      else if (box.matches('.w-cell-check input')) this.mark();
    });
    this.bar?.addEventListener('click', event => {
      if ((event.target as Element).closest('[data-clear]')) this.all(false);
    });
    this.bar?.addEventListener('change', event => {
      if ((event.target as Element).matches('[data-everything]')) this.mark();
    });
    this.mark();
  }

  get boxes(): HTMLInputElement[] {
    return [...this.grid.querySelectorAll<HTMLInputElement>('tbody .w-cell-check input[type=checkbox]')];
  }

  get ids(): string[] {
    return this.boxes.filter(box => box.checked).map(box => box.value);
  }

  toggle(row: Element, range = false): void {
    const box = row.querySelector<HTMLInputElement>('.w-cell-check input');
    if (!box) return;
    box.checked = !box.checked;
    if (range) this.fill(box);
    this.last = box;
    this.mark();
  }

  all(checked: boolean): void {
    for (const box of this.boxes) box.checked = checked;
    this.mark();
  }

  /** Brings rows, head and bulk bar in line with the boxes; also after rows were replaced. */
  mark(): void {
    const boxes = this.boxes;
    const chosen = boxes.filter(box => box.checked);
    for (const box of boxes) {
      const row = box.closest('tr')!;
      if (box.checked) row.setAttribute('aria-selected', 'true');
      else row.removeAttribute('aria-selected');
    }
    const head = this.grid.querySelector<HTMLInputElement>('[data-all]');
    if (head) {
      head.checked = boxes.length > 0 && chosen.length === boxes.length;
      head.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    }
    const bar = this.bar;
    if (bar) {
      bar.hidden = chosen.length === 0;
      this.offerAll(bar, boxes.length > 0 && chosen.length === boxes.length && this.grid.querySelector('tr.w-more') !== null);
      const count = bar.querySelector('[data-count]');
      const everything = bar.querySelector<HTMLInputElement>('[data-everything]');
      if (count) count.textContent = everything?.checked ? say('selected.total', this.total) : say('selected', chosen.length);
    }
    this.grid.dispatchEvent(new CustomEvent('w-grid:select', { bubbles: true, detail: this.ids }));
  }

  /** With the whole page ticked and more behind it: all that the list counts, in the words of its foot. */
  private offerAll(bar: HTMLElement, offered: boolean): void {
    const box = bar.querySelector<HTMLInputElement>('[data-everything]');
    const label = box?.closest('label');
    if (!box || !label) return;
    label.hidden = !offered;
    if (!offered) box.checked = false;
    label.querySelector('span')!.textContent = say('selected.all', this.total);
  }

  private get total(): string {
    return document.querySelector('#list-count')?.textContent?.trim() ?? '';
  }

  private get bar(): HTMLElement | null {
    const id = this.grid.dataset.bulk;
    return id ? document.getElementById(id) : null;
  }

  private click(event: MouseEvent): void {
    const box = (event.target as Element).closest<HTMLInputElement>('.w-cell-check input[type=checkbox]:not([data-all])');
    if (!box) return;
    if (event.shiftKey) this.fill(box);
    this.last = box;
    this.mark();
  }

  private fill(to: HTMLInputElement): void {
    const boxes = this.boxes;
    const [from, until] = [boxes.indexOf(this.last ?? to), boxes.indexOf(to)].sort((a, b) => a - b);
    for (const box of boxes.slice(Math.max(0, from!), until! + 1)) box.checked = to.checked;
  }
}
