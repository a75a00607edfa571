// Where people are on their way. A script that leads to another page when an answer has come gives way to what they
// have chosen meanwhile: their last word counts.
let chosen = 0;

/** They go somewhere, and an answer is waited for; the answer asks whether that is still their last word. */
export function choose() {
  const mine = ++chosen;
  return () => mine === chosen;
}

// A link, the address bar, back, a reload: the browser has gone off, and what it fetches may take its time.
addEventListener("beforeunload", choose);
