// The browser knows all named characters; the package's table of them would be a third of the bundle.
const area = document.createElement("textarea");

export function decodeHTML(text) {
  area.innerHTML = text.replaceAll("<", "&lt;");
  return area.value;
}
export const decodeHTMLStrict = decodeHTML;
