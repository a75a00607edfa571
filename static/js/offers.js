// "Du har text som inte hann sparas": what was written before the tab closed, the line broke or the sign-in ran out.
import { saverOf } from "./autosave.js";
import * as drafts from "./drafts.js";
import { fieldsOf, labelOf, show, valueOf } from "./fields.js";
import { element, gettext } from "./words.js";

const HEADING = gettext("Du har text som inte hann sparas");
const offered = new Set();

function column(heading, text) {
  return element("div", {}, element("p", { class: "unsaved-title" }, heading), element("pre", { class: "unsaved-text", tabindex: "0" }, text || gettext("(ingen text)")));
}

function action(words, className, run) {
  const made = element("button", { type: "button", class: `btn btn-sm ${className}` }, words);
  made.addEventListener("click", run);
  return made;
}

function texts(form, draft) {
  const controls = fieldsOf(form).get(draft.field);
  const written = column(gettext("Det du skrev"), draft.text);
  const saved = form.matches("[data-adding]") ? [] : [column(gettext("Det som är sparat"), valueOf(controls))];
  return element("div", {}, element("p", { class: "unsaved-title" }, labelOf(controls)), element("div", { class: "unsaved-texts" }, ...saved, written));
}

/** Beside the form: what was written in it in one window and not saved, and what is saved. */
function offerHere(form, found) {
  const box = element("div", { class: "unsaved", role: "status" });
  const drop = () => {
    for (const draft of found) drafts.forgetKey(draft.key);
    box.remove();
  };
  const use = () => {
    drop();
    for (const draft of found) {
      const controls = fieldsOf(form).get(draft.field);
      show(controls, draft.text);
      controls[0].dispatchEvent(new Event("change", { bubbles: true }));
    }
    const [first] = fieldsOf(form).get(found[0].field);
    (document.getElementById(`${first.id}-richtext`) ?? first).focus();
  };
  box.append(
    element("p", { class: "unsaved-title" }, HEADING),
    ...found.map((draft) => texts(form, draft)),
    element("div", { class: "unsaved-actions" },
      action(gettext("Använd det jag skrev"), "btn-primary", use),
      action(gettext("Släng det jag skrev"), "btn-outline-secondary", drop)),
  );
  form.before(box);
  box.scrollIntoView({ block: "nearest" });
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
  const here = new Map();
  for (const draft of await drafts.leftBehind()) {
    const form = document.querySelector(`form[data-key="${CSS.escape(draft.row)}"]`);
    const controls = form && fieldsOf(form).get(draft.field);
    if (!controls) elsewhere.push(draft);
    else if (draft.text === valueOf(controls) && saverOf(form)?.acknowledged.get(draft.field) === draft.text) drafts.forgetKey(draft.key);
    else if (!offered.has(draft.key) && draft.text !== valueOf(controls)) {
      offered.add(draft.key);
      const place = `${draft.row} ${draft.inWindow}`;
      here.set(place, [...(here.get(place) ?? []), draft]);
    }
  }
  for (const found of here.values()) offerHere(document.querySelector(`form[data-key="${CSS.escape(found[0].row)}"]`), found);
  offerElsewhere(elsewhere);
}
