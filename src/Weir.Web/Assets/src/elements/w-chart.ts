// <w-chart data-url="/account/5/chart/contact/"> .w-chart-top[data-top], ul.w-tree-chart > li > .w-chart-card[data-node][data-version][draggable], ul … </w-chart>
// : see Pages/Records/Charts/ChartPanel.razor. A card is dragged onto the card below which it is to stand, or to the top; the server answers with the tree.
// Arrows walk: up to the one above, down to the first below, left and right among those beside. Moving by key or finger is in the menu of each card.
import htmx from 'htmx.org';

class Chart extends HTMLElement {
  private dragged?: HTMLElement;

  connectedCallback(): void {
    if (this.dataset.ready !== undefined) return;
    this.dataset.ready = '';
    this.addEventListener('keydown', event => this.key(event));
    if (!this.dataset.url) return;
    this.addEventListener('dragstart', event => this.lift(event));
    this.addEventListener('dragover', event => this.over(event));
    this.addEventListener('dragleave', event => this.over(event));
    this.addEventListener('drop', event => this.drop(event));
    this.addEventListener('dragend', () => this.end());
  }

  private lift(event: DragEvent): void {
    const card = (event.target as Element).closest<HTMLElement>('.w-chart-card[draggable]');
    if (!card) return event.preventDefault();
    this.dragged = card;
    event.dataTransfer!.effectAllowed = 'move';
    event.dataTransfer!.setData('text/plain', card.dataset.name ?? '');
    requestAnimationFrame(() => {
      card.classList.add('w-ghost');
      this.classList.add('w-dragging');
    });
  }

  /** Where the card may be put down: not on itself, nor on what hangs below it, nor where it hangs already. */
  private place(target: EventTarget | null): HTMLElement | undefined {
    const place = (target as Element | null)?.closest<HTMLElement>('.w-chart-card, [data-top]');
    const item = this.dragged?.closest('li');
    if (!place || !item || item.contains(place)) return undefined;
    const above = item.parentElement!.closest('li')?.querySelector('.w-chart-card');
    return place === above || place.dataset.top !== undefined && !above ? undefined : place;
  }

  private over(event: DragEvent): void {
    const place = this.place(event.target);
    if (place && event.type === 'dragover') event.preventDefault();
    for (const other of this.querySelectorAll('.w-over')) if (other !== place) other.classList.remove('w-over');
    place?.classList.toggle('w-over', event.type === 'dragover');
  }

  private drop(event: DragEvent): void {
    const place = this.place(event.target);
    const card = this.dragged;
    if (!place || !card) return;
    event.preventDefault();
    this.end();
    void htmx.ajax('POST', `${this.dataset.url}${card.dataset.node}/below`, {
      source: card, target: card, swap: 'none', values: { to: place.dataset.node ?? '', seen: card.dataset.version ?? '' },
    });
  }

  private end(): void {
    this.dragged?.classList.remove('w-ghost');
    this.classList.remove('w-dragging');
    for (const other of this.querySelectorAll('.w-over')) other.classList.remove('w-over');
    this.dragged = undefined;
  }

  private key(event: KeyboardEvent): void {
    const item = (event.target as Element).closest('.w-chart-card') && (event.target as Element).closest('li');
    if (!item || (event.target as Element).closest('[popover]') || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const ways: Record<string, () => Element | null> = {
      ArrowUp: () => item.parentElement!.closest('li'), ArrowDown: () => item.querySelector('li'),
      ArrowLeft: () => item.previousElementSibling, ArrowRight: () => item.nextElementSibling,
    };
    const to = ways[event.key]?.();
    if (!to) return;
    event.preventDefault();
    to.querySelector<HTMLElement>('.w-cc-name')?.focus();
  }
}

customElements.define('w-chart', Chart);
