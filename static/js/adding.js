// Forms for something new: kept in this browser while they are written, sent when the person says so.
import { Saver, saveAll, saverOf, watch } from "./autosave.js";
import * as drafts from "./drafts.js";
import { fieldsOf, isText, valueOf } from "./fields.js";
import { choose } from "./leaving.js";
import { element, gettext } from "./words.js";

/** Adding is never tried again unasked: the first try may have come through. */
export class Adder extends Saver {
  get dirty() {
    return [];
  }

  get isWaiting() {
    return this.running !== null;
  }

  get isUnsaved() {
    return this.isWaiting;
  }

  /** Whoever leaves waits for what is on its way, and sends nothing more. */
  async save() {
    await this.running;
    return true;
  }

  changed(control) {
    this.next = null;
    const controls = fieldsOf(this.form).get(control.name);
    if (controls && isText(controls)) this.keepDraft(control.name, valueOf(controls));
  }

  /** Send it, and go to what is new, unless the person is on their way to another page by then. */
  async submitted(event) {
    event.preventDefault();
    // Whoever clicks twice means one: it is on its way, or there already.
    if (this.running || this.next) return;
    this.submitter = event.submitter;
    const isLastWord = choose();
    this.running = this.once();
    await this.running;
    this.running = null;
    if (!this.next) return;
    // What is being written in other forms of the page goes before the page does.
    await saveAll();
    if (isLastWord()) goOn(this.next);
  }

  data() {
    return new FormData(this.form, this.submitter);
  }

  answered(reply, sent, posted) {
    if (reply.status !== 201) return super.answered(reply, sent, posted);
    return this.added(reply.data.address);
  }

  async added(address) {
    this.next = address;
    await this.discard();
    this.say("saved", element("a", { href: address }, gettext("Sparat. Visa det")));
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
