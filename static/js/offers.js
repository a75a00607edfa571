// "Du har text som inte hann sparas": what was written before the tab closed, the line broke or the sign-in ran out.
import { saverOf } from "./autosave.js";
import * as drafts from "./drafts.js";
import { fieldsOf, labelOf, show, valueOf } from "./fields.js";
import { element, gettext } from "./words.js";

const HEADING = gettext("Du har text som inte hann sparas");
let offered = new Set();

function column(heading, text) {
  return element("div", {}, element("p", { class: "unsaved-title" }, heading), element("pre", { class: "unsaved-text", tabindex: "0" }, text || gettext("(ingen text)")));
}

function action(words, className, run) {
  const made = element("button", { type: "button", class: `btn btn-sm ${className}` }, words);
  made.addEventListener("click", run);
  return made;
}

/** Beside the form: the text in it and the one that was not saved. */
function offerHere(form, controls, draft) {
  const box = element("div", { class: "unsaved", role: "status" });
  const drop = () => {
    drafts.forgetKey(draft.key);
    box.remove();
  };
  const use = () => {
    show(controls, draft.text);
    drop();
    controls[0].dispatchEvent(new Event("change", { bubbles: true }));
    (document.getElementById(`${controls[0].id}-richtext`) ?? controls[0]).focus();
  };
  box.append(
    element("p", { class: "unsaved-title" }, `${HEADING}: ${labelOf(controls)}`),
    element("div", { class: "unsaved-texts" }, column(gettext("Det som är sparat"), valueOf(controls)), column(gettext("Det du skrev"), draft.text)),
    element("div", { class: "unsaved-actions" },
      action(gettext("Använd det jag skrev"), "btn-primary", use),
      action(gettext("Släng det jag skrev"), "btn-outline-secondary", drop)),
  );
  form.before(box);
}

/** On top of the page: text that belongs to another part of the plan. */
function offerElsewhere(found) {
  document.querySelector("[data-offers]")?.remove();
  if (!found.length) return;
  const addresses = new Map(found.map((draft) => [draft.address, draft]));
  const lines = [...addresses.values()].map((draft) => {
    const at = new Date(draft.at).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
    const begins = draft.text.trim().slice(0, 60) || gettext("(ingen text)");
    return element("li", {}, element("a", { href: `${draft.address}` }, begins), ` (${at})`);
  });
  const box = element("div", { class: "unsaved", role: "status", "data-offers": "" }, element("p", { class: "unsaved-title" }, HEADING), element("ul", {}, ...lines));
  document.querySelector("[data-editor], .sheet")?.before(box);
}

/** Look for text that was left behind; again after a row has been opened. */
export async function offerDrafts() {
  const elsewhere = [];
  for (const draft of await drafts.leftBehind()) {
    const form = document.querySelector(`form[data-autosave][data-key="${CSS.escape(draft.row)}"]`);
    const controls = form && fieldsOf(form).get(draft.field);
    if (!controls) elsewhere.push(draft);
    else if (draft.text === valueOf(controls) && saverOf(form)?.acknowledged.get(draft.field) === draft.text) drafts.forgetKey(draft.key);
    else if (!offered.has(draft.key) && draft.text !== valueOf(controls)) {
      offered.add(draft.key);
      offerHere(form, controls, draft);
    }
  }
  offerElsewhere(elsewhere);
}
