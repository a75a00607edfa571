// Saves the forms marked data-autosave while people write, and says beside each what became of it.
import { carryOver, openConflict } from "./conflict.js";
import * as drafts from "./drafts.js";
import { baseOf, drawnValueOf, fieldsOf, isFile, isText, showErrors, valueOf, written } from "./fields.js";
import { choose } from "./leaving.js";
import { showPicture } from "./pictures.js";
import { place } from "./place.js";
import { AnotherPerson, SignedOut, post } from "./send.js";
import { element, gettext } from "./words.js";

const PAUSE = 900;
const RETRIES = [2, 4, 8, 15, 30, 60].map((seconds) => seconds * 1000);
const savers = new Map();

export class Saver {
  constructor(form) {
    this.form = form;
    this.row = form.dataset.key;
    this.acknowledged = new Map();
    this.disputed = new Set();
    this.conflicts = new Map();
    this.tries = 0;
    this.running = null;
    for (const [name, controls] of fieldsOf(form)) this.acknowledged.set(name, drawnValueOf(controls));
    form.addEventListener("input", (event) => this.changed(event.target, PAUSE));
    form.addEventListener("change", (event) => this.changed(event.target, 0));
    form.addEventListener("submit", (event) => this.submitted(event));
    if (this.dirty.length) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** The names of the fields that say something else than what the server has acknowledged. */
  get dirty() {
    const names = [];
    for (const [name, controls] of fieldsOf(this.form)) {
      if (!this.disputed.has(name) && valueOf(controls) !== this.acknowledged.get(name)) names.push(name);
    }
    return names;
  }

  /** Whether something is written that the server has not answered for. */
  get isWaiting() {
    return this.dirty.length > 0;
  }

  get isUnsaved() {
    return this.dirty.length > 0 || this.disputed.size > 0;
  }

  changed(control, pause) {
    const controls = fieldsOf(this.form).get(control.name);
    const isDisputed = this.disputed.has(control.name);
    if (!controls || (!isDisputed && valueOf(controls) === this.acknowledged.get(control.name))) return;
    if (isText(controls)) this.keepDraft(control.name, valueOf(controls));
    if (isDisputed) return carryOver(this, control.name);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  async keepDraft(name, text) {
    this.isKept = await drafts.keep(this.row, name, text, location.pathname + location.search);
    // It may have been saved while the browser was writing it down.
    if (this.acknowledged.get(name) === text) drafts.forget(this.row, name);
  }

  async submitted(event) {
    event.preventDefault();
    if (await this.save()) this.form.dispatchEvent(new CustomEvent("samrad:done", { bubbles: true }));
  }

  /** Save now; whether all that is written is saved when it is over. */
  async save(options) {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    while (this.dirty.length) {
      this.running = this.once(options);
      const saved = await this.running;
      this.running = null;
      if (!saved) return false;
    }
    return !this.disputed.size;
  }

  data() {
    const data = new FormData(this.form);
    for (const name of this.disputed) {
      data.delete(name);
      data.delete(`base-${name}`);
    }
    return data;
  }

  async once(options) {
    const data = this.data();
    const sent = new Map([...fieldsOf(this.form)].map(([name, controls]) => [name, valueOf(controls)]));
    // A link that somebody may be pressing stays: the press itself, in a window that was left, makes us try again.
    if (this.state !== "signed-out") this.say("saving", gettext("Sparar …"));
    try {
      return this.answered(await post(this.form.action, data, options), sent, data);
    } catch (error) {
      return this.failed(error);
    }
  }

  answered({ status, data }, sent, posted) {
    this.tries = 0;
    if (status === 200) {
      this.acknowledge(sent, data);
      showErrors(this.form, {});
      this.saved(data.saved);
      this.form.dispatchEvent(new CustomEvent("samrad:saved", { bubbles: true }));
      return true;
    }
    if (status === 409) {
      const fields = fieldsOf(this.form);
      const inDispute = new Set(openConflict(this, data));
      for (const [name, value] of sent) {
        if (fields.has(name) && !inDispute.has(name) && name in data.values) this.receive(name, value, data.values);
      }
      this.saved();
      return false;
    }
    if (status === 422) {
      showErrors(this.form, data.errors ?? {});
      const general = [...(data.errors?.__all__ ?? []), ...(data.errors?.[""] ?? [])].join(" ");
      this.say("failed", `${gettext("Inte sparat. Rätta det som är fel.")} ${general}`.trim());
      return false;
    }
    this.say("refused", gettext("Det går inte att spara här längre. Texten finns kvar i den här webbläsaren."));
    return false;
  }

  /** Take over what the server has: what was written meanwhile stays, and is still to be saved. */
  acknowledge(sent, { version, values = {} }) {
    const before = Number(this.form.elements.version.value);
    for (const [name, value] of sent) {
      if (!this.disputed.has(name)) this.receive(name, value, values);
    }
    // If others have saved this row too, the version must go on telling so: some of our "base-" fields are older.
    if (version === before + (Object.keys(values).length ? 1 : 0)) this.form.elements.version.value = version;
  }

  /** What the server has of a field is what its next change is compared with. */
  receive(name, value, values) {
    const isPicture = isFile(this.form, name);
    const before = isPicture ? baseOf(this.form, name).value : value;
    const base = name in values ? written(values[name]) : before;
    this.settle(name, value, base);
    if (isPicture && base !== before) showPicture(this, name, base);
  }

  settle(name, value, base = value) {
    const controls = fieldsOf(this.form).get(name);
    this.acknowledged.set(name, value);
    if (isFile(this.form, name)) {
      if (valueOf(controls) === value) controls[0].value = "";
      this.acknowledged.set(name, "");
    }
    const hidden = baseOf(this.form, name);
    if (hidden) hidden.value = base;
    if (valueOf(controls) === value) drafts.forget(this.row, name);
  }

  failed(error) {
    if (error instanceof SignedOut) {
      if (this.state === "signed-out") return false;
      const link = element("a", { href: `${place.login}?next=${encodeURIComponent(location.pathname)}`, target: "_blank", rel: "noopener" });
      link.append(gettext("Logga in i en ny flik"));
      this.say("signed-out", this.stays(gettext("Du är inte inloggad längre.")), " ", link);
    } else if (error instanceof AnotherPerson) {
      this.say("refused", gettext("Någon annan är inloggad i den här webbläsaren. Din text finns kvar tills du loggar in igen."));
    } else {
      this.say("failed", this.stays(gettext("Kunde inte spara.")));
      const pause = RETRIES[Math.min(this.tries++, RETRIES.length - 1)];
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), pause);
      if (!(error instanceof Error) || error.constructor === TypeError) console.error(error);
    }
    return false;
  }

  stays(words) {
    const where = this.isKept === false ? gettext("Stäng inte fönstret: texten finns bara här.") : gettext("Texten finns kvar i den här webbläsaren.");
    return `${words} ${where}`;
  }

  /** Say that all is saved; or rather that there is something left to choose. */
  saved(words) {
    if (this.disputed.size) this.say("conflict", gettext("Någon annan har ändrat samma text. Välj nedanför vilken som ska gälla."));
    else this.say("saved", words);
  }

  get state() {
    return this.form.querySelector("[data-saved]")?.dataset.state;
  }

  say(state, ...words) {
    const place = this.form.querySelector("[data-saved]");
    if (!place) return;
    place.dataset.state = state;
    place.replaceChildren(...words);
  }
}

/** Watch the forms in `root` that save themselves; or others, with a kind of saver of their own. */
export function watch(root = document, forms = "form[data-autosave]", Kind = Saver) {
  for (const form of root.querySelectorAll(forms)) {
    if (!savers.has(form)) savers.set(form, new Kind(form));
  }
}

export function saverOf(form) {
  return savers.get(form);
}

function living() {
  for (const form of savers.keys()) if (!form.isConnected) savers.delete(form);
  return [...savers.values()];
}

export const anythingUnsaved = () => living().some((saver) => saver.isUnsaved);

/** Save all that is not saved; whether it is. */
export async function saveAll(options) {
  const results = await Promise.all(living().map((saver) => saver.save(options)));
  return results.every(Boolean);
}

/** Whoever goes on within Samråd waits until it is saved; the browser asks only where it could not be. */
async function saveBefore(event, goOn) {
  if (!living().some((saver) => saver.isWaiting)) return;
  event.preventDefault();
  event.stopPropagation();
  const isLastWord = choose();
  await saveAll();
  if (isLastWord()) goOn();
}

export function guardLeaving() {
  addEventListener("beforeunload", (event) => anythingUnsaved() && event.preventDefault());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveAll({ keepalive: true });
    else saveAll();
  });
  addEventListener("online", () => saveAll());
  addEventListener("focus", () => saveAll());
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-autosave], [data-adding], [data-conflict-form]")) return;
    saveBefore(event, () => event.target.requestSubmit(event.submitter));
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const isPlain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !isPlain || link.target || link.matches("[data-open-row], [data-close-row], [data-give-up]")) return;
    const leaves = link.origin === location.origin && (link.pathname !== location.pathname || link.search !== location.search);
    if (leaves) saveBefore(event, () => (location.href = link.href));
  });
}
