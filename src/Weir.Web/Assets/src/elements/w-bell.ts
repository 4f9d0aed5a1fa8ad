// <w-bell src="/events"> <span class="w-badge" hidden></span> </w-bell> : the count of unread notifications, live.
// Events of the stream: "unread" with a number, "toast" with the JSON of a toast; any other named in data-relay is fired on document.
// The stream is closed while the tab is hidden: browsers allow few connections per host.
import { toast, type ToastDetail } from '../dom.ts';

class Bell extends HTMLElement {
  private stream?: EventSource;
  private readonly watch = () => (document.hidden ? this.stop() : this.start());

  connectedCallback(): void {
    document.addEventListener('visibilitychange', this.watch);
    this.watch();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.watch);
    this.stop();
  }

  private start(): void {
    const url = this.getAttribute('src');
    if (!url || this.stream) return;
    this.stream = new EventSource(url);
    this.stream.addEventListener('unread', event => this.count(Number(event.data)));
    this.stream.addEventListener('toast', event => toast(JSON.parse(event.data as string) as ToastDetail));
    for (const name of (this.dataset.relay ?? '').split(/\s+/).filter(Boolean)) {
      this.stream.addEventListener(name, event => document.dispatchEvent(new CustomEvent(name, { detail: (event as MessageEvent<string>).data })));
    }
  }

  private stop(): void {
    this.stream?.close();
    this.stream = undefined;
  }

  private count(unread: number): void {
    for (const badge of document.querySelectorAll<HTMLElement>('[data-unread], w-bell .w-badge')) {
      badge.textContent = unread > 99 ? '99+' : String(unread);
      badge.hidden = unread === 0;
    }
    document.title = document.title.replace(/^\(\d+\+?\) /, '');
    if (unread > 0) document.title = `(${unread > 99 ? '99+' : unread}) ${document.title}`;
  }
}

customElements.define('w-bell', Bell);
