// <w-money [data-decimals="2|as-typed"]> <input class="w-input w-input-num" name id value="1000000.00"> </w-money>
// Shows 1,000,000.00, edits 1000000.00, understands 12万, 1.2亿, 12k. The plain number is posted: a hidden input takes over the name.
import { announce, make } from '../dom.ts';
import { readAmount, writeAmount } from '../money.ts';
import { say } from '../words.ts';

class Money extends HTMLElement {
  private input?: HTMLInputElement;
  private carrier!: HTMLInputElement;

  connectedCallback(): void {
    if (this.input) return;
    const input = this.querySelector<HTMLInputElement>('input:not([type=hidden])');
    if (!input) return;
    this.input = input;
    input.type = 'text';
    input.inputMode = 'decimal';
    input.autocomplete = 'off';
    this.carrier = make('input', { type: 'hidden', name: input.name });
    this.carrier.value = readAmount(input.value) ?? input.value;
    input.removeAttribute('name');
    this.append(this.carrier);
    if (document.activeElement !== input) this.group();

    input.addEventListener('focus', () => {
      if (input.readOnly) return;
      if (readAmount(this.carrier.value) !== null) input.value = this.carrier.value;
      input.select();
    });
    input.addEventListener('input', event => {
      event.stopPropagation();
      const amount = readAmount(input.value);
      this.carrier.value = amount ?? input.value.trim();
      this.carrier.dispatchEvent(new Event('input', { bubbles: true }));
    });
    input.addEventListener('change', event => {
      event.stopPropagation();
      this.settle();
      announce(this.carrier);
    });
    input.addEventListener('blur', () => this.group());
    // A draft put the value back.
    this.carrier.addEventListener('weir:restored', () => this.group());
  }

  private get decimals(): number {
    const { decimals = '2' } = this.dataset;
    return decimals === 'as-typed' ? (readAmount(this.carrier.value)?.split('.')[1]?.length ?? 0) : Number(decimals);
  }

  private settle(): void {
    const amount = readAmount(this.input!.value);
    if (amount !== null) this.carrier.value = amount;
    if (amount !== null) this.carrier.value = writeAmount(amount, this.decimals, false);
  }

  private group(): void {
    const input = this.input!;
    const amount = readAmount(this.carrier.value);
    const wrong = this.carrier.value !== '' && amount === null;
    input.value = amount === null ? this.carrier.value : writeAmount(amount, this.decimals);
    input.setCustomValidity(wrong ? say('money.bad') : '');
    if (wrong) {
      input.setAttribute('aria-invalid', 'true');
      input.title = say('money.bad');
    } else if (input.title === say('money.bad')) {
      input.removeAttribute('aria-invalid');
      input.title = '';
    }
  }
}

customElements.define('w-money', Money);
