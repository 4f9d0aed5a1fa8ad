// <w-toast class="w-toasts" role="status" aria-live="polite"> : shows events named "toast".
// detail: { kind: "ok"|"bad"|"info", text, action?, url?, method? }. From the server: HX-Trigger: {"toast":{…}}.
import htmx from 'htmx.org';
import { icon, make, type ToastDetail } from '../dom.ts';
import { say } from '../words.ts';

const seconds = { ok: 6, info: 6, bad: 12 };

class Toasts extends HTMLElement {
  private readonly heard = (event: Event) => {
    const detail = (event as CustomEvent<ToastDetail | string>).detail;
    this.show(typeof detail === 'string' ? { text: detail } : detail);
  };

  connectedCallback(): void {
    this.popover = 'manual';
    document.addEventListener('toast', this.heard);
  }

  disconnectedCallback(): void {
    document.removeEventListener('toast', this.heard);
  }

  show(detail: ToastDetail): void {
    const kind = detail.kind ?? 'ok';
    const item = make('div', { class: `w-toast w-toast-${kind}`, role: kind === 'bad' ? 'alert' : null },
      kind === 'bad' ? icon('alert-circle') : icon('circle-check'),
      make('span', { class: 'w-toast-text' }, detail.text));
    if (detail.action) item.append(make('button', { type: 'button', onclick: () => { this.act(detail); this.drop(item); } }, detail.action));
    item.append(make('button', { type: 'button', class: 'w-toast-close', 'aria-label': say('close'), onclick: () => this.drop(item) }, icon('x', 'w-icon-sm')));
    this.append(item);
    while (this.children.length > 4) this.firstElementChild!.remove();
    // Shown again, so that it lies above a dialog that was opened in the meantime.
    if (this.matches(':popover-open')) this.hidePopover();
    this.showPopover();
    this.keepTime(item, seconds[kind] * 1000);
  }

  private keepTime(item: HTMLElement, time: number): void {
    let timer = window.setTimeout(() => this.drop(item), time);
    for (const stop of ['pointerenter', 'focusin']) item.addEventListener(stop, () => clearTimeout(timer));
    for (const go of ['pointerleave', 'focusout']) item.addEventListener(go, () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.drop(item), 2500);
    });
  }

  private drop(item: HTMLElement): void {
    item.remove();
    if (!this.childElementCount && this.matches(':popover-open')) this.hidePopover();
  }

  private act(detail: ToastDetail): void {
    if (detail.run) detail.run();
    else if (detail.url && (detail.method ?? 'GET').toUpperCase() === 'GET') location.assign(detail.url);
    else if (detail.url) void htmx.ajax(detail.method!.toUpperCase() as 'POST', detail.url, { source: this, target: 'body', swap: 'none' });
  }
}

customElements.define('w-toast', Toasts);
