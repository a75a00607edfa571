// Text that the server has not acknowledged, kept in this browser: per person, plan, row, field and window.
import { place, windowIsOpen, windowName } from "./place.js";

const PREFIX = "samrad:text:";
const OLDEST = 30 * 24 * 3600 * 1000;
const mine = () => `${PREFIX}${place.user}:${place.plan}:`;

async function keyOf(row, field) {
  return `${mine()}${row}:${field}:${await windowName}`;
}

/** Keep what is in a field; whether the browser could. */
export async function keep(row, field, text, address) {
  try {
    localStorage.setItem(await keyOf(row, field), JSON.stringify({ text, address, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export async function forget(row, field) {
  forgetKey(await keyOf(row, field));
}

export function forgetKey(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}

function all() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** What this person wrote in this plan and never got saved, in windows that are closed now. */
export async function leftBehind() {
  const found = [];
  const own = await windowName;
  for (const key of all()) {
    const draft = read(key);
    if (!draft || Date.now() - draft.at > OLDEST) forgetKey(key);
    else if (key.startsWith(mine())) {
      const [row, field, ...name] = key.slice(mine().length).split(":");
      const inWindow = name.join(":");
      if (inWindow === own || !(await windowIsOpen(inWindow))) found.push({ key, row, field, inWindow, ...draft });
    }
  }
  return found.sort((one, other) => other.at - one.at);
}
