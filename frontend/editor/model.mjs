// A document as plain values, cleaned of what Markdown-lite cannot say: space at the ends of lines and of marks,
// empty paragraphs and items, two line breaks in a row. Two documents with the same model print the same.
import { DEEPEST_LIST } from "./schema.mjs";

export const MARKS = ["strong", "em", "link"];
export const SPACE = /\s/;

/** The characters of a paragraph, each with its marks. */
function characters(node) {
  const all = [];
  node.forEach((child) => {
    const marks = { strong: false, em: false, link: null };
    for (const mark of child.marks) marks[mark.type.name] = mark.type.name === "link" ? mark.attrs.href : true;
    const text = child.isText ? child.text.replace(/\r\n?/g, "\n").replaceAll("\0", "\uFFFD") : "\n";
    for (const char of text) all.push({ char, ...marks });
  });
  return all;
}

function trimmed(line) {
  let start = 0;
  let end = line.length;
  while (start < end && SPACE.test(line[start].char)) start++;
  while (end > start && SPACE.test(line[end - 1].char)) end--;
  return line.slice(start, end);
}

/** One list of characters for each paragraph that the node becomes. */
function paragraphs(node) {
  const found = [];
  let lines = [];
  const finish = () => {
    if (lines.length) found.push(lines.flatMap((line, index) => (index ? [breakBetween(lines[index - 1], line), ...line] : line)));
    lines = [];
  };
  for (const line of splitLines(characters(node))) {
    if (line.length) lines.push(line);
    else finish();
  }
  finish();
  return found.map(withoutMarksOnSpace);
}

function splitLines(all) {
  const lines = [[]];
  for (const one of all) {
    if (one.char === "\n") lines.push([]);
    else lines.at(-1).push(one);
  }
  return lines.map(trimmed);
}

function breakBetween(before, after) {
  const [last, first] = [before.at(-1), after[0]];
  return {
    char: "\n",
    strong: last.strong && first.strong,
    em: last.em && first.em,
    link: last.link === first.link ? first.link : null,
  };
}

/** Take each mark away from the space at the ends of its stretch, where Markdown cannot have it. */
export function withoutMarksOnSpace(all) {
  const kept = all.map((one) => ({ ...one }));
  for (const mark of MARKS) {
    for (const [start, end] of stretches(kept, mark)) {
      for (let i = start; i < end && SPACE.test(kept[i].char); i++) kept[i][mark] = mark === "link" ? null : false;
      for (let i = end - 1; i >= start && SPACE.test(kept[i].char); i--) kept[i][mark] = mark === "link" ? null : false;
    }
  }
  return kept;
}

/** Start and end of each stretch that has one and the same value of a mark. */
export function stretches(all, mark) {
  const found = [];
  for (let start = 0; start < all.length; start++) {
    if (!all[start][mark]) continue;
    let end = start + 1;
    while (end < all.length && all[end][mark] === all[start][mark]) end++;
    found.push([start, end]);
    start = end - 1;
  }
  return found;
}

function listModel(node, depth) {
  const items = [];
  node.forEach((item) => {
    const blocks = blockModels(item, depth + 1);
    // What is nested deeper than core/markdown.py reads stands on the deepest level it does read.
    const tooDeep = depth === DEEPEST_LIST ? blocks.filter((block) => block.items) : [];
    const own = blocks.filter((block) => !tooDeep.includes(block));
    if (own.length) items.push({ value: item.attrs.value, blocks: own });
    for (const inner of tooDeep) items.push(...inner.items.map((one) => ({ ...one, value: null })));
  });
  return { ordered: node.type.name === "ordered_list", start: node.attrs.start ?? 1, tight: node.attrs.tight, items };
}

/** Two numbered lists in a row are one in Markdown-lite; the second goes on with its own number. */
function joined(blocks) {
  const kept = [];
  for (const block of blocks) {
    const last = kept.at(-1);
    if (block.ordered && last?.ordered) {
      const [first, ...rest] = block.items;
      last.items.push({ ...first, value: first.value ?? block.start }, ...rest);
      last.tight &&= block.tight;
    } else kept.push(block);
  }
  return kept;
}

function blockModels(parent, depth) {
  const blocks = [];
  parent.forEach((node) => {
    if (node.isTextblock) blocks.push(...paragraphs(node).map((text) => ({ text })));
    else {
      const list = listModel(node, depth);
      if (list.items.length) blocks.push(list);
    }
  });
  return joined(blocks);
}

/** The blocks of a document, or of one of its outermost nodes. */
export function model(parent) {
  return blockModels(parent, 1);
}

/** A string that two models share if they print the same; `tight` tells how close the items of lists stand. */
export function fingerprint(blocks, tight = true) {
  return JSON.stringify(blocks.map((block) => (block.text ? runs(block.text) : printedList(block, tight))));
}

function runs(all) {
  const found = [];
  let last = null;
  for (const { char, strong, em, link } of all) {
    // A break has no look: marks may end before it and begin again behind it.
    const marks = char === "\n" ? last : `${strong}${em}${link}`;
    if (marks === last) found[found.length - 1][1] += char;
    else found.push([marks, char]);
    last = marks;
  }
  return found;
}

function printedList(list, tight) {
  let number = list.start - 1;
  const items = list.items.map((item) => {
    number = item.value ?? number + 1;
    return [list.ordered ? number : 0, JSON.parse(fingerprint(item.blocks, tight))];
  });
  return { ordered: list.ordered, tight: tight && list.tight, items };
}
