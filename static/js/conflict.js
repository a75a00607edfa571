// Two changed the same text: the server's choice of both, beside the form, answered without leaving the page.
import * as drafts from "./drafts.js";
import { BASE, baseOf, fieldsOf, isFile, isText, show, valueOf } from "./fields.js";
import { choose } from "./leaving.js";
import { showPicture } from "./pictures.js";
import { setText } from "./richtext.js";
import { post } from "./send.js";
import { gettext } from "./words.js";

/** Show the choice that came with the answer; the names of the fields that it is about. */
export function openConflict(saver, { html, removed }) {
  const box = new DOMParser().parseFromString(html, "text/html").querySelector("[data-conflict]");
  const form = box.querySelector("[data-conflict-form]");
  const ours = fieldsOf(saver.form);
  // An empty choice posts nothing, so it is what the fields were that tells which they are.
  const bases = [...form.elements].filter((one) => one.name.startsWith(BASE));
  const names = bases.map((one) => one.name.slice(BASE.length)).filter((name) => ours.has(name));
  for (const name of names) saver.disputed.add(name);
  putBeside(saver, box, names);
  for (const name of names) {
    bind(saver, name, form.elements[name]);
    carryOver(saver, name); // more may have been written while the answer was on its way
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await answer(saver, box, names, new FormData(form, event.submitter), removed);
  });
  box.querySelector("[data-give-up]")?.addEventListener("click", (event) => {
    if (removed) return giveUp(saver, names);
    event.preventDefault();
    for (const name of names) take(saver, name, baseOf(form, name)?.value ?? "");
    close(saver, box, names, gettext("Det som var sparat gäller."));
  });
  return names;
}

/** A text is the same in the form and in the choice, wherever it is written on; anything else waits for the choice. */
function bind(saver, name, here) {
  const controls = fieldsOf(saver.form).get(name);
  if (here?.type !== "textarea") return wait(controls, true);
  here.addEventListener("input", () => {
    setText(controls[0], here.value);
    saver.keepDraft(name, valueOf(controls));
  });
}

function wait(controls, waits) {
  if (!isText(controls)) for (const control of controls) control.disabled = waits;
}

/** Carry what is written in the form while its choice is open over into the choice. */
export function carryOver(saver, name) {
  const controls = fieldsOf(saver.form).get(name);
  const box = [...saver.conflicts.keys()].find((one) => saver.conflicts.get(one).includes(name));
  const there = box?.querySelector("[data-conflict-form]").elements[name];
  if (there && isText(controls)) there.value = valueOf(controls);
}

/** Each choice stays until it is made; a new one takes the place of an older one about the same fields. */
function putBeside(saver, box, names) {
  for (const [older, itsNames] of saver.conflicts) {
    if (names.some((name) => itsNames.includes(name))) remove(saver, older);
  }
  [saver.form, ...saver.conflicts.keys()].at(-1).after(box);
  saver.conflicts.set(box, names);
}

function remove(saver, box) {
  saver.conflicts.delete(box);
  box.remove();
}

function giveUp(saver, names) {
  for (const name of names) drafts.forget(saver.row, name);
  for (const name of names) saver.acknowledged.set(name, fieldsOf(saver.form).get(name)?.[0].value);
  saver.disputed.clear();
}

async function answer(saver, box, names, data, removed) {
  const form = box.querySelector("[data-conflict-form]");
  const isLastWord = choose();
  let reply;
  try {
    reply = await post(form.action, data);
  } catch (error) {
    return saver.failed(error);
  }
  // Somebody was there once more: the new choice takes the old one's place, with what was just written.
  if (reply.status !== 200) return saver.answered(reply, new Map());
  for (const name of names) {
    const theirs = data.get(`val-${name}`) === "theirs";
    take(saver, name, theirs ? (baseOf(form, name)?.value ?? "") : (data.getAll(name).join(" ") ?? ""));
  }
  close(saver, box, names, reply.data.saved);
  if (removed && isLastWord()) location.reload();
}

/** What was chosen stands in the form, and is what the next change is compared with. */
function take(saver, name, value) {
  const controls = fieldsOf(saver.form).get(name);
  wait(controls, false);
  show(controls, value.replace(/\r\n?/g, "\n"));
  saver.settle(name, value.replace(/\r\n?/g, "\n"));
  if (isFile(saver.form, name)) showPicture(saver, name, value);
}

function close(saver, box, names, words) {
  for (const name of names) saver.disputed.delete(name);
  for (const name of names) drafts.forget(saver.row, name);
  remove(saver, box);
  saver.saved(words);
  const [first] = fieldsOf(saver.form).get(names[0]) ?? [];
  (document.getElementById(`${first?.id}-richtext`) ?? first)?.focus();
  saver.save();
}
