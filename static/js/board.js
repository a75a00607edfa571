// The board: a card moved by one of its buttons or by dragging, without loading the page again, and said aloud.
import { post } from "./send.js";
import { gettext } from "./words.js";

const board = document.querySelector("[data-board]");
const spoken = document.querySelector("[data-board-words]");

const columnOf = (status) => board.querySelector(`[data-status="${CSS.escape(status)}"]`);
const cardsOf = (column) => column.querySelector(".board-cards");

/** A live region says only what has changed: the same words twice are made two. */
function say(words) {
  spoken.textContent = spoken.textContent === words ? `${words} ` : words;
}

function count(column, step) {
  const place = column.querySelector("[data-count]");
  place.textContent = Number(place.textContent) + step;
}

/** Ask the server to move the card; where it stands afterwards. */
async function move(card, status, { before = null, from, focus = false }) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
  data.set("status", status);
  card.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await post(card.dataset.move, data);
  } catch {
    answer = { status: 0, data: {} };
  }
  card.removeAttribute("aria-busy");
  if (answer.status !== 200) {
    cardsOf(from).append(card);
    say(answer.data.words ?? gettext("Kortet gick inte att flytta. Försök igen."));
    return;
  }
  const fresh = document.adoptNode(new DOMParser().parseFromString(answer.data.card, "text/html").querySelector(".board-card"));
  const to = columnOf(answer.data.status);
  card.remove();
  cardsOf(to).insertBefore(fresh, before?.isConnected ? before : null);
  count(from, -1);
  count(to, 1);
  if (focus) fresh.querySelector("button")?.focus();
  say(answer.data.words);
}

function pressed(event) {
  const button = event.submitter;
  const card = button?.closest(".board-card");
  if (!card) return;
  event.preventDefault();
  move(card, button.value, { from: card.closest("[data-status]"), focus: true });
}

function dropped({ item, from, to, oldIndex, newIndex }) {
  const origin = from.closest("[data-status]");
  if (from === to) {
    // The order within a column is that of the days.
    if (oldIndex !== newIndex) from.insertBefore(item, from.children[oldIndex > newIndex ? oldIndex + 1 : oldIndex] ?? null);
    return;
  }
  move(item, to.closest("[data-status]").dataset.status, { before: item.nextElementSibling, from: origin });
}

/** The library is fetched when a mouse comes near a card. */
async function allowDragging() {
  const { Sortable } = await import("./vendor/sortable.js");
  for (const cards of board.querySelectorAll(".board-cards")) {
    Sortable.create(cards, { group: "board", draggable: ".board-card", filter: "button", preventOnFilter: false, animation: 0, onEnd: dropped });
  }
  board.dataset.draggable = "yes";
}

document.getElementById("move").addEventListener("submit", pressed);
board.addEventListener("pointerover", (event) => event.pointerType === "mouse" && allowDragging(), { once: true });
