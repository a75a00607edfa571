// What a text can hold: the same as core/markdown.py, and nothing else.
import { Schema } from "prosemirror-model";

export const DEEPEST_LIST = 8;
const LINK = /^(?:(?:https?:\/\/|mailto:|tel:)[^\s]+|#[\w.:-]+)$/i;

/** Whether a link may lead there; core.markdown.is_link says the same. */
export function isLink(target) {
  return LINK.test(target);
}

const list = { group: "block", content: "list_item+", attrs: { tight: { default: true } } };

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    bullet_list: { ...list, parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: {
      ...list,
      attrs: { ...list.attrs, start: { default: 1 } },
      parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: Math.max(0, dom.start) }) }],
      toDOM: (node) => ["ol", node.attrs.start === 1 ? {} : { start: node.attrs.start }, 0],
    },
    list_item: {
      content: "paragraph block*",
      defining: true,
      attrs: { value: { default: null } },
      parseDOM: [{ tag: "li", getAttrs: (dom) => ({ value: dom.value > 0 ? dom.value : null }) }],
      toDOM: (node) => ["li", node.attrs.value === null ? {} : { value: node.attrs.value }, 0],
    },
    text: { group: "inline" },
    hard_break: {
      group: "inline",
      inline: true,
      selectable: false,
      linebreakReplacement: true,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        { tag: "a[href]", getAttrs: (dom) => isLink(dom.getAttribute("href")) && { href: dom.getAttribute("href") } },
      ],
      toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  },
});
