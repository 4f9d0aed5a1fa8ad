// Small steps with the DOM that every element takes.
type Child = Node | string | null | undefined | false;

/** Makes an element; names that begin with "on" are listeners, true and false switch attributes. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, unknown> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

const svg = 'http://www.w3.org/2000/svg';

/** An icon of the sprite; write the name as a literal, the build finds it. */
export function icon(name: string, more = ''): SVGSVGElement {
  const shape = document.createElementNS(svg, 'svg');
  shape.setAttribute('class', `w-icon ${more}`.trim());
  shape.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  const sprite = document.querySelector<HTMLMetaElement>('meta[name="sprite"]')?.content ?? '/dist/icons.svg';
  use.setAttribute('href', `${sprite}#${name}`);
  shape.append(use);
  return shape;
}

let counter = 0;
export const newId = (prefix: string) => `${prefix}-${(counter += 1).toString(36)}${Math.floor(performance.now()).toString(36)}`;

export function debounce<A extends unknown[]>(wait: number, action: (...args: A) => void): (...args: A) => void {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => action(...args), wait);
  };
}

/** Tells whoever listens (htmx triggers, drafts, formulas) that a value was changed by a person. */
export function announce(element: Element): void {
  element.dispatchEvent(new Event('input', { bubbles: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
}

const typing = 'input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=range]),textarea,select,[contenteditable=true]';
export const isTyping = (target: EventTarget | null) => target instanceof Element && target.closest(typing) !== null;

const focusable = 'a[href],button:not(:disabled),input:not(:disabled,[type=hidden]),select:not(:disabled),textarea:not(:disabled),[tabindex]:not([tabindex="-1"])';
export const firstFocusable = (root: ParentNode, selector = focusable) =>
  [...root.querySelectorAll<HTMLElement>(selector)].find(element => element.checkVisibility());

/** Says something to a screen reader without showing it. */
export function whisper(text: string): void {
  let region = document.getElementById('w-whisper');
  if (!region) {
    region = make('div', { id: 'w-whisper', class: 'w-sr', role: 'status', 'aria-live': 'polite' });
    document.body.append(region);
  }
  region.textContent = text;
}

export interface ToastDetail {
  kind?: 'ok' | 'bad' | 'info';
  text: string;
  action?: string;
  url?: string;
  method?: string;
  run?: () => void;
}

/** Shows a toast; the same event arrives from the server in the HX-Trigger header. */
export function toast(detail: ToastDetail): void {
  document.dispatchEvent(new CustomEvent('toast', { detail }));
}
