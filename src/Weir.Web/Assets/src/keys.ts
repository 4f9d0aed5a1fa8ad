// Shortcuts of the whole page; silent while somebody types, except for ⌘K and ⌘↵.
import { isTyping, make } from './dom.ts';
import { say } from './words.ts';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
export const command = mac ? '⌘' : 'Ctrl';

function opens(what: string): boolean {
  const opener = document.querySelector<HTMLElement>(`[data-opens="${what}"]`);
  opener?.click();
  return opener !== null;
}

/** The search of the page, where it has one of its own. */
function searches(): boolean {
  const box = document.querySelector<HTMLInputElement>('[data-search]');
  if (!box?.checkVisibility()) return false;
  box.focus();
  box.select();
  return true;
}

/** Sends the form in hand: the one somebody types in, that of the open dialog, or the one of the page. */
function saves(target: EventTarget | null): boolean {
  const near = target instanceof Element ? target.closest<HTMLFormElement>('form.w-form, form.w-composer') : null;
  const form = near ?? document.querySelector<HTMLFormElement>('dialog:modal form.w-form') ?? (document.querySelector('dialog:modal') ? null : document.querySelector<HTMLFormElement>('main form.w-form'));
  // What is still being typed becomes a value first.
  if (form && document.activeElement instanceof HTMLElement && form.contains(document.activeElement)) document.activeElement.dispatchEvent(new Event('change', { bubbles: true }));
  form?.requestSubmit();
  return form !== null;
}

function step(by: number): boolean {
  const grid = document.querySelector<HTMLElement & { step?: (by: number) => void }>('w-grid');
  if (grid?.step) grid.step(by);
  return grid !== null;
}

function help(): void {
  const rows: [string, string][] = [
    ['keys.search', `${command} K`], ['keys.find', '/'], ['keys.add', 'C'], ['keys.move', 'J  K'], ['keys.open', 'O'], ['keys.edit', 'Enter  F2'], ['keys.select', 'X'],
    ['keys.range', say('keys.shift-click')], ['keys.save', `${command} ↵  ${command} S`], ['keys.close', 'Esc'], ['keys.help', '?'],
  ];
  const title = make('h2', { class: 'w-dialog-title', id: 'w-keys-title' }, say('keys.title'));
  const list = make('div', { class: 'w-keys' },
    ...rows.map(([words, keys]) => make('div', {}, make('span', {}, say(words)), make('span', { class: 'w-row w-gap-4' }, ...keys.split('  ').map(key => make('kbd', { class: 'w-kbd' }, key))))));
  const dialog = make('dialog', { class: 'w-dialog w-dialog-wide', 'aria-labelledby': 'w-keys-title' },
    make('div', { class: 'w-dialog-head' }, title, make('button', { class: 'w-btn', type: 'button', onclick: () => dialog.close() }, say('close'))),
    make('div', { class: 'w-dialog-body' }, list));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const plain: Record<string, () => boolean | void> = {
  '/': () => searches() || opens('palette'),
  c: () => opens('quick-add'),
  j: () => step(1),
  k: () => step(-1),
  '?': help,
};

export function watchKeys(): void {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing) return;
    const strong = event.metaKey || event.ctrlKey;
    if (strong && event.key.toLowerCase() === 'k') {
      if (opens('palette')) event.preventDefault();
    } else if (strong && event.key === 'Enter' && event.target instanceof HTMLTextAreaElement && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    } else if (strong && !event.altKey && (event.key.toLowerCase() === 's' || event.key === 'Enter') && saves(event.target)) {
      event.preventDefault();
    } else if (!strong && !event.altKey && !isTyping(event.target) && !document.querySelector('dialog:modal')) {
      if (plain[event.key]?.() !== false && event.key in plain) event.preventDefault();
    }
  });

  // <button data-opens-dialog="id"> opens a dialog that is already in the page.
  document.addEventListener('click', event => {
    const opener = (event.target as Element).closest<HTMLElement>('[data-opens-dialog]');
    const holder = opener && document.getElementById(opener.dataset.opensDialog!)?.closest<HTMLElement & { open?: () => void }>('w-dialog');
    holder?.open?.();
  });
}
