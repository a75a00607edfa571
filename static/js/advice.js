// The panel that says what is missing or doubtful, asked for apart so that the editor need not wait for it.
import { element, gettext } from "./words.js";

const SOON = 2_000;

/** How many there are stands in the way to the page that tells them. */
function count(found) {
  const way = document.querySelector("[data-advice-way]");
  way?.querySelector(".advice-count")?.remove();
  if (!found) return;
  const words = element("span", { class: "visually-hidden" }, ` ${found === 1 ? gettext("sak att se över") : gettext("saker att se över")}`);
  way?.append(element("span", { class: "advice-count" }, String(found), words));
}

async function ask(panel) {
  try {
    const answer = await fetch(panel.dataset.advice, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const html = await answer.text();
    if (html === panel.dataset.shown) return;
    panel.dataset.shown = html;
    panel.innerHTML = html;
    count(panel.querySelectorAll("li").length);
  } catch {
    // The panel is a help; the link above it leads to the page that says the same.
  }
}

/** Asked when the page is at rest, and again soon after something was saved. */
export function showAdvice() {
  const panel = document.querySelector("[data-advice]");
  if (!panel) return;
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(panel), SOON);
  };
  ask(panel);
  document.addEventListener("samrad:saved", soon);
}
