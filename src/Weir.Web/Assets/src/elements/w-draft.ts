// <w-draft data-key="form/contact/new"> <form>…</form> </w-draft> : what is typed survives a reload, a crash and the end of a session.
// Kept in this browser for seven days, without passwords and files. Put back when the page comes again (with a toast to discard);
// forgotten once the form was accepted (2xx), on the event named by data-clear-on, and when [data-draft-discard] is clicked.
// data-carried: the form came with what was typed a moment ago; no older draft goes over it.
// data-warn: leaving the page while something is typed and not saved asks first.
import { debounce, toast } from '../dom.ts';
import { say } from '../words.ts';

interface Kept { at: number; values: [string, string, string?][] }
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const week = 7 * 24 * 3600 * 1000;

class Draft extends HTMLElement {
  private readonly keepNow = () => this.keep();
  private readonly keepSoon = debounce(400, () => this.keep());
  private readonly forget = () => this.clear();
  private readonly leave = () => {
    this.keep();
    this.dataset.leaving = '';
  };
  private readonly discard = (event: Event) => {
    if (!(event.target as Element).closest?.('[data-draft-discard]')) return;
    this.dataset.leaving = '';
    this.clear();
  };
  private readonly warn = (event: Event) => {
    if (this.touched && this.dataset.warn !== undefined && this.dataset.leaving === undefined) event.preventDefault();
  };
  private touched = false;
  private restoring = false;

  connectedCallback(): void {
    this.addEventListener('input', event => {
      if (this.restoring) return;
      this.touched = true;
      this.keepSoon();
    });
    this.addEventListener('htmx:after:request', event => {
      const { ctx } = (event as CustomEvent<{ ctx: { sourceElement: Element; response: { status: number } } }>).detail;
      if (ctx.sourceElement instanceof HTMLFormElement && ctx.response.status < 300 && !ctx.sourceElement.hasAttribute('data-draft-keep')) this.clear();
    });
    document.addEventListener('weir:session-ended', this.leave);
    document.addEventListener('click', this.discard, true);
    addEventListener('beforeunload', this.warn);
    addEventListener('pagehide', this.keepNow);
    if (this.dataset.clearOn) document.addEventListener(this.dataset.clearOn, this.forget);
    // The elements inside first take their places.
    if (this.dataset.carried === undefined) setTimeout(() => this.restore(), 50);
    else this.touched = true;
  }

  disconnectedCallback(): void {
    document.removeEventListener('weir:session-ended', this.leave);
    document.removeEventListener('click', this.discard, true);
    removeEventListener('beforeunload', this.warn);
    removeEventListener('pagehide', this.keepNow);
    if (this.dataset.clearOn) document.removeEventListener(this.dataset.clearOn, this.forget);
  }

  clear(): void {
    this.touched = false;
    localStorage.removeItem(this.key);
  }

  private get key(): string { return `weir:draft:${this.dataset.key ?? location.pathname}`; }

  private get controls(): Control[] {
    return [...this.querySelectorAll<Control>('input[name], select[name], textarea[name]')].filter(control =>
      !['password', 'file', 'submit', 'button'].includes(control.type) && !control.name.startsWith('__') && control.dataset.draft !== 'no' && !control.closest('w-upload'));
  }

  private read(): [string, string, string?][] {
    return this.controls.flatMap((control): [string, string, string?][] => {
      if (control instanceof HTMLSelectElement) return control.multiple || control.hidden ? [[control.name, '', ''], ...[...control.selectedOptions].map(option => [control.name, option.value, option.label] as [string, string, string])] : [[control.name, control.value]];
      if (control.type === 'checkbox' || control.type === 'radio') return (control as HTMLInputElement).checked ? [[control.name, control.value]] : [];
      return [[control.name, control.value, control.dataset.text]];
    });
  }

  private keep(): void {
    if (!this.touched) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values: this.read() } satisfies Kept));
    } catch {
      // A full or forbidden store only means that there is no draft.
    }
  }

  private restore(): void {
    const text = localStorage.getItem(this.key);
    if (!text) return;
    const kept = JSON.parse(text) as Kept;
    if (Date.now() - kept.at > week) return this.clear();
    const before = this.read();
    if (JSON.stringify(before) === JSON.stringify(kept.values)) return;
    this.write(kept.values);
    this.touched = true;
    toast({ kind: 'info', text: say('draft.restored'), action: say('draft.discard'), run: () => { this.write(before); this.clear(); } });
  }

  private write(values: [string, string, string?][]): void {
    this.restoring = true;
    const lines = this.querySelector<HTMLElement & { add?: (after?: Element, focus?: boolean) => unknown }>('w-lines');
    const names = new Set(values.map(([name]) => name));
    // Lines that were added after the page was drawn come back first.
    for (let guard = 0; lines?.add && guard < 500 && [...names].some(name => /\[\d+\]/.test(name) && !this.querySelector(`[name="${CSS.escape(name)}"]`)); guard += 1) if (!lines.add(undefined, false)) break;
    for (const control of this.controls) {
      const own = values.filter(([name]) => name === control.name);
      if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) control.checked = own.some(([, value]) => value === control.value);
      else if (own.length === 0) continue;
      else if (control instanceof HTMLSelectElement) this.choose(control, own);
      else control.value = own[0]![1];
      control.dispatchEvent(new CustomEvent('weir:restored', { detail: own[0]?.[2] }));
      control.dispatchEvent(new Event('input', { bubbles: true }));
    }
    this.restoring = false;
  }

  private choose(select: HTMLSelectElement, own: [string, string, string?][]): void {
    for (const [, value, label] of own) {
      if (value && ![...select.options].some(option => option.value === value)) select.append(new Option(label ?? value, value));
    }
    for (const option of select.options) option.selected = own.some(([, value]) => value === option.value);
  }
}

customElements.define('w-draft', Draft);
