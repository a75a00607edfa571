// Where this page is: the plan, the person, the window.
const script = document.querySelector("script[data-editing]");

export const place = {
  plan: script?.dataset.plan ?? "",
  user: script?.dataset.user ?? "",
  presence: script?.dataset.presenceUrl ?? "",
  login: script?.dataset.login ?? "",
  open: document.querySelector("[data-editor]")?.dataset.open ?? "",
};

/** A name for this window that outlives a reload, but is not shared by a tab that was copied from it. */
async function nameWindow() {
  const known = read() ?? crypto.randomUUID();
  const mine = (await hold(known)) ? known : crypto.randomUUID();
  if (mine !== known) await hold(mine);
  try {
    sessionStorage.setItem("samrad:window", mine);
  } catch {
    // Without storage the window has a name for as long as the page is open.
  }
  return mine;
}

function read() {
  try {
    return sessionStorage.getItem("samrad:window");
  } catch {
    return null;
  }
}

const lockOf = (name) => `samrad:window:${name}`;

/** Keep a lock for as long as the page lives; whether nobody else had it. */
function hold(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(lockOf(name), { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

export const windowName = nameWindow();

/** Whether a window of that name is open, so that its unsaved text is its own business. */
export async function windowIsOpen(name) {
  if (!navigator.locks) return false;
  const { held } = await navigator.locks.query();
  return held.some((lock) => lock.name === lockOf(name));
}
