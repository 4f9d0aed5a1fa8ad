// <w-board data-cells="/opportunity/cell/" data-field="stage" data-drawer="#drawer"> .w-lane-tabs, .w-board > .w-lane[data-lane] > .w-lane-cards >
// .w-lane-card[data-id][data-version][draggable], and a menu [data-lanes] with [data-to] for each lane </w-board> : see Layouts/Board.razor.
// A card is dragged, moved by ⇧← ⇧→ on its title, or by the menu behind its [data-move]. It moves at once and is saved like a cell, with If-Match;
// a refusal puts it back where it was. Arrows walk from card to card. On a phone the tabs and the swipe choose the lane.
import htmx from 'htmx.org';
import { whisper } from '../dom.ts';
import { Popup } from '../popup.ts';
import { say } from '../words.ts';

const phone = matchMedia('(max-width: 819.98px)');

class Board extends HTMLElement {
  private dragged?: HTMLElement;
  private popup?: Popup;
  private readonly refused = (event: Event) => {
    const source = (event as CustomEvent<{ ctx: { sourceElement: Element; response?: { status: number } } }>).detail.ctx;
    const card = source.sourceElement as HTMLElement;
    if (card.dataset?.moving !== undefined) card.dataset.moving = String(source.response?.status ?? 0);
  };

  connectedCallback(): void {
    if (this.dataset.ready !== undefined) return;
    this.dataset.ready = '';
    this.addEventListener('dragstart', event => this.lift(event));
    this.addEventListener('dragover', event => this.over(event));
    this.addEventListener('dragleave', event => this.over(event));
    this.addEventListener('drop', event => this.drop(event));
    this.addEventListener('dragend', () => this.mark(undefined));
    this.addEventListener('keydown', event => this.key(event));
    this.addEventListener('click', event => this.clicked(event));
    this.scroller.addEventListener('scroll', () => this.tab(), { passive: true });
    document.addEventListener('htmx:response:error', this.refused);
    document.addEventListener('htmx:error', this.refused);
    this.tab();
  }

  disconnectedCallback(): void {
    document.removeEventListener('htmx:response:error', this.refused);
    document.removeEventListener('htmx:error', this.refused);
    this.popup?.forget();
  }

  private get scroller() { return this.querySelector<HTMLElement>('.w-board')!; }

  private get lanes() { return [...this.querySelectorAll<HTMLElement>('.w-lane')]; }

  private cards(lane: Element) { return [...lane.querySelectorAll<HTMLElement>('.w-lane-card')]; }

  private lift(event: DragEvent): void {
    const card = (event.target as Element).closest<HTMLElement>('.w-lane-card[draggable]');
    if (!card || !this.dataset.cells || card.dataset.moving !== undefined) return event.preventDefault();
    this.dragged = card;
    event.dataTransfer!.effectAllowed = 'move';
    event.dataTransfer!.setData('text/plain', card.querySelector('.w-lane-title')!.textContent ?? '');
    requestAnimationFrame(() => card.classList.add('w-ghost'));
  }

  private over(event: DragEvent): void {
    const lane = (event.target as Element).closest<HTMLElement>('.w-lane');
    if (!this.dragged) return;
    if (lane && event.type === 'dragover') event.preventDefault();
    this.mark(event.type === 'dragleave' && !this.contains(event.relatedTarget as Node | null) ? undefined : lane ?? undefined, false);
  }

  private drop(event: DragEvent): void {
    const lane = (event.target as Element).closest<HTMLElement>('.w-lane');
    const card = this.dragged;
    if (!lane || !card) return;
    event.preventDefault();
    this.mark(undefined);
    void this.move(card, lane, false);
  }

  /** Which lane a card hangs over; none ends the dragging as well. */
  private mark(lane: HTMLElement | undefined, ends = true): void {
    for (const other of this.lanes) other.classList.toggle('w-over', other === lane);
    if (!ends) return;
    this.dragged?.classList.remove('w-ghost');
    this.dragged = undefined;
  }

  private async move(card: HTMLElement, lane: HTMLElement, focus: boolean): Promise<void> {
    const from = card.closest<HTMLElement>('.w-lane')!;
    if (lane === from || card.dataset.moving !== undefined) return;
    const { id, version } = card.dataset;
    const after = card.nextElementSibling;
    card.dataset.moving = '';
    lane.querySelector('.w-lane-cards')!.prepend(card);
    this.show(card, focus);
    await htmx.ajax('PATCH', `${this.dataset.cells}${id}/${this.dataset.field}?in=board`, {
      source: card, target: card, swap: 'none', values: { value: lane.dataset.lane ?? '' }, headers: { 'If-Match': `"${version}"` },
    });
    const status = card.dataset.moving;
    delete card.dataset.moving;
    if (!status) {
      whisper(say('card.moved', lane.dataset.label ?? ''));
      if (focus) this.querySelector<HTMLElement>(`#card-${id} .w-lane-title`)?.focus();
      return;
    }
    if (after?.parentElement) after.before(card);
    else from.querySelector('.w-lane-cards')!.append(card);
    this.show(card, focus);
    whisper(say('card.back', from.dataset.label ?? ''));
    // Somebody else was there before: what they made of it is what must be seen now.
    if (status === '409') document.body.dispatchEvent(new CustomEvent('records-changed', { bubbles: true }));
  }

  private show(card: HTMLElement, focus: boolean): void {
    card.closest('.w-lane')!.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (focus) card.querySelector<HTMLElement>('.w-lane-title')!.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    const card = (event.target as Element).closest<HTMLElement>('.w-lane-card');
    if (!card || event.altKey || event.ctrlKey || event.metaKey || !event.key.startsWith('Arrow')) return;
    const lane = card.closest<HTMLElement>('.w-lane')!;
    const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    event.preventDefault();
    if (event.shiftKey) {
      const to = sideways ? this.lanes[this.lanes.indexOf(lane) + sideways] : undefined;
      if (to && card.draggable && this.dataset.cells) void this.move(card, to, true);
      return;
    }
    const cards = this.cards(lane);
    const at = cards.indexOf(card);
    if (!sideways) return cards[at + (event.key === 'ArrowDown' ? 1 : -1)]?.querySelector<HTMLElement>('.w-lane-title')?.focus();
    for (let i = this.lanes.indexOf(lane) + sideways; this.lanes[i]; i += sideways) {
      const there = this.cards(this.lanes[i]!);
      if (there.length > 0) return there[Math.min(at, there.length - 1)]!.querySelector<HTMLElement>('.w-lane-title')!.focus();
    }
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const tab = target.closest<HTMLElement>('[data-tab]');
    if (tab) return document.getElementById(tab.dataset.tab!)?.scrollIntoView({ block: 'nearest', inline: 'start' });
    const mover = target.closest<HTMLElement>('[data-move]');
    if (mover) return this.menu(mover, event.detail === 0);
    const card = target.closest<HTMLElement>('.w-lane-card');
    const link = card?.querySelector<HTMLAnchorElement>('.w-lane-title');
    if (!card || !link || target.closest('a, button') && !link.contains(target) || getSelection()?.toString()) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || phone.matches) {
      if (!link.contains(target)) link.click();
      return;
    }
    event.preventDefault();
    void htmx.ajax('GET', `${link.getAttribute('href')!}?in=drawer`, { source: link, target: this.dataset.drawer!, swap: 'innerHTML' });
  }

  private menu(anchor: HTMLElement, byKey: boolean): void {
    const panel = this.querySelector<HTMLElement>('[data-lanes]');
    const card = anchor.closest<HTMLElement>('.w-lane-card')!;
    if (!panel) return;
    this.popup?.close();
    this.popup = new Popup(anchor, panel, { end: true });
    const items = [...panel.querySelectorAll<HTMLButtonElement>('[data-to]')];
    const close = () => {
      this.popup?.close();
      anchor.focus({ preventScroll: true });
    };
    for (const item of items) item.disabled = item.dataset.to === card.closest<HTMLElement>('.w-lane')!.dataset.lane;
    panel.onclick = event => {
      const to = (event.target as Element).closest<HTMLElement>('[data-to]')?.dataset.to;
      const lane = this.lanes.find(one => one.dataset.lane === to);
      if (to === undefined || !lane) return;
      this.popup?.close();
      void this.move(card, lane, byKey);
    };
    panel.onkeydown = event => {
      const free = items.filter(item => !item.disabled);
      const at = free.indexOf(document.activeElement as HTMLButtonElement);
      if (event.key === 'Escape' || event.key === 'Tab') close();
      else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') free[(at + (event.key === 'ArrowDown' ? 1 : free.length - 1)) % free.length]?.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    this.popup.open();
    items.find(item => !item.disabled)?.focus({ preventScroll: true });
  }

  /** The tab of the lane that a phone shows. */
  private tab(): void {
    if (!phone.matches) return;
    const box = this.scroller.getBoundingClientRect();
    const lane = this.lanes.find(one => one.getBoundingClientRect().right > box.left + box.width / 2);
    for (const tab of this.querySelectorAll<HTMLElement>('[data-tab]')) {
      if (tab.dataset.tab === lane?.id) {
        if (tab.ariaCurrent !== 'true') tab.parentElement!.scrollTo({ left: tab.offsetLeft - tab.parentElement!.clientWidth / 2 + tab.clientWidth / 2, behavior: 'smooth' });
        tab.ariaCurrent = 'true';
      } else tab.ariaCurrent = null;
    }
  }
}

customElements.define('w-board', Board);
