// Small makers of HTML elements.

export function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

export function button(text, className) {
  return element("button", { type: "button", class: className }, text);
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon from the paths that the build took out of Bootstrap Icons. */
export function icon(body) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: "icon", viewBox: "0 0 16 16", width: "18", height: "18", fill: "currentColor", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  for (const [, attributes] of body.matchAll(/<path ([^>]*)>/g)) {
    const path = document.createElementNS(SVG, "path");
    for (const [, name, value] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) path.setAttribute(name, value);
    svg.append(path);
  }
  return svg;
}
