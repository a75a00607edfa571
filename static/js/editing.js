// The pages on which a plan is edited. Everything here is an extra: they work without it.
import { allowAdding } from "./adding.js";
import { showAdvice } from "./advice.js";
import { guardLeaving, saveAll, watch } from "./autosave.js";
import { allowDragging } from "./drag.js";
import { offerDrafts } from "./offers.js";
import { showPresence } from "./presence.js";
import { enhanceTexts } from "./richtext.js";
import { openRowsInPlace } from "./rows.js";

function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      saveAll();
    } else if (event.altKey && event.shiftKey && event.code === "KeyP") {
      event.preventDefault();
      document.querySelector("a[data-preview]")?.click();
    }
  });
  document.querySelector("a[data-preview]")?.setAttribute("aria-keyshortcuts", "Alt+Shift+P");
}

watch();
allowAdding();
enhanceTexts();
guardLeaving();
openRowsInPlace();
shortcuts();
showPresence();
allowDragging();
offerDrafts();
showAdvice();
