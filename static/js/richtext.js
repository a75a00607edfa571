// Puts the small editor over each textarea with Markdown-lite, once it comes into view: on a page where no text is
// open nothing of it is loaded.
const bundle = () => import("./vendor/richtext.js");

const whenSeen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    whenSeen.unobserve(target);
    // Without the editor the textarea still stands there, with the same text.
    bundle().then(({ mount }) => mount(target)).catch((error) => console.warn("richtext", error));
  }
}, { rootMargin: "200px" });

/** Watch for the texts in `root`; a part of the page that is fetched later is handed over here. */
export function enhanceTexts(root = document) {
  for (const textarea of root.querySelectorAll("textarea[data-richtext]:not([data-richtext-mounted])")) {
    whenSeen.observe(textarea);
  }
}

/** Show a text that was put into a field by a script. */
export function setText(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("samrad:set"));
}

enhanceTexts();
