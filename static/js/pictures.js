// The picture beside a file field: the one that is saved now takes the place of the one that was shown.
import { fieldsOf, valueOf } from "./fields.js";
import { page } from "./send.js";

const drawn = (root, name) => root.querySelector(`[data-picture="${CSS.escape(name)}"]`);

/** Show what is saved under `sha256`; until it is drawn, the next save already knows of it. */
export async function showPicture(saver, name, sha256) {
  const { form } = saver;
  form.elements[`${name}-nu`].value = sha256;
  try {
    const fresh = drawn(await page(form.action, { part: true }), name);
    drawn(form, name).replaceWith(document.adoptNode(fresh));
  } catch {
    return; // The picture is saved; the page shows it when it is opened again.
  }
  for (const [other, controls] of fieldsOf(form)) {
    if (other.startsWith(`${name}-`)) saver.acknowledged.set(other, valueOf(controls));
  }
}
