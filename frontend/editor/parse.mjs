// Markdown-lite to a document. The parser is set up as the one in core/markdown.py, rule for rule.
import MarkdownIt from "markdown-it";
import listRule from "markdown-it/lib/rules_block/list.mjs";
import escapeRule from "markdown-it/lib/rules_inline/escape.mjs";
import linkRule from "markdown-it/lib/rules_inline/link.mjs";
import * as mdurl from "mdurl";
import { DEEPEST_LIST, isLink, schema } from "./schema.mjs";

const LIST_ITEM = /^(?:[-*]|\d{1,9}\.)[ \t]+\S/;
/** A line that is only these is text, never the beginning of an item. */
export const ONLY_MARKERS = /^[-*\s]*$/;
// Brackets around nothing that can be seen. Sticky: asked where the parser stands.
const WITHOUT_WORDS = /\[[\s\x01-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*\]/y;

function beginsItem(state, number) {
  const line = state.src.slice(state.bMarks[number] + state.tShift[number], state.eMarks[number]);
  return LIST_ITEM.test(line) && !ONLY_MARKERS.test(line);
}

function listLines(state, startLine, endLine, silent) {
  if (state.level >= 2 * DEEPEST_LIST || !beginsItem(state, startLine)) return false;
  return listRule(state, startLine, endLine, silent);
}

/** A list ends where a line could not begin one: a marker with nothing after it is text there too. */
function listEnds(state, startLine, _endLine, silent) {
  return silent && !beginsItem(state, startLine);
}

function linkWithWords(state, silent) {
  WITHOUT_WORDS.lastIndex = state.pos;
  return !WITHOUT_WORDS.test(state.src) && linkRule(state, silent);
}

/** A backslash at the end of a line is text: the newline is a break already. */
function escapeInLine(state, silent) {
  return !state.src.startsWith("\\\n", state.pos) && escapeRule(state, silent);
}

/** Keep the breaks that part two lines: around a link, lines may have been nothing but its code. */
function partLines(state) {
  for (const token of state.tokens) if (token.type === "inline") token.children = withoutEmptyLines(token.children);
}

function withoutEmptyLines(tokens) {
  let words = false;
  let lastBreak = null;
  const kept = tokens.filter((token) => {
    if (token.type === "softbreak" || token.type === "hardbreak") {
      if (!words) return false;
      words = false;
      lastBreak = token;
    } else if (/[^ \t]/.test(token.content)) words = true;
    return true;
  });
  return words ? kept : kept.filter((token) => token !== lastBreak);
}

const parser = new MarkdownIt("zero", { html: false, linkify: false, typographer: false, breaks: true });
parser.enable(["list", "emphasis", "link", "newline", "escape", "balance_pairs", "fragments_join"]);
parser.block.ruler.at("list", listLines, { alt: ["paragraph"] });
parser.block.ruler.push("list_ends", listEnds, { alt: ["list"] });
parser.inline.ruler.at("link", linkWithWords);
parser.inline.ruler.at("escape", escapeInLine);
parser.core.ruler.push("part_lines", partLines);
// Addresses stay as they were written; whether one may be followed is asked of its encoded form, as in Python.
parser.normalizeLink = (href) => href;
parser.validateLink = (href) => isLink(mdurl.encode(href));

const { doc: docType, paragraph, bullet_list, ordered_list, list_item, hard_break } = schema.nodes;

function inlineNodes(tokens) {
  const nodes = [];
  // Italic may stand in italic; the inner end is not the outer one's.
  const opened = [];
  let marks = [];
  const open = (mark) => {
    opened.push(mark);
    marks = mark.addToSet(marks);
  };
  const close = () => {
    opened.pop();
    marks = opened.reduce((set, mark) => mark.addToSet(set), []);
  };
  for (const token of tokens) {
    if (token.type === "text") token.content && nodes.push(schema.text(token.content, marks));
    else if (token.type === "softbreak" || token.type === "hardbreak") nodes.push(hard_break.create(null, null, marks));
    else if (token.type === "strong_open") open(schema.mark("strong"));
    else if (token.type === "em_open") open(schema.mark("em"));
    else if (token.type === "link_open") open(schema.mark("link", { href: token.attrGet("href") }));
    else close();
  }
  return nodes;
}

function listNode(token, children, tight) {
  if (token.type === "bullet_list_open") return bullet_list.create({ tight }, children);
  return ordered_list.create({ tight, start: Number(token.attrGet("start") ?? 1) }, children);
}

/** The nodes of one level, from `tokens[at]` to its closing token; `at` is moved behind it. */
function blockNodes(tokens, cursor) {
  const nodes = [];
  for (; cursor.at < tokens.length && tokens[cursor.at].nesting >= 0; cursor.at++) {
    const token = tokens[cursor.at];
    if (token.type === "paragraph_open") {
      nodes.push(paragraph.create(null, inlineNodes(tokens[cursor.at + 1].children)));
      cursor.at += 2;
    } else nodes.push(readList(token, tokens, cursor));
  }
  return nodes;
}

function readList(token, tokens, cursor) {
  const items = [];
  let tight = true;
  let expected = null;
  for (cursor.at++; tokens[cursor.at].type === "list_item_open"; cursor.at++) {
    const number = Number(tokens[cursor.at].info);
    const first = ++cursor.at;
    const content = blockNodes(tokens, cursor);
    if (tokens[first].type === "paragraph_open" && !tokens[first].hidden) tight = false;
    if (content[0]?.type !== paragraph) content.unshift(paragraph.create());
    // Only a number that counting would not give is kept, as core/markdown.py prints it.
    const value = expected === null || !number || number === expected ? null : number;
    if (number) expected = number + 1;
    items.push(list_item.create({ value }, content));
  }
  return listNode(token, items, tight);
}

/** The document of a text, and what each of its outermost blocks was written as. */
export function parse(text) {
  const tokens = parser.parse(text, {});
  const lines = text.split("\n");
  const blocks = [];
  for (const cursor = { at: 0 }; cursor.at < tokens.length; cursor.at++) {
    const [start, end] = tokens[cursor.at].map;
    const from = cursor.at;
    const upTo = tokens.findIndex((token, index) => index > from && token.level === 0 && token.nesting < 0);
    const [node] = blockNodes(tokens.slice(from, upTo + 1), { at: 0 });
    cursor.at = upTo;
    blocks.push({ node, start, end: trimmedEnd(lines, start, end) });
  }
  const nodes = blocks.length ? blocks.map((block) => block.node) : [paragraph.create()];
  return { doc: docType.create(null, nodes), sources: sourcesOf(blocks, lines) };
}

function trimmedEnd(lines, start, end) {
  while (end > start + 1 && !lines[end - 1].trim()) end--;
  return end;
}

function sourcesOf(blocks, lines) {
  const sources = new WeakMap();
  blocks.forEach(({ node, start, end }, index) => {
    const next = blocks[index + 1];
    const gap = next ? "\n" + lines.slice(end, next.start).map((line) => line + "\n").join("") : "";
    sources.set(node, { text: lines.slice(start, end).join("\n"), next: next?.node, gap });
  });
  return sources;
}
