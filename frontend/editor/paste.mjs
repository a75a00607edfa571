// What comes from Word, Outlook or a web page, made into plain paragraphs, lists, links, bold and italic.
import { isLink } from "./schema.mjs";

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const NUMBERED = /^\s*\(?(?:\d{1,9}|[a-z]{1,2}|[ivxlc]{1,6})[.)]/i;
const KEPT = new Set(["href", "start", "value"]);
const BLOCKS = "p,div,li,ul,ol,table,h1,h2,h3,h4,h5,h6,blockquote,pre,section,article";

/** The page's policy forbids styles and handlers, also in a document that is never shown: rename them unread. */
function disarmed(html) {
  return html
    .replace(/<!--[\s\S]*?-->|<!\[[^>]*>|<\?xml[^>]*>/g, "")
    .replace(/<(style|script|xml|head)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(TAG, (tag) => tag.replace(/("[^"]*"|'[^']*')|\s(style|on\w+)(?=\s*=)/gi, (match, quoted, name) => quoted ?? ` data-${name}`));
}

/** A declaration of a style attribute that was renamed, in small letters; "" where there is none. */
function declared(element, property) {
  const pattern = new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`, "i");
  return (element.dataset.style?.match(pattern)?.[1] ?? "").trim().toLowerCase();
}

function replaceTag(element, tag) {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

function wrapContent(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Bold and italic are said in many ways; a heading loses its look, a <b> that is not bold its mark. */
function readStyles(body) {
  for (const element of body.querySelectorAll("[data-style]")) {
    const weight = declared(element, "font-weight");
    const bold = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
    const italic = /^(?:italic|oblique)/.test(declared(element, "font-style"));
    if (/^(?:B|STRONG)$/.test(element.tagName) && weight && !bold) replaceTag(element, "span");
    else if (!element.matches(`${BLOCKS},a`) || !element.querySelector(BLOCKS)) {
      if (bold && !/^(?:B|STRONG|H\d)$/.test(element.tagName)) wrapContent(element, "strong");
      if (italic && !/^(?:I|EM)$/.test(element.tagName)) wrapContent(element, "em");
    }
  }
}

function readLinks(body) {
  for (const link of body.querySelectorAll("a")) {
    const href = link.getAttribute("href")?.trim() ?? "";
    // "#_Toc123" leads to a bookmark of the Word document.
    if (isLink(href) && !href.startsWith("#")) link.setAttribute("href", href);
    else link.replaceWith(...link.childNodes);
  }
}

/** Word writes a list as paragraphs that name their level, each with its marker as text. */
function listParagraph(element) {
  const level = declared(element, "mso-list").match(/level(\d+)/);
  if (!level) return null;
  const markers = [...element.querySelectorAll("[data-style]")].filter((one) => declared(one, "mso-list") === "ignore");
  const words = markers.map((one) => one.textContent).join("");
  for (const marker of markers) marker.remove();
  return { level: Number(level[1]), ordered: NUMBERED.test(words), number: Number.parseInt(words, 10) || 1 };
}

function buildLists(body) {
  let open = [];
  let last = null;
  for (const element of [...body.querySelectorAll("p,li,h1,h2,h3,h4,h5,h6,div")]) {
    const item = element.tagName === "LI" ? null : listParagraph(element);
    if (!item) continue;
    if (!last || nextElement(last) !== element) open = [];
    while (open.length > item.level) open.pop();
    if (open.length === item.level && (open.at(-1).tagName === "OL") !== item.ordered) open.pop();
    while (open.length < item.level) open.push(newList(element, open.at(-1), item, open.length + 1));
    const entry = element.ownerDocument.createElement("li");
    open.at(-1).append(entry);
    entry.append(replaceTag(element, "p"));
    last = open[0];
  }
}

function nextElement(node) {
  return node.nextElementSibling;
}

function newList(element, parent, item, level) {
  const list = element.ownerDocument.createElement(item.ordered ? "ol" : "ul");
  if (item.ordered && item.number > 1 && level === item.level) list.setAttribute("start", item.number);
  if (!parent) element.before(list);
  else if (parent.lastElementChild) parent.lastElementChild.append(list);
  else {
    const entry = element.ownerDocument.createElement("li");
    entry.append(list);
    parent.append(entry);
  }
  return list;
}

/** Google Docs and older Word put a list straight into a list. */
function adoptLists(body) {
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = list.previousElementSibling;
    if (before?.tagName === "LI") before.append(list);
  }
}

function dropEmpty(body) {
  for (const element of body.querySelectorAll("p,div,h1,h2,h3,h4,h5,h6")) {
    if (!element.textContent.replaceAll("\u00a0", " ").trim() && !element.querySelector("li")) element.remove();
  }
}

/** Non-breaking space as padding is layout; between a figure and its unit it is meant. */
function readSpace(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/[ \u00a0]{2,}/g, " ");
  }
}

/** Clipboard HTML as HTML that the schema reads. */
export function cleanPasted(html) {
  // What this editor copied itself needs no cleaning, and its note on open lists must stay.
  if (/data-pm-slice/.test(html)) return html;
  const body = new DOMParser().parseFromString(disarmed(html), "text/html").body;
  for (const element of body.querySelectorAll("img,svg,video,object,template")) element.remove();
  buildLists(body);
  readStyles(body);
  readLinks(body);
  for (const heading of body.querySelectorAll("h1,h2,h3,h4,h5,h6")) replaceTag(heading, "p");
  for (const cell of body.querySelectorAll("td,th")) if (!cell.querySelector(BLOCKS)) wrapContent(cell, "p");
  readSpace(body);
  adoptLists(body);
  dropEmpty(body);
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
  }
  return body.innerHTML;
}
