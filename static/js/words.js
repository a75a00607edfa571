// What people read; a catalogue of another language, where one is loaded, comes from Django's JavaScriptCatalog.
export const gettext = (text) => globalThis.django?.gettext?.(text) ?? text;

/** An element with attributes and children; what is no element becomes text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
