// <w-copy> <input|textarea readonly value="…"> <button data-copied="Copied">…<span>Copy</span></button> </w-copy> : puts the value on the clipboard.
// A link to this site that begins with a path (/invite/…, /password/…) gets the address under which the page itself was reached.
import { toast } from '../dom.ts';

class Copy extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')!;
    const button = this.querySelector('button')!;
    input.value = input.value.replace(/(^|\t)(?=\/(invite|password)\/)/gm, `$1${location.origin}`);
    input.addEventListener('focus', () => input.select());
    button.addEventListener('click', () => void this.copy(input, button));
  }

  private async copy(input: HTMLInputElement | HTMLTextAreaElement, button: HTMLButtonElement): Promise<void> {
    // Without https there is no clipboard for scripts; the old command still works on a selection.
    if (navigator.clipboard) await navigator.clipboard.writeText(input.value);
    else {
      input.select();
      document.execCommand('copy');
    }
    toast({ kind: 'ok', text: button.dataset.copied ?? '' });
  }
}

customElements.define('w-copy', Copy);

export {};
