// Tells that this window is here and in which section, and shows who else is.
import { place, windowName } from "./place.js";
import { post } from "./send.js";
import { element, gettext } from "./words.js";

const EVERY = 15_000;

const nameOf = (section) => document.querySelector(`#u-${CSS.escape(section)} .outline-label`)?.textContent.trim();

function line({ name, party, section, own }) {
  const where = section && nameOf(section);
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const who = own ? [gettext("Du i ett annat fönster")] : [name, party && `(${party})`];
  const words = [...who, where && `${gettext("i")} ”${where}”`].filter(Boolean).join(" ");
  const same = section && section === place.open;
  return element("li", same ? { class: "presence-same" } : {}, element("span", { class: "presence-mark", "aria-hidden": "true" }, initials), words);
}

/** Only what has changed is written: a list that is drawn anew would be read aloud again. */
function draw(target, others) {
  const shown = JSON.stringify(others);
  if (target.dataset.shown === shown) return;
  target.dataset.shown = shown;
  target.hidden = !others.length;
  target.replaceChildren();
  if (others.length) target.append(element("span", { class: "visually-hidden" }, gettext("Här är också:")), element("ul", { class: "presence" }, ...others.map(line)));
}

async function tell(target) {
  if (document.visibilityState === "hidden") return;
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "");
  data.set("window", await windowName);
  data.set("section", place.open);
  try {
    const { status, data: answer } = await post(place.presence, data);
    if (status === 200) draw(target, answer.others);
  } catch {
    // Who is here is no more than a help; the next round tells.
  }
}

export function showPresence() {
  const target = document.querySelector("[data-presence]");
  if (!target || !place.presence) return;
  tell(target);
  setInterval(() => tell(target), EVERY);
  document.addEventListener("visibilitychange", () => tell(target));
}
