// The screen on the wall: arrow keys and page keys as a remote control sends them, and a glance at what the recorder has up.
const EVERY = 3000;
const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " "];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
const screen = document.querySelector("[data-projector]");

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("button, a") && event.key === " ") return;
  const way = FORWARD.includes(event.key) ? "after" : BACK.includes(event.key) ? "before" : "";
  const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  // What is higher than the screen is read to its end first.
  if (["ArrowDown", "PageDown", " "].includes(event.key) && !atEnd) return;
  if (["ArrowUp", "PageUp"].includes(event.key) && scrollY > 2) return;
  const link = way && document.querySelector(`[data-way="${way}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

async function look() {
  if (document.visibilityState === "hidden") return;
  try {
    const response = await fetch(screen.dataset.stateAddress, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (response.status === 401 || response.status === 404) return location.reload();
    if (!response.ok) return;
    const { state } = await response.json();
    if (state !== screen.dataset.state) location.reload();
  } catch {
    // The line is gone for a while: what is up stays up.
  }
}

if (screen?.dataset.follows) setInterval(look, EVERY);
