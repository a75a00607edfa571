// The row under the buttons where a link's address is written.
import { TextSelection } from "prosemirror-state";
import { link, linkAround } from "./commands.mjs";
import { button, element } from "./elements.mjs";
import { isLink, schema } from "./schema.mjs";
import { gettext } from "./words.mjs";

/** An address as people write it, as one that a link can have; "" where it cannot be made into one. */
function completed(written) {
  const address = written.trim().replace(/\s/g, "%20");
  if (isLink(address)) return address;
  const guess = /^[^@/\s]+@[^@/\s]+\.[^@/\s]+$/.test(address) ? `mailto:${address}` : `https://${address}`;
  return /^[^/\s]+\.[^/\s]{2,}/.test(address) && !/^[a-z][\w+.-]*:/i.test(address) && isLink(guess) ? guess : "";
}

export function linkPanel(view, id) {
  const input = element("input", { id: `${id}-link`, class: "form-control", type: "text", inputmode: "url", autocomplete: "off" });
  const label = element("label", { for: input.id, class: "form-label" }, gettext("Länkens adress"));
  const error = element("p", { id: `${id}-link-error`, class: "invalid-feedback is-shown", hidden: "" });
  error.textContent = gettext("Skriv en webbadress, e-postadress eller ett telefonnummer med tel: framför.");
  const use = button(gettext("Använd länken"), "btn btn-primary btn-sm");
  const remove = button(gettext("Ta bort länken"), "btn btn-outline-secondary btn-sm");
  const cancel = button(gettext("Avbryt"), "btn btn-outline-secondary btn-sm");
  const actions = element("div", { class: "richtext-link-actions" });
  actions.append(use, remove, cancel);
  const panel = element("div", { class: "richtext-link", hidden: "", role: "group", "aria-label": gettext("Länk") });
  panel.append(label, input, error, actions);

  const close = () => {
    panel.hidden = true;
    view.focus();
  };
  const fail = (failed) => {
    error.hidden = !failed;
    input.toggleAttribute("aria-invalid", failed);
    if (failed) input.setAttribute("aria-invalid", "true");
    failed ? input.setAttribute("aria-describedby", error.id) : input.removeAttribute("aria-describedby");
    if (failed) input.focus();
  };
  const apply = () => {
    const href = completed(input.value);
    if (!href) return fail(true);
    view.dispatch(linked(view.state, href));
    close();
  };
  const unlink = () => {
    const around = linkAround(view.state);
    if (around) view.dispatch(view.state.tr.removeMark(around.from, around.to, link));
    close();
  };

  use.addEventListener("click", apply);
  remove.addEventListener("click", unlink);
  cancel.addEventListener("click", close);
  // What is written here is no field of the form around.
  for (const type of ["input", "change"]) panel.addEventListener(type, (event) => event.stopPropagation());
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === input) apply();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const open = () => {
    const around = linkAround(view.state);
    input.value = around?.href ?? "";
    remove.hidden = !around;
    fail(false);
    panel.hidden = false;
    input.focus();
    input.select();
  };
  return { panel, open };
}

/** The selection, or the link around it, with the link; without either the address itself as words. */
function linked(state, href) {
  const mark = schema.mark("link", { href });
  const { from, to, empty } = state.selection;
  const around = linkAround(state);
  const range = empty ? around : { from, to };
  if (range) return state.tr.removeMark(range.from, range.to, link).addMark(range.from, range.to, mark);
  const words = href.replace(/^(?:https?:\/\/|mailto:|tel:)/i, "");
  const tr = state.tr.replaceWith(from, to, schema.text(words, [mark]));
  return tr.setSelection(TextSelection.create(tr.doc, from + words.length)).removeStoredMark(mark);
}
