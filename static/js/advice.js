// The panel that says what is missing or doubtful, asked for apart so that the editor need not wait for it.
const SOON = 2_000;

async function ask(panel) {
  try {
    const answer = await fetch(panel.dataset.advice, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const html = await answer.text();
    if (html === panel.dataset.shown) return;
    panel.dataset.shown = html;
    panel.innerHTML = html;
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
