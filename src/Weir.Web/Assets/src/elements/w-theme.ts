// <w-theme> <button data-theme-value="light|dark|auto">… </w-theme> : sets data-theme on <html> and the cookie that the server reads.
class Theme extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', event => {
      const chosen = (event.target as Element).closest<HTMLElement>('[data-theme-value]')?.dataset.themeValue;
      if (chosen) this.choose(chosen);
    });
    this.mark();
  }

  private choose(theme: string): void {
    const root = document.documentElement;
    if (theme === 'auto') root.removeAttribute('data-theme');
    else root.dataset.theme = theme;
    document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', theme === 'auto' ? 'light dark' : theme);
    const age = theme === 'auto' ? 0 : 31536000;
    document.cookie = `weir-theme=${theme}; path=/; max-age=${age}; samesite=lax`;
    this.mark();
    document.dispatchEvent(new CustomEvent('weir:theme', { detail: theme }));
  }

  private mark(): void {
    const now = document.documentElement.dataset.theme ?? 'auto';
    for (const button of this.querySelectorAll<HTMLElement>('[data-theme-value]')) {
      button.setAttribute(button.getAttribute('role') === 'menuitemradio' ? 'aria-checked' : 'aria-pressed', String(button.dataset.themeValue === now));
    }
  }
}

customElements.define('w-theme', Theme);

export {};
