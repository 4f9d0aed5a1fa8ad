// The page of a paper: its one button prints.
document.querySelector('[data-print]')?.addEventListener('click', () => window.print());
export {};
