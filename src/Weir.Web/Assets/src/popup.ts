// A panel beside its anchor: in the top layer by popover="manual", below or above as there is room.
const gap = 4;

export class Popup {
  private readonly follow = () => this.place();
  private readonly away = (event: Event) => {
    const target = event.target as Node;
    if (!this.panel.contains(target) && !this.anchor.contains(target)) this.close();
  };

  constructor(
    readonly anchor: HTMLElement,
    readonly panel: HTMLElement,
    private readonly options: { sameWidth?: boolean; end?: boolean; closed?: () => void } = {},
  ) {
    panel.popover = 'manual';
    panel.classList.add('w-pop');
  }

  get isOpen(): boolean {
    return this.panel.matches(':popover-open');
  }

  open(): void {
    if (this.isOpen) return this.place();
    this.panel.showPopover();
    this.place();
    addEventListener('scroll', this.follow, { capture: true, passive: true });
    addEventListener('resize', this.follow, { passive: true });
    document.addEventListener('pointerdown', this.away, true);
    document.addEventListener('focusin', this.away);
  }

  close(): void {
    if (!this.isOpen) return;
    this.panel.hidePopover();
    this.forget();
    this.options.closed?.();
  }

  /** Takes the listeners down; for elements that leave the page. */
  forget(): void {
    removeEventListener('scroll', this.follow, { capture: true });
    removeEventListener('resize', this.follow);
    document.removeEventListener('pointerdown', this.away, true);
    document.removeEventListener('focusin', this.away);
  }

  private place(): void {
    const box = this.anchor.getBoundingClientRect();
    if (!this.anchor.isConnected || box.bottom < 0 || box.top > innerHeight) return this.close();
    const style = this.panel.style;
    if (this.options.sameWidth) style.minWidth = `${Math.max(box.width, 160)}px`;
    style.maxHeight = '';
    const { offsetWidth: width, offsetHeight: height } = this.panel;
    const below = innerHeight - box.bottom - gap - 8;
    const above = box.top - gap - 8;
    const up = height > below && above > below;
    const left = this.options.end ? box.right - width : box.left;
    style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    style.top = up ? `${Math.max(8, box.top - gap - Math.min(height, above))}px` : `${box.bottom + gap}px`;
    const room = up ? above : below;
    if (height > room) style.maxHeight = `${Math.max(120, room)}px`;
  }
}
