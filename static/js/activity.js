// The pages on which an activity is filled in: on to the next question, and times that are said in words.
import { saveAll, saverOf } from "./autosave.js";
import { fieldsOf, isText, showErrors, valueOf } from "./fields.js";
import { choose } from "./leaving.js";
import { page, post } from "./send.js";

const NEEDS_DAY = new Set(["date", "period", "month", "week"]);

/** Rows that are written and not added yet are added; whether all could be. */
async function addWritten() {
  for (const form of document.querySelectorAll("form[data-adding]")) {
    const texts = [...fieldsOf(form).values()].filter(isText);
    if (!texts.some((controls) => valueOf(controls).trim())) continue;
    const { status, data } = await post(form.action, new FormData(form));
    if (status !== 201) {
      showErrors(form, data.errors ?? {});
      return false;
    }
    await saverOf(form)?.discard();
  }
  return true;
}

/** "Nästa" saves all that stands on the page, and goes on when it is saved. */
function goOn() {
  document.addEventListener("samrad:done", async ({ target }) => {
    const next = target.dataset.next;
    const isLastWord = choose();
    if (next && (await saveAll()) && (await addWritten()) && isLastWord()) location.href = next;
  });
}

/** A kind of timing that needs a day is saved together with the day. */
function waitForTheDay() {
  const wait = (event) => {
    if (event.target.name !== "timing_kind" || !NEEDS_DAY.has(event.target.value)) return;
    if (!event.target.form.elements.starts_on.value) event.stopPropagation();
  };
  for (const kind of ["input", "change"]) document.addEventListener(kind, wait, true);
}

/** What was chosen, in words: as the server says it once it is saved. */
function sayWhen() {
  document.addEventListener("samrad:saved", async ({ target }) => {
    if (!target.querySelector("[data-when]")) return;
    try {
      const fresh = await page(location.href);
      for (const what of ["[data-when-said]", "[data-when-near]"]) renew(document.querySelector(what), fresh.querySelector(what));
    } catch {
      // It is saved; the next page says it.
    }
  });
}

function renew(here, fresh) {
  if (here && fresh && here.innerHTML !== fresh.innerHTML) here.replaceChildren(...document.adoptNode(fresh).childNodes);
}

/** While there are two rules to choose between the controls wait: they show the one that may not be chosen. */
function waitForTheChoice() {
  const repeat = document.querySelector("[data-repeat]");
  if (!repeat) return;
  new MutationObserver(() => {
    const isOpen = document.querySelector("[data-conflict-form] [name=base-recurrence]") !== null;
    if (repeat.disabled && !isOpen) location.reload();
    repeat.disabled = isOpen;
  }).observe(repeat.form.parentElement, { childList: true });
}

goOn();
waitForTheDay();
sayWhen();
waitForTheChoice();
