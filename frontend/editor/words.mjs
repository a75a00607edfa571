// What people read; a catalogue of another language, where one is loaded, comes from Django's JavaScriptCatalog.
export const gettext = (text) => globalThis.django?.gettext?.(text) ?? text;
