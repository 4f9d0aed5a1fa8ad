// <w-tags [src]> <select name multiple> … </select> </w-tags> : a w-combobox that makes a tag of what was typed, by Enter, comma or leaving.
import { Combobox } from './w-combobox.ts';

class Tags extends Combobox {
  protected override get creates(): boolean { return true; }
}

customElements.define('w-tags', Tags);
