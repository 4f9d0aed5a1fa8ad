// <w-bell src="/events" data-panel="/app/…/notifications?in=panel"> <div class="w-news" popover="manual"></div> </w-bell> : see Ui/Bell.razor.
// Events of the stream: "unread" with a number, "toast" with the JSON of a toast, "ended" with the session; any other named in data-relay is fired
// on document. The stream is closed while the tab is hidden (browsers allow few connections per host) and goes on where it was.
import htmx from 'htmx.org';
import { firstFocusable, toast, type ToastDetail } from '../dom.ts';
import { Popup } from '../popup.ts';
import { antiforgery } from '../requests.ts';

const phone = matchMedia('(max-width: 819.98px)');

class Bell extends HTMLElement {
  private stream?: EventSource;
  private last = '';
  private popup?: Popup;
  private readonly watch = () => (document.hidden ? this.stop() : this.start());
  private readonly clicked = (event: MouseEvent) => {
    const target = event.target as Element;
    const seen = target.closest<HTMLElement>('[data-see]');
    if (seen) this.see(seen);
    const opener = target.closest<HTMLElement>('[data-opens="notifications"]');
    if (!opener || phone.matches || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.open(opener);
  };
  private readonly typed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.popup?.isOpen) return;
    event.preventDefault();
    this.popup.close();
    this.popup.anchor.focus();
  };

  connectedCallback(): void {
    document.addEventListener('visibilitychange', this.watch);
    document.addEventListener('click', this.clicked);
    this.panel?.addEventListener('keydown', this.typed);
    this.watch();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.watch);
    document.removeEventListener('click', this.clicked);
    this.popup?.forget();
    this.stop();
  }

  private get panel() { return this.querySelector<HTMLElement>('[popover]'); }

  private start(): void {
    const url = this.getAttribute('src');
    if (!url || this.stream) return;
    this.stream = new EventSource(this.last ? `${url}?after=${this.last}` : url);
    this.stream.addEventListener('unread', event => {
      this.last = event.lastEventId;
      this.count(Number(event.data));
    });
    this.stream.addEventListener('toast', event => {
      this.last = event.lastEventId;
      toast(JSON.parse(event.data as string) as ToastDetail);
    });
    this.stream.addEventListener('ended', () => this.stop());
    for (const name of (this.dataset.relay ?? '').split(/\s+/).filter(Boolean)) {
      this.stream.addEventListener(name, event => document.dispatchEvent(new CustomEvent(name, { detail: (event as MessageEvent<string>).data })));
    }
  }

  private stop(): void {
    this.stream?.close();
    this.stream = undefined;
  }

  private open(anchor: HTMLElement): void {
    const panel = this.panel;
    if (!panel || !this.dataset.panel) return;
    if (this.popup?.isOpen) {
      const same = this.popup.anchor === anchor;
      this.popup.close();
      if (same) return;
    }
    this.popup = new Popup(anchor, panel, { end: anchor.getBoundingClientRect().left > innerWidth / 2, closed: () => anchor.setAttribute('aria-expanded', 'false') });
    anchor.setAttribute('aria-expanded', 'true');
    void htmx.ajax('GET', this.dataset.panel, { target: panel, swap: 'innerHTML' }).then(() => {
      this.popup!.open();
      firstFocusable(panel, 'a[href]')?.focus({ preventScroll: true });
    });
  }

  /** The page may be left at the same moment, so the request must outlive it. */
  private see(link: HTMLElement): void {
    const { name, token } = antiforgery();
    if (link.dataset.new !== undefined) void fetch(link.dataset.see!, { method: 'POST', keepalive: true, headers: { [name]: token } });
    delete link.dataset.new;
  }

  private count(unread: number): void {
    for (const badge of document.querySelectorAll<HTMLElement>('[data-unread]')) {
      badge.textContent = unread > 99 ? '99+' : String(unread);
      badge.hidden = unread === 0;
    }
    document.title = document.title.replace(/^\(\d+\+?\) /, '');
    if (unread > 0) document.title = `(${unread > 99 ? '99+' : unread}) ${document.title}`;
  }
}

customElements.define('w-bell', Bell);
