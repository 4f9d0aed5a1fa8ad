// <w-upload src="/files" name="files" [multiple] [readonly] [accept="image/*"] [data-max="9"] [data-max-mb="20"] [capture="environment"]>
//   <span class="w-file"> <a href>name</a> <input type="hidden" name="files" value="7"> <button data-remove></button> </span> … </w-upload>
// Each file is posted at once as multipart field "file"; 200 answers { id, name, url? }. What is posted with the form is one hidden input
// per file. Files may be dropped and pasted (anywhere in the nearest form). Fires input and change. With data-follow the page goes to
// the url of the answer, and a refusal stays written below.
// data-away: what is sent goes elsewhere; its chip leaves, and the events named by data-fires tell the page. Outside of a form such an
// element takes what is pasted anywhere on the page.
import { announce, icon, make, toast } from '../dom.ts';
import { antiforgery, problemText, signIn } from '../requests.ts';
import { say } from '../words.ts';

class Upload extends HTMLElement {
  private zone?: HTMLElement;
  private chooser!: HTMLInputElement;
  private busy = 0;
  private form: HTMLFormElement | null = null;
  private readonly pasted = (event: Event) => {
    const files = (event as ClipboardEvent).clipboardData?.files;
    if (files?.length) this.take(files);
  };

  connectedCallback(): void {
    this.form = this.closest('form');
    (this.form ?? (this.away ? document : undefined))?.addEventListener('paste', this.pasted);
    if (this.zone) return;
    const { multiple } = this;
    this.chooser = make('input', { type: 'file', class: 'w-sr', multiple, accept: this.getAttribute('accept'), capture: this.getAttribute('capture'), id: this.dataset.input });
    const hint = make('label', { class: 'w-drop-hint' }, icon('paperclip', 'w-icon-sm'), this.dataset.hint ?? say('upload.hint'), this.chooser);
    this.zone = make('div', { class: 'w-drop' }, ...this.querySelectorAll('.w-file'), hint);
    this.replaceChildren(this.zone);
    this.toggleHint();
    this.chooser.addEventListener('change', event => {
      event.stopPropagation();
      this.take(this.chooser.files!);
      this.chooser.value = '';
    });
    this.addEventListener('click', event => {
      const file = (event.target as Element).closest('[data-remove]')?.closest('.w-file');
      if (!file) return;
      file.remove();
      this.toggleHint();
      announce(this);
    });
    for (const name of ['dragenter', 'dragover']) this.zone.addEventListener(name, event => { event.preventDefault(); this.zone!.classList.add('w-over'); });
    for (const name of ['dragleave', 'drop']) this.zone.addEventListener(name, () => this.zone!.classList.remove('w-over'));
    this.zone.addEventListener('drop', event => {
      event.preventDefault();
      this.take((event as DragEvent).dataTransfer!.files);
    });
    // A form is not sent while its files are still on their way.
    this.form?.addEventListener('htmx:confirm', event => {
      if (this.busy === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      toast({ kind: 'bad', text: say('upload.busy') });
    });
  }

  disconnectedCallback(): void {
    (this.form ?? document).removeEventListener('paste', this.pasted);
  }

  private get away(): boolean { return this.dataset.away !== undefined; }
  private get multiple(): boolean { return this.hasAttribute('multiple'); }
  private get most(): number { return this.multiple ? Number(this.dataset.max ?? 100) : 1; }

  private toggleHint(): void {
    const full = this.querySelectorAll('.w-file').length >= this.most;
    (this.zone!.lastElementChild as HTMLElement).hidden = full || this.hasAttribute('readonly');
  }

  private take(files: FileList): void {
    const limit = Number(this.dataset.maxMb ?? 20);
    if (this.hasAttribute('readonly')) return;
    for (const file of [...files].slice(0, this.most - this.querySelectorAll('.w-file').length)) {
      if (file.size > limit * 1024 * 1024) toast({ kind: 'bad', text: say('upload.large', file.name, limit) });
      else this.send(file);
    }
  }

  private send(file: File): void {
    this.querySelector(':scope > .w-error')?.remove();
    const bar = make('progress', { class: 'w-progress', max: '100', value: '0', 'aria-label': file.name });
    const request = new XMLHttpRequest();
    const chip = make('span', { class: 'w-file' }, file.type.startsWith('image/') ? icon('photo') : icon('file-text'), make('span', { title: file.name }, file.name), bar,
      make('button', { type: 'button', 'data-remove': true, 'aria-label': `${say('remove')} ${file.name}`, onclick: () => request.abort() }, icon('x', 'w-icon-sm')));
    this.zone!.insertBefore(chip, this.zone!.lastElementChild);
    this.toggleHint();
    this.busy += 1;
    const body = new FormData();
    body.append('file', file, file.name);
    request.upload.addEventListener('progress', event => { if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100; });
    request.addEventListener('loadend', () => {
      this.busy -= 1;
      bar.remove();
      if (request.status === 401) return signIn();
      if (request.status >= 200 && request.status < 300) this.keep(chip, request.responseText);
      else if (chip.isConnected) this.refuse(chip, file, request);
    });
    request.open('POST', this.getAttribute('src')!);
    request.setRequestHeader('Accept', 'application/json');
    const { name, token } = antiforgery();
    if (token) request.setRequestHeader(name, token);
    request.send(body);
  }

  private keep(chip: HTMLElement, answer: string): void {
    if (this.away) {
      chip.remove();
      this.toggleHint();
      if (this.busy === 0) for (const name of this.dataset.fires?.split(' ') ?? []) document.body.dispatchEvent(new CustomEvent(name, { bubbles: true }));
      return;
    }
    const saved = JSON.parse(answer) as { id: string | number; name?: string; url?: string };
    if (this.dataset.follow !== undefined && saved.url) return location.assign(saved.url);
    const text = chip.querySelector('span')!;
    if (saved.url) text.replaceWith(make('a', { href: saved.url, target: '_blank', title: text.textContent }, saved.name ?? text.textContent!));
    chip.append(make('input', { type: 'hidden', name: this.getAttribute('name') ?? 'files', value: String(saved.id) }));
    announce(this);
  }

  private refuse(chip: HTMLElement, file: File, request: XMLHttpRequest): void {
    chip.classList.add('w-file-bad');
    const headers = new Headers({ 'Content-Type': request.getResponseHeader('Content-Type') ?? '' });
    const text = request.status ? problemText(request.status, headers, request.responseText) : say('error.network');
    chip.title = text;
    if (this.dataset.follow !== undefined) {
      chip.remove();
      this.toggleHint();
      this.append(make('p', { class: 'w-error', role: 'alert' }, icon('alert-circle'), make('span', {}, `${file.name}${say('upload.colon')}${text}`)));
      return;
    }
    chip.insertBefore(make('button', { type: 'button', title: say('retry'), 'aria-label': `${say('retry')} ${file.name}`, onclick: () => { chip.remove(); this.send(file); } }, icon('refresh', 'w-icon-sm')), chip.lastElementChild);
    toast({ kind: 'bad', text: `${say('upload.failed', file.name)}\n${text}` });
  }
}

customElements.define('w-upload', Upload);
