// The dialog behind hx-confirm. On the element: data-confirm-title, data-confirm-action (the verb), data-confirm-name
// (must be typed for what cannot be undone), data-confirm-danger.
import { icon, make, newId } from './dom.ts';
import { say } from './words.ts';

export function confirmed(text: string, source: HTMLElement): Promise<boolean> {
  const { confirmTitle, confirmAction, confirmName, confirmDanger } = source.dataset;
  const before = document.activeElement as HTMLElement | null;
  const title = newId('confirm');
  const danger = confirmDanger !== undefined || confirmName !== undefined || source.classList.contains('w-btn-danger') || source.classList.contains('w-menu-danger');
  const typed = confirmName ? make('input', { class: 'w-input', autocomplete: 'off', 'aria-label': confirmName, placeholder: confirmName }) : null;
  const yes = make('button', { type: 'submit', class: `w-btn w-btn-primary ${danger ? 'w-btn-danger' : ''}` }, confirmAction ?? source.textContent?.trim() ?? say('confirm'));
  const no = make('button', { type: 'button', class: 'w-btn', onclick: () => dialog.close() }, say('cancel'));
  const form = make('form', { method: 'dialog' },
    make('div', { class: 'w-dialog-head' },
      make('h2', { class: 'w-dialog-title', id: title }, confirmTitle ?? say('confirm.title')),
      make('button', { type: 'button', class: 'w-btn w-btn-icon', 'aria-label': say('close'), onclick: () => dialog.close() }, icon('x'))),
    make('div', { class: 'w-dialog-body w-col' }, make('p', { class: 'w-pre' }, text), typed),
    make('div', { class: 'w-dialog-foot' }, no, yes));
  const dialog = make('dialog', { class: 'w-dialog', 'aria-labelledby': title }, form);

  const check = () => { yes.disabled = typed !== null && typed.value.trim() !== confirmName; };
  typed?.addEventListener('input', check);
  check();
  return new Promise(resolve => {
    let answer = false;
    form.addEventListener('submit', () => { answer = true; });
    dialog.addEventListener('close', () => {
      dialog.remove();
      before?.focus();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (typed ?? (danger ? no : yes)).focus();
  });
}
