// The fields of a form as the server has them: one value or several, and beside each what it was ("base-…").
import { setText } from "./richtext.js";

export const BASE = "base-";
const OWN = /^(?:base-|csrfmiddlewaretoken$|version$|columns$)|-nu$/;

/** The fields that people fill in, by name. */
export function fieldsOf(form) {
  const fields = new Map();
  for (const control of form.elements) {
    if (!control.name || OWN.test(control.name) || ["submit", "button"].includes(control.type)) continue;
    fields.set(control.name, [...(fields.get(control.name) ?? []), control]);
  }
  return fields;
}

/** What a field says, written as the hidden "base-" field has it. */
export function valueOf(controls) {
  const [first] = controls;
  if (first.type === "file") return first.files.length ? `${first.files[0].name}:${first.files[0].lastModified}` : "";
  if (first.type !== "checkbox" && first.type !== "radio") return first.value.replace(/\r\n?/g, "\n");
  return controls.filter((one) => one.checked).map((one) => one.value).join(" ");
}

/** What a field said when the page was drawn, whatever has been written in it before the scripts came. */
export function drawnValueOf(controls) {
  const [first] = controls;
  if (first.type === "file") return "";
  if (first.type === "checkbox" || first.type === "radio") return controls.filter((one) => one.defaultChecked).map((one) => one.value).join(" ");
  if (first.options) return ([...first.options].find((one) => one.defaultSelected) ?? first.options[0])?.value ?? "";
  return first.defaultValue.replace(/\r\n?/g, "\n");
}

export function baseOf(form, name) {
  return form.elements[`base-${name}`];
}

/** A value of the answer, as a hidden "base-" field has it. */
export function written(value) {
  if (value === true) return "on";
  if (Array.isArray(value)) return value.join(" ");
  return value === null || value === undefined || value === false ? "" : String(value);
}

/** Show a value in a field. */
export function show(controls, value) {
  const [first] = controls;
  if (first.type === "file") first.value = "";
  else if (first.type === "checkbox" || first.type === "radio") {
    const chosen = value.split(" ");
    for (const one of controls) one.checked = chosen.includes(one.value);
  } else setText(first, value);
}

export function labelOf(controls) {
  const [first] = controls;
  const legend = first.closest("fieldset.field-ticks")?.querySelector("legend");
  return (legend ?? first.labels?.[0])?.textContent.trim() ?? first.name;
}

export function isFile(form, name) {
  return fieldsOf(form).get(name)?.[0].type === "file";
}

export function isText(controls) {
  return ["textarea", "text"].includes(controls[0].type);
}

/** What is wrong with the fields, each beside its own; nothing wrong takes away what stood there. */
export function showErrors(form, errors) {
  for (const [name, controls] of fieldsOf(form)) {
    const [first] = controls;
    const words = errors[name]?.join(" ") ?? "";
    const id = `${first.id}_error`;
    let place = document.getElementById(id);
    if (!place && words) {
      place = document.createElement("div");
      place.id = id;
      (first.closest(".field") ?? first.parentElement).append(place);
    }
    if (!place) continue;
    place.className = words ? "invalid-feedback is-shown" : "invalid-feedback";
    place.textContent = words;
    describe([first, document.getElementById(`${first.id}-richtext`)], id, Boolean(words));
  }
}

function describe(elements, id, isWrong) {
  for (const one of elements.filter(Boolean)) {
    const ids = (one.getAttribute("aria-describedby") ?? "").split(" ").filter((other) => other && other !== id);
    if (isWrong) ids.unshift(id);
    if (ids.length) one.setAttribute("aria-describedby", ids.join(" "));
    else one.removeAttribute("aria-describedby");
    if (isWrong) one.setAttribute("aria-invalid", "true");
    else one.removeAttribute("aria-invalid");
    if (one.classList.contains("form-control")) one.classList.toggle("is-invalid", isWrong);
  }
}
