// A document to Markdown-lite. Each form is tried and read again: what reads back as the same document is written,
// the plainest first; where no form does, formatting gives way, never a word.
import { fingerprint, MARKS, model, SPACE, stretches, withoutMarksOnSpace } from "./model.mjs";
import { ONLY_MARKERS, parse } from "./parse.mjs";

// Stars as a rule; underscores where bold stands against italic and the stars of both would run together.
const DELIMITERS = [{ strong: "**", em: "*" }, { strong: "**", em: "_" }, { strong: "__", em: "*" }];
// What stands outermost; a link that bold or italic begins or ends within can be written as two with one address.
const ORDERS = [
  { marks: ["link", "strong", "em"], cutLinks: false },
  { marks: ["strong", "em", "link"], cutLinks: false },
  { marks: ["strong", "em", "link"], cutLinks: true },
];

/** `raw` escapes nothing, `lines` what would begin a list, `all` whatever could be markup anywhere. */
function escaped(text, how) {
  if (how === "raw") return text;
  const safe = how === "all" ? text.replace(/[\\*_[\]]/g, "\\$&").replace(/^-/gm, "\\-") : text.replace(/^[-*](?=[ \t])/gm, "\\$&");
  return safe.replace(/^(\d{1,9})\.(?=[ \t])/gm, "$1\\.");
}

function destination(href) {
  const safe = href.replace(/[\\<>]/g, "\\$&").replace(/&(?=[a-z#][a-z0-9]*;)/gi, "\\&");
  return /[()\s]/.test(href) ? `<${safe}>` : safe;
}

/** The mark that starts at `from` and reaches farthest; of several, the first in `order`. */
function longest(all, from, to, open, { marks, cutLinks }) {
  let best = null;
  for (const mark of marks) {
    if (open.includes(mark) || !all[from][mark]) continue;
    const same = mark === "link" && cutLinks ? MARKS : [mark];
    let end = from + 1;
    while (end < to && same.every((one) => all[end][one] === all[from][one])) end++;
    if (!best || end > best.end) best = { mark, end };
  }
  return best;
}

function written(all, from, to, open, { order, delimiters }) {
  const parts = [];
  for (let at = from; at < to; ) {
    const best = longest(all, at, to, open, order);
    if (!best) {
      parts.push({ text: all[at].char });
      at++;
      continue;
    }
    const inner = written(all, at, best.end, [...open, best.mark], { order, delimiters });
    if (best.mark === "link") parts.push({ code: "[" }, ...inner, { code: `](${destination(all[at].link)})` });
    else parts.push({ code: delimiters[best.mark] }, ...inner, { code: delimiters[best.mark] });
    at = best.end;
  }
  return parts;
}

/** Text is escaped in stretches between the marks, so that "at the start of a line" means just that. */
function joinParts(parts, how) {
  let result = "";
  let text = "";
  const flush = () => {
    const lineStart = result === "" || result.endsWith("\n");
    const shielded = escaped(lineStart ? text : `\u0001${text}`, how);
    result += lineStart ? shielded : shielded.slice(1);
    text = "";
  };
  for (const part of parts) {
    if (part.text !== undefined) text += part.text;
    else {
      flush();
      result += part.code;
    }
  }
  flush();
  return result;
}

function without(all, ...marks) {
  return all.map((one) => ({ ...one, ...Object.fromEntries(marks.map((mark) => [mark, mark === "link" ? null : false])) }));
}

/** Space between words that are marked differently, without marks: bold and italic may overlap only there. */
function apart(all) {
  const kept = all.map((one) => ({ ...one }));
  for (let start = 1; start < all.length; start++) {
    if (!SPACE.test(all[start].char)) continue;
    let end = start;
    while (SPACE.test(all[end].char)) end++;
    const [before, after] = [all[start - 1], all[end]];
    if (MARKS.some((mark) => before[mark] !== after[mark])) {
      for (let i = start; i < end; i++) Object.assign(kept[i], { strong: false, em: false, link: null });
    }
    start = end;
  }
  return kept;
}

/** Bold and italic that begin and end on letters or figures: `a**"b"**c` cannot be written, `a"**b**"c` can. */
function onWords(all) {
  const kept = all.map((one) => ({ ...one }));
  for (const mark of ["strong", "em"]) {
    for (const [start, end] of stretches(kept, mark)) {
      for (let i = start; i < end && !/[\p{L}\p{N}]/u.test(kept[i].char); i++) kept[i][mark] = false;
      for (let i = end - 1; i >= start && !/[\p{L}\p{N}]/u.test(kept[i].char); i--) kept[i][mark] = false;
    }
  }
  return kept;
}

/** What a paragraph may say, from all of its marks to none. */
function wishes(all) {
  const lost = [["em"], ["strong"], ["strong", "em"], ["strong", "em", "link"]];
  return [all, apart(all), withoutMarksOnSpace(onWords(all)), ...lost.map((marks) => without(all, ...marks))];
}

/** The forms of `characters` in the order in which they are tried, each once. */
function forms(characters, careful) {
  const found = new Set();
  for (const delimiters of DELIMITERS) {
    const ordered = ORDERS.map((order) => written(characters, 0, characters.length, [], { order, delimiters }));
    for (const how of careful ? ["all"] : ["raw", "lines", "all"]) {
      for (const parts of ordered) found.add(joinParts(parts, how));
    }
  }
  return found;
}

function paragraph(all, careful, beginsItem) {
  for (const characters of wishes(all)) {
    const wanted = fingerprint([{ text: characters }]);
    for (const text of forms(characters, careful)) {
      if (beginsItem && ONLY_MARKERS.test(text.split("\n", 1)[0])) continue;
      if (fingerprint(model(parse(text).doc)) === wanted) return text;
    }
  }
  return escaped(all.map((one) => one.char).join(""), "all");
}

function listText(list, bullet, careful) {
  let number = list.start - 1;
  const items = list.items.map((item) => {
    number = item.value ?? number + 1;
    const marker = list.ordered ? `${number}. ` : `${bullet} `;
    const gap = list.tight && !careful ? "\n" : "\n\n";
    const inside = blocksText(item.blocks, careful, gap, true);
    return marker + inside.replaceAll("\n", `\n${" ".repeat(marker.length)}`).replace(/^ +$/gm, "");
  });
  return items.join(list.tight ? "\n" : "\n\n");
}

function blocksText(blocks, careful, gap = "\n\n", inItem = false) {
  let bullet = "*";
  return blocks
    .map((block, index) => {
      if (block.text) return paragraph(block.text, careful, inItem && index === 0);
      // Two lists in a row stay two if their markers differ.
      const after = blocks[index - 1];
      bullet = after && !after.text && bullet === "-" ? "*" : "-";
      return listText(block, bullet, careful);
    })
    .join(gap);
}

/** All of a document, written anew. */
export function writeAnew(blocks) {
  let best = "";
  for (const careful of [false, true]) {
    const text = blocksText(blocks, careful);
    const readBack = model(parse(text).doc);
    if (fingerprint(readBack) === fingerprint(blocks)) return text;
    if (!best && fingerprint(readBack, false) === fingerprint(blocks, false)) best = text;
    if (careful) return best || text;
  }
}

/** Write documents that grew out of one text: a block that nobody touched stays as it was written. */
export function writer({ doc: original, sources }, originalText) {
  const cache = new WeakMap();
  const blockOf = (node) => {
    if (!cache.has(node)) {
      const blocks = model({ forEach: (visit) => visit(node) });
      cache.set(node, sources.get(node)?.text ?? writeAnew(blocks));
    }
    return cache.get(node);
  };
  return (doc) => {
    if (doc.eq(original)) return originalText;
    const nodes = [];
    doc.forEach((node) => blockOf(node) && nodes.push(node));
    let text = "";
    nodes.forEach((node, index) => {
      const source = sources.get(node);
      text += blockOf(node);
      if (index < nodes.length - 1) text += source?.next === nodes[index + 1] ? source.gap : "\n\n";
    });
    const wanted = model(doc);
    return fingerprint(model(parse(text).doc)) === fingerprint(wanted) ? text : writeAnew(wanted);
  };
}
