// The row of buttons over a text: one stop of the Tab key, arrow keys within (the ARIA pattern of a toolbar).
import bold from "bootstrap-icons/icons/type-bold.svg";
import indentIcon from "bootstrap-icons/icons/text-indent-left.svg";
import italic from "bootstrap-icons/icons/type-italic.svg";
import linkIcon from "bootstrap-icons/icons/link-45deg.svg";
import bullets from "bootstrap-icons/icons/list-ul.svg";
import numbers from "bootstrap-icons/icons/list-ol.svg";
import outdentIcon from "bootstrap-icons/icons/text-indent-right.svg";
import redoIcon from "bootstrap-icons/icons/arrow-clockwise.svg";
import undoIcon from "bootstrap-icons/icons/arrow-counterclockwise.svg";
import { closeHistory } from "prosemirror-history";
import { commands, em, link, listAround, markActive, strong } from "./commands.mjs";
import { button, element, icon } from "./elements.mjs";
import { gettext } from "./words.mjs";

const inList = (name) => (state) => listAround(state)?.node.type.name === name;
const ITEMS = [
  { name: "bold", label: gettext("Fet"), keys: "Control+B", body: bold, active: (state) => markActive(state, strong) },
  { name: "italic", label: gettext("Kursiv"), keys: "Control+I", body: italic, active: (state) => markActive(state, em) },
  { name: "link", label: gettext("Länk"), keys: "Control+K", body: linkIcon, active: (state) => markActive(state, link) },
  { name: "bullets", label: gettext("Punktlista"), keys: "Control+Shift+8", body: bullets, active: inList("bullet_list") },
  { name: "numbers", label: gettext("Numrerad lista"), keys: "Control+Shift+7", body: numbers, active: inList("ordered_list") },
  { name: "outdent", label: gettext("Minska indraget"), keys: "Control+Alt+ArrowLeft", body: outdentIcon },
  { name: "indent", label: gettext("Öka indraget"), keys: "Control+Alt+ArrowRight", body: indentIcon },
  { name: "undo", label: gettext("Ångra"), keys: "Control+Z", body: undoIcon },
  { name: "redo", label: gettext("Gör om"), keys: "Control+Y", body: redoIcon },
];
const READABLE = { Control: "Ctrl", Shift: gettext("Skift"), ArrowLeft: "←", ArrowRight: "→" };

function toolButton(item) {
  const made = button("", "richtext-tool");
  const keys = item.keys.split("+").map((key) => READABLE[key] ?? key).join("+");
  made.title = `${item.label} (${keys})`;
  made.setAttribute("aria-label", item.label);
  made.setAttribute("aria-keyshortcuts", item.keys);
  made.append(icon(item.body));
  return made;
}

export function toolbar(view, id, label, openLink) {
  const bar = element("div", { class: "richtext-toolbar", role: "toolbar", "aria-controls": id });
  bar.setAttribute("aria-label", `${gettext("Textformat")}: ${label}`);
  const tools = ITEMS.map((item) => ({ item, tool: toolButton(item), run: item.name === "link" ? openLink : commands[item.name] }));
  bar.append(...tools.map(({ tool }) => tool));

  const stop = (chosen) => tools.forEach(({ tool }) => (tool.tabIndex = tool === chosen ? 0 : -1));
  stop(tools[0].tool);
  // A press must not take the focus from the text, or the selection that it is about is lost.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  for (const { item, tool, run } of tools) {
    tool.addEventListener("click", () => {
      if (tool.getAttribute("aria-disabled") === "true") return;
      if (item.name === "link") openLink();
      else {
        // Each press is undone by itself, however fast the next one came.
        const step = /^(?:undo|redo)$/.test(item.name) ? (tr) => tr : closeHistory;
        run(view.state, (tr) => view.dispatch(step(tr)), view);
        if (document.activeElement !== tool) view.focus();
      }
    });
  }
  bar.addEventListener("keydown", (event) => {
    const at = tools.findIndex(({ tool }) => tool === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tools.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { tool } = tools.at(to % tools.length);
    stop(tool);
    tool.focus();
  });

  const update = (state) => {
    for (const { item, tool, run } of tools) {
      if (item.active) tool.setAttribute("aria-pressed", String(item.active(state)));
      const possible = item.name === "link" || run(state);
      tool.setAttribute("aria-disabled", String(!possible));
    }
  };
  return { bar, update };
}
