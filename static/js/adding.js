// Forms for something new: kept in this browser while they are written, sent when the person says so.
import { Saver, saveAll, saverOf, watch } from "./autosave.js";
import * as drafts from "./drafts.js";
import { fieldsOf, isText, valueOf } from "./fields.js";

/** Adding is never tried again unasked: the first try may have come through. */
export class Adder extends Saver {
  get dirty() {
    return [];
  }

  changed(control) {
    const controls = fieldsOf(this.form).get(control.name);
    if (controls && isText(controls)) this.keepDraft(control.name, valueOf(controls));
  }

  async submitted(event) {
    event.preventDefault();
    if (this.running) return;
    this.submitter = event.submitter;
    this.running = this.once();
    await this.running;
    this.running = null;
  }

  data() {
    return new FormData(this.form, this.submitter);
  }

  answered(reply, sent, posted) {
    if (reply.status !== 201) return super.answered(reply, sent, posted);
    // What is being written in other forms of the page goes before the page does.
    this.discard().then(() => saveAll()).then(() => goOn(reply.data.address));
    return true;
  }

  /** Nothing of it is offered again. */
  async discard() {
    for (const name of fieldsOf(this.form).keys()) await drafts.forget(this.row, name);
  }
}

/** To another page, or this one anew: the same address with another anchor would load nothing. */
function goOn(address) {
  const next = new URL(address, location.href);
  const isHere = next.pathname === location.pathname && next.search === location.search;
  location.assign(next);
  if (isHere) location.reload();
}

export function allowAdding() {
  watch(document, "form[data-adding]", Adder);
  document.addEventListener("click", (event) => {
    const leaving = event.target.closest?.("a[data-discard]");
    if (leaving) saverOf(leaving.closest("form")).discard();
  });
}
