// Stands for the parts of markdown-it that Markdown-lite switches off: other rules, the renderer, bare addresses.
export default function unused() {}
unused.tokenize = unused.postProcess = unused;
