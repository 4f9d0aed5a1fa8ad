// <w-locate> <input value="科技路 1 号 · 31.29834, 120.58319 ±12 m"> </w-locate> : a button that writes where the device is behind the words of the place.
// Nothing is asked before the button is pressed; then the browser asks for consent. Who refuses, or has no signal, types the place.
import { icon, make } from '../dom.ts';
import { say } from '../words.ts';

const between = ' · ';
const coordinates = /^-?\d+(\.\d+)?\s*[,，]\s*-?\d+(\.\d+)?(\s*±\s*\d+\s*m)?$/;

class Locate extends HTMLElement {
  private input?: HTMLInputElement;
  private note!: HTMLElement;

  connectedCallback(): void {
    if (this.input) return;
    const input = this.querySelector<HTMLInputElement>('input');
    if (!input || input.readOnly || input.disabled) return;
    this.input = input;
    input.placeholder ||= say('locate.hint');
    const button = make('button', { type: 'button', class: 'w-btn' }, icon('map-pin'), say('locate.take'));
    this.note = make('p', { class: 'w-help', role: 'status' });
    this.note.hidden = true;
    button.addEventListener('click', () => this.ask(input, button));
    this.append(button, this.note);
  }

  private ask(input: HTMLInputElement, button: HTMLButtonElement): void {
    // Browsers tell no page without https where it is.
    if (!window.isSecureContext || !('geolocation' in navigator)) return this.tell('locate.insecure');
    button.disabled = true;
    this.tell('locate.busy');
    navigator.geolocation.getCurrentPosition(
      found => {
        button.disabled = false;
        const parts = input.value.split(between).filter(part => part.trim() && !coordinates.test(part.trim()));
        parts.push(`${found.coords.latitude.toFixed(6)}, ${found.coords.longitude.toFixed(6)} ±${Math.ceil(found.coords.accuracy)} m`);
        input.value = parts.join(between);
        input.dispatchEvent(new Event('input', { bubbles: true }));
        input.dispatchEvent(new Event('change', { bubbles: true }));
        this.tell('locate.taken', Math.ceil(found.coords.accuracy));
      },
      refused => {
        button.disabled = false;
        this.tell(refused.code === refused.PERMISSION_DENIED ? 'locate.refused' : 'locate.failed');
        input.focus();
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  private tell(key: string, ...values: number[]): void {
    this.note.textContent = say(key, ...values);
    this.note.hidden = false;
  }
}

customElements.define('w-locate', Locate);

export {};
