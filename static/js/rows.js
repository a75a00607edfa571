// Opens a row where it stands, without loading the page again; the back button closes it.
import { anythingUnsaved, saveAll, saverOf, watch } from "./autosave.js";
import { choose } from "./leaving.js";
import { offerDrafts } from "./offers.js";
import { enhanceTexts } from "./richtext.js";
import { page } from "./send.js";

const FIELDS = "input:not([type=hidden]), textarea, select";
let opened = null;

function placeOf(key) {
  return document.getElementById(key);
}

/** Put the form where the row is read, which is kept, hidden. */
function putIn(row, form) {
  const kept = row.tagName === "TR" ? [row] : [...row.children].filter((child) => child.matches(".line-words, .line-tools"));
  for (const part of kept) part.hidden = true;
  if (row.tagName !== "TR") {
    row.prepend(form);
    return { form, frame: form, kept };
  }
  const frame = row.parentElement.insertRow(row.sectionRowIndex + 1);
  frame.className = "line-open";
  const cell = frame.insertCell();
  cell.colSpan = row.cells.length;
  cell.append(form);
  return { form, frame, kept };
}

async function open(key, link) {
  const row = placeOf(key);
  const part = await page(link.dataset.openRow, { part: true });
  const form = document.adoptNode(part.querySelector("[data-row-form]"));
  opened = { key, ...putIn(row, form) };
  watch(form);
  enhanceTexts(form);
  form.querySelector(FIELDS)?.focus();
  await offerDrafts();
}

/** Save, put the words back, and fetch how they read now. */
async function close({ focus }) {
  const { key, form, frame, kept } = opened;
  const saver = saverOf(form.querySelector("form[data-autosave]"));
  if (!(await saver.save())) return false;
  opened = null;
  frame.remove();
  for (const part of kept) part.hidden = false;
  await redraw(key);
  if (focus) placeOf(key)?.querySelector("a[data-open-row]")?.focus();
  return true;
}

async function redraw(key) {
  const address = new URL(location.href);
  address.searchParams.delete("rad");
  address.hash = "";
  try {
    const fresh = (await page(address)).getElementById(key);
    if (fresh) placeOf(key)?.replaceWith(document.adoptNode(fresh));
  } catch {
    // What is shown is older than what is saved; the next page shows it.
  }
}

async function clicked(event) {
  const opening = event.target.closest("a[data-open-row]");
  const closing = event.target.closest("a[data-close-row]");
  if ((!opening && !closing) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (closing && !opened) return leaveByLink(event, closing);
  event.preventDefault();
  if (closing) return history.back();
  const key = opening.closest("[data-key]").dataset.key;
  if (document.querySelector("[data-row-form]") && !opened) return goOnTo(opening);
  const another = opened !== null;
  if (another && !(await close({ focus: false }))) return;
  // The link may have been drawn anew together with its row.
  const link = placeOf(key).querySelector("a[data-open-row]");
  try {
    await open(key, link);
  } catch {
    location.href = link.href;
    return;
  }
  history[another ? "replaceState" : "pushState"]({ row: key }, "", link.href);
}

/** The page came with the row open: its link leads to the page without it. */
async function leaveByLink(event, link) {
  if (!anythingUnsaved()) return;
  event.preventDefault();
  await goOnTo(link, { onlyIfSaved: true });
}

async function goOnTo(link, { onlyIfSaved = false } = {}) {
  const isLastWord = choose();
  const isSaved = await saveAll();
  if (isLastWord() && (isSaved || !onlyIfSaved)) location.href = link.href;
}

async function travelled(event) {
  const key = event.state?.row;
  if (opened && opened.key !== key && !(await close({ focus: true }))) {
    history.pushState({ row: opened.key }, "", placeOf(opened.key)?.querySelector("a[data-open-row]")?.href);
    return;
  }
  const link = key && !opened && placeOf(key)?.querySelector("a[data-open-row]");
  if (link) open(key, link).catch(() => location.reload());
}

/** Whoever asked for a new row writes it at once. */
function writeNewRow() {
  if (location.hash === "#ny") document.getElementById("ny")?.querySelector(FIELDS)?.focus({ preventScroll: true });
}

export function openRowsInPlace() {
  // Going to #ny takes the focus away when the page has loaded.
  addEventListener("load", () => setTimeout(writeNewRow));
  document.addEventListener("click", clicked);
  addEventListener("popstate", travelled);
  document.addEventListener("samrad:done", (event) => {
    if (opened?.form.contains(event.target)) history.back();
    else event.target.closest("[data-row-form]")?.querySelector("a[data-close-row]")?.click();
  });
}
