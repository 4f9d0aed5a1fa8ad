// How htmx talks to this server: the antiforgery header, the end of a session, refusals that become toasts.
import htmx from 'htmx.org';
import { toast } from './dom.ts';
import { say } from './words.ts';

interface Context {
  sourceElement: Element;
  request: { method: string; action: string; headers: Record<string, string> };
  response?: { status: number; headers: Headers; raw: Response };
  text?: string;
  status?: string;
  confirm?: string;
}
type HtmxEvent = CustomEvent<{ ctx: Context; error?: Error; issueRequest: () => void; dropRequest: () => void }>;

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
const listen = (name: string, action: (event: HtmxEvent) => void) => document.addEventListener(name, event => action(event as HtmxEvent));

/** What asks by itself says nothing when nobody answers. */
const quiet = (event: HtmxEvent) => event.detail.ctx?.sourceElement?.matches?.('[data-quiet]') ?? false;

/** Header and token that every unsafe request carries, whether htmx or an upload sends it. */
export const antiforgery = () => ({ name: 'X-CSRF-TOKEN', token: meta('csrf') });

/** Keeps what was typed (drafts listen) and goes to sign in; the way back is in the address. */
export function signIn(): void {
  document.dispatchEvent(new CustomEvent('weir:session-ended'));
  const back = location.pathname + location.search;
  location.assign(`${meta('sign-in') || '/sign-in'}?return=${encodeURIComponent(back)}`);
}

/** The words of a refusal: those of the server's problem, else ours for the status. */
export function problemText(status: number, headers: Headers, body: string): string {
  const trace = headers.get('X-Trace-Id') ?? '';
  if ((headers.get('Content-Type') ?? '').includes('json')) {
    try {
      const problem = JSON.parse(body) as { detail?: string; title?: string; traceId?: string };
      const text = problem.detail ?? problem.title;
      if (text) return text;
    } catch {
      // A broken body is answered with our own words below.
    }
  }
  const known = [400, 403, 404, 409, 413, 422, 429];
  return status >= 500 || !known.includes(status) ? say('error.500', trace || status) : say(`error.${status}`);
}

export function watchRequests(): void {
  Object.assign(window, { htmx });

  listen('htmx:config:request', event => {
    const { request } = event.detail.ctx;
    if (!['GET', 'HEAD', 'QUERY'].includes(request.method.toUpperCase())) {
      const { name, token } = antiforgery();
      if (token) request.headers[name] = token;
    }
  });

  listen('htmx:before:response', event => {
    if (event.detail.ctx.response?.status === 401) {
      event.preventDefault();
      signIn();
    }
  });

  listen('htmx:response:error', event => {
    const { response, text } = event.detail.ctx;
    if (!response || response.status === 401 || quiet(event)) return;
    const swaps = response.status === 409 || response.status === 422;
    const says = (response.headers.get('HX-Trigger') ?? '').includes('"toast"');
    const json = (response.headers.get('Content-Type') ?? '').includes('json');
    if (says || (swaps && !json)) return;
    toast({ kind: 'bad', text: problemText(response.status, response.headers, text ?? '') });
  });

  listen('htmx:error', event => {
    if (quiet(event)) return;
    const timeout = String(event.detail.ctx?.status ?? '').includes('timeout') || event.detail.error?.name === 'TimeoutError' || event.detail.error?.name === 'AbortError';
    toast({ kind: 'bad', text: say(timeout ? 'error.timeout' : 'error.network') });
  });

  listen('htmx:confirm', event => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    if (!ctx.confirm) return;
    event.preventDefault();
    void import('./confirm.ts').then(({ confirmed }) => confirmed(ctx.confirm!, ctx.sourceElement as HTMLElement)).then(yes => (yes ? issueRequest() : dropRequest()));
  });

  // A form that leaves the page says that it is on its way, and is sent once; Back finds it usable again.
  document.addEventListener('submit', event => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== 'post' || form.matches('[hx-post]')) return;
    form.querySelector('button[type=submit]')?.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', () => document.querySelectorAll('form[method=post] button[aria-busy]').forEach(button => button.removeAttribute('aria-busy')));

  // A refused form: the summary takes the focus, and its lines lead to their fields.
  listen('htmx:after:swap', () => document.querySelector<HTMLElement>('[data-focus]:not([data-focused])')?.focus());
  document.addEventListener('focusin', event => {
    const target = event.target as Element;
    if (target.matches('[data-focus]')) target.setAttribute('data-focused', '');
  });
  document.addEventListener('click', event => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('.w-errors a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: 'center' });
    field.focus();
  });
}
