// Sections and rows can be dragged, besides being moved by buttons. The library is loaded when a pointer comes near;
// a finger rests on the row for a moment first, since otherwise it scrolls.
import { saveAll } from "./autosave.js";
import { choose } from "./leaving.js";
import { post } from "./send.js";

const REST = 300;
const LISTS = "ol.outline, ul.lines, ol.lines";
const met = new WeakSet();

function keyBefore(item) {
  return item.previousElementSibling?.dataset.key ?? "";
}

async function dropped({ item, oldIndex, newIndex }) {
  if (oldIndex === newIndex) return;
  const link = item.querySelector("a[href]");
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
  data.set("after", keyBefore(item));
  const isLastWord = choose();
  await saveAll();
  try {
    await post(moveAddress(item, link), data);
  } finally {
    // The numbers of all sections, and which buttons do what, have changed with the order.
    if (isLastWord()) location.reload();
  }
}

function moveAddress(item, link) {
  const row = item.querySelector(":scope > .line-tools button[formaction]");
  return row ? row.getAttribute("formaction") : `${new URL(link.href).pathname}flytta/`;
}

async function enable(list) {
  if (met.has(list)) return;
  met.add(list);
  const { Sortable } = await import("./vendor/sortable.js");
  Sortable.create(list, {
    draggable: "[data-key]",
    filter: "button, input, textarea, select, summary, .row-form",
    preventOnFilter: false,
    animation: 0,
    delay: REST,
    delayOnTouchOnly: true,
    onEnd: dropped,
  });
  list.dataset.draggable = "yes";
}

export function allowDragging() {
  document.addEventListener("pointerover", (event) => {
    const list = event.target.closest?.(LISTS);
    if (list) enable(list);
  });
}
