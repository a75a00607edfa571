// The small editor over a textarea with Markdown-lite. The textarea stays the value of the form.
import { baseKeymap } from "prosemirror-commands";
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { keys, rules } from "./commands.mjs";
import { element } from "./elements.mjs";
import { linkPanel } from "./link-panel.mjs";
import { model } from "./model.mjs";
import { parse } from "./parse.mjs";
import { cleanPasted } from "./paste.mjs";
import { writeAnew, writer } from "./serialize.mjs";
import { toolbar } from "./toolbar.mjs";

/** For tests: a text through the document and back, without the memory of how it was written. */
export const rewrite = (text) => writeAnew(model(parse(text).doc));

function labelOf(textarea) {
  const label = textarea.labels?.[0];
  if (label && !label.id) label.id = `${textarea.id}-label`;
  return label;
}

/** The words for those who do not see: the same label, help and error as the textarea has. */
function ariaOf(textarea, label) {
  const attributes = { role: "textbox", "aria-multiline": "true", class: "richtext-area", id: `${textarea.id}-richtext` };
  if (label) attributes["aria-labelledby"] = label.id;
  else attributes["aria-label"] = textarea.getAttribute("aria-label") ?? textarea.name;
  for (const name of ["aria-describedby", "aria-invalid", "aria-errormessage", "lang"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  if (textarea.required) attributes["aria-required"] = "true";
  return attributes;
}

/** Whoever leads to the textarea, by its label or from the list of errors, comes to the text. */
function leadHere(textarea, label, view) {
  label?.addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(`a[href="#${CSS.escape(textarea.id)}"]`)) return;
    event.preventDefault();
    view.focus();
    view.dom.scrollIntoView({ block: "center" });
  });
}

/** Put the editor in the place of a textarea; what is typed is in the textarea at once, with an "input" event. */
export function mount(textarea) {
  if (textarea.dataset.richtextMounted) return null;
  textarea.dataset.richtextMounted = "yes";
  const label = labelOf(textarea);
  const frame = element("div", { class: "richtext" });
  let write;
  let bar;
  let panel;

  const plugins = [
    rules,
    keymap({ ...keys, "Mod-k": () => (panel.open(), true) }),
    keymap(baseKeymap),
    history(),
  ];
  const read = (text) => {
    const parsed = parse(text);
    write = writer(parsed, text);
    return parsed.doc;
  };
  const view = new EditorView(
    { mount: frame.appendChild(element("div")) },
    {
      state: EditorState.create({ doc: read(textarea.value), plugins }),
      attributes: ariaOf(textarea, label),
      editable: () => !textarea.disabled && !textarea.readOnly,
      transformPastedHTML: cleanPasted,
      dispatchTransaction(transaction) {
        view.updateState(view.state.apply(transaction));
        bar.update(view.state);
        if (transaction.docChanged && !transaction.getMeta("from-form")) passOn(textarea, write(view.state.doc));
      },
    },
  );
  panel = linkPanel(view, textarea.id);
  bar = toolbar(view, view.dom.id, label?.textContent.trim() ?? textarea.name, panel.open);
  frame.prepend(bar.bar, panel.panel);
  bar.update(view.state);

  const hadFocus = document.activeElement === textarea;
  textarea.after(frame);
  textarea.hidden = true;
  // A hidden field that must be filled would stop the form without a word; the server says it instead.
  textarea.required = false;
  if (hadFocus) view.focus();
  leadHere(textarea, label, view);
  textarea.addEventListener("samrad:set", () => {
    const doc = read(textarea.value);
    const { tr } = view.state;
    view.dispatch(tr.replaceWith(0, tr.doc.content.size, doc.content).setMeta("from-form", true));
  });
  view.dom.addEventListener("blur", () => textarea.dispatchEvent(new Event("change", { bubbles: true })));
  return view;
}

function passOn(textarea, text) {
  if (textarea.value === text) return;
  textarea.value = text;
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}
