// What the buttons and keys do.
import { chainCommands, exitCode, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { AllSelection, TextSelection } from "prosemirror-state";
import { DEEPEST_LIST, schema } from "./schema.mjs";

const { bullet_list, ordered_list, list_item, hard_break } = schema.nodes;
export const { strong, em, link } = schema.marks;

/** "Select all" selects the document itself; what is meant are the texts in it. */
function textSelection({ selection, doc }) {
  return selection instanceof AllSelection ? TextSelection.between(doc.resolve(0), doc.resolve(doc.content.size)) : selection;
}

function onTexts(command) {
  return (state, dispatch, view) => {
    const selection = textSelection(state);
    const meant = selection === state.selection ? state : state.apply(state.tr.setSelection(selection));
    return command(meant, dispatch, view);
  };
}

/** The innermost list around the selection, and where it stands. */
export function listAround(state) {
  const { $from } = textSelection(state);
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type === bullet_list || node.type === ordered_list) return { node, pos: $from.before(depth) };
  }
  return null;
}

function toggleList(type) {
  return (state, dispatch, view) => {
    const around = listAround(state);
    if (!around) return wrapInList(type)(state, dispatch, view);
    if (around.node.type === type) return liftListItem(list_item)(state, dispatch, view);
    dispatch?.(state.tr.setNodeMarkup(around.pos, type, { tight: around.node.attrs.tight }));
    return true;
  };
}

function indent(state, dispatch) {
  const lists = Array.from({ length: state.selection.$from.depth }, (_, depth) => state.selection.$from.node(depth + 1));
  if (lists.filter((node) => node.type === list_item).length >= DEEPEST_LIST) return false;
  return sinkListItem(list_item)(state, dispatch);
}

const lineBreak = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView());
  return true;
});

/** At the start of an item, backspace takes the item out of its list. */
function leaveList(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.node(-1)?.type !== list_item || $from.index(-1) > 0) return false;
  return liftListItem(list_item)(state, dispatch);
}

export const commands = {
  bold: toggleMark(strong),
  italic: toggleMark(em),
  bullets: onTexts(toggleList(bullet_list)),
  numbers: onTexts(toggleList(ordered_list)),
  indent: onTexts(indent),
  outdent: onTexts(liftListItem(list_item)),
  undo,
  redo,
};

/** Keys. Tab is not among them: it leaves the text, as in every other field. */
export const keys = {
  "Mod-b": commands.bold,
  "Mod-i": commands.italic,
  "Mod-z": undo,
  "Mod-y": redo,
  "Shift-Mod-z": redo,
  "Shift-Mod-7": commands.numbers,
  "Shift-Mod-8": commands.bullets,
  "Mod-Alt-ArrowRight": commands.indent,
  "Mod-Alt-ArrowLeft": commands.outdent,
  "Shift-Enter": lineBreak,
  Enter: splitListItem(list_item, { value: null }),
  Backspace: leaveList,
};

export const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*]\s$/, bullet_list),
    wrappingInputRule(
      /^(\d{1,9})\.\s$/,
      ordered_list,
      (match) => ({ start: Number(match[1]) }),
      (match, node) => node.childCount + node.attrs.start === Number(match[1]),
    ),
  ],
});

/** Whether a mark is on where the next letter would stand, or anywhere in what is selected. */
export function markActive({ selection, storedMarks, doc }, type) {
  const { from, to, empty, $from } = selection;
  return empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type);
}

/** The link around the caret or in the selection, with where it begins and ends. */
export function linkAround({ selection, doc }) {
  const { from, to, empty } = selection;
  const beside = empty ? 1 : 0;
  let found = null;
  doc.nodesBetween(Math.max(0, from - beside), Math.min(doc.content.size, to + beside), (node, pos) => {
    const mark = node.isInline && link.isInSet(node.marks);
    if (!mark) return;
    const end = pos + node.nodeSize;
    if (!found) found = { from: pos, to: end, href: mark.attrs.href };
    else if (found.href === mark.attrs.href && found.to === pos) found.to = end;
  });
  return found;
}
