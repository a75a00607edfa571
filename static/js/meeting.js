// The recorder's view: the screen on the wall follows the item that is open here, as long as one wants that.
import { post } from "./send.js";
import { element, gettext } from "./words.js";

const KEY = "samrad:screen-follows";

function follows() {
  try {
    return localStorage.getItem(KEY) !== "no";
  } catch {
    return true;
  }
}

function remember(yes) {
  try {
    localStorage.setItem(KEY, yes ? "yes" : "no");
  } catch {
    // Then it follows again on the next page.
  }
}

async function show(form) {
  try {
    const { status } = await post(form.action, new FormData(form));
    if (status === 200) mark(form.dataset.show);
  } catch {
    // The button is still there, and says when it does not go.
  }
}

/** Only one item of the agenda is on the screen. */
function mark(item) {
  document.querySelector("[data-shown-mark]")?.remove();
  const link = document.querySelector(`.meeting-nav a[href="?punkt=${item}"] > span:last-child`);
  const icon = document.querySelector("form[data-show] .icon");
  if (link && icon) link.append(" ", element("span", { class: "meeting-shown", "data-shown-mark": "" }, icon.cloneNode(true), gettext("på skärmen")));
}

function offerToFollow(form) {
  const box = element("input", { type: "checkbox", class: "form-check-input", id: "skarmen-foljer" });
  box.checked = follows();
  box.addEventListener("change", () => {
    remember(box.checked);
    if (box.checked) show(form);
  });
  form.after(element("div", { class: "form-check" }, box, " ", element("label", { class: "form-check-label", for: "skarmen-foljer" }, gettext("Skärmen följer mig"))));
  if (box.checked) show(form);
}

/** Alt + arrow down or up leads through the agenda without leaving the keyboard. */
function keys() {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = { ArrowDown: "[data-next]", ArrowUp: ".step-back" }[event.key];
    const found = link && document.querySelector(link);
    if (!found) return;
    event.preventDefault();
    found.click();
  });
  document.querySelector("[data-next]")?.setAttribute("aria-keyshortcuts", "Alt+ArrowDown");
  document.querySelector(".step-back")?.setAttribute("aria-keyshortcuts", "Alt+ArrowUp");
}

const form = document.querySelector("form[data-show]");
if (form?.dataset.held) offerToFollow(form);
keys();
