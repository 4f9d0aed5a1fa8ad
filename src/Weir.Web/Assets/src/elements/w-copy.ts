// <w-copy> <input readonly value="…"> <button data-copied="Copied">…<span>Copy</span></button> </w-copy> : puts the value on the clipboard.
import { toast } from '../dom.ts';

class Copy extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')!;
    const button = this.querySelector('button')!;
    input.addEventListener('focus', () => input.select());
    button.addEventListener('click', () => void this.copy(input, button));
  }

  private async copy(input: HTMLInputElement, button: HTMLButtonElement): Promise<void> {
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
