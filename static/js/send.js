// One question to the server, and what came of it: an answer, no connection, or signed out.
import { place } from "./place.js";

export class Unreachable extends Error {}
export class SignedOut extends Error {}
export class AnotherPerson extends Error {}

async function ask(address, body, options) {
  let response;
  try {
    response = await fetch(address, { method: "POST", body, credentials: "same-origin", ...options });
  } catch {
    throw new Unreachable();
  }
  if (response.status === 401 || (response.redirected && place.login && new URL(response.url).pathname === place.login)) {
    throw new SignedOut();
  }
  if (response.status >= 500 || response.status === 429) throw new Unreachable();
  return response;
}

const isJson = (response) => (response.headers.get("Content-Type") ?? "").startsWith("application/json");

/** A sign-in in another tab gives new tokens; fetch this page's, if it is still the same person who is signed in. */
export async function renewToken() {
  const response = await ask(location.href, undefined, { method: "GET" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const user = page.querySelector("script[data-editing]")?.dataset.user;
  if (user && user !== place.user) throw new AnotherPerson();
  const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!token) return false;
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  return token;
}

/** Post a form's data and read the JSON of the answer: `{ status, data }`. */
export async function post(address, data, { keepalive = false } = {}) {
  const options = { headers: { Accept: "application/json" }, keepalive };
  let answer = await read(await ask(address, encoded(data), options));
  if (answer.status === 403 && answer.data.csrf) {
    // The answer has a new token, but for whom? Only the page tells whether it is still the same person.
    const token = await renewToken();
    if (!token) return answer;
    data.set("csrfmiddlewaretoken", token);
    answer = await read(await ask(address, encoded(data), options));
  }
  return answer;
}

async function read(response) {
  return { status: response.status, data: isJson(response) ? await response.json() : {} };
}

/** Line breaks go as they are; a form with a file needs the other encoding, which turns them into two characters. */
function encoded(data) {
  const values = [...data.entries()];
  const hasFile = values.some(([, value]) => value instanceof File && value.size);
  return hasFile ? data : new URLSearchParams(values.filter(([, value]) => typeof value === "string"));
}

/** A page or a part of one. */
export async function page(address, { part = false } = {}) {
  const headers = part ? { "X-Requested-With": "fetch" } : {};
  const response = await ask(address, undefined, { method: "GET", headers });
  if (!response.ok) throw new Unreachable();
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
