// Two changed the same text: the server's choice of both, beside the form, answered without leaving the page.
import * as drafts from "./drafts.js";
import { baseOf, fieldsOf, show } from "./fields.js";
import { post } from "./send.js";
import { gettext } from "./words.js";

/** Show the choice that came with the answer; the names of the fields that it is about. */
export function openConflict(saver, { html, removed }) {
  const box = new DOMParser().parseFromString(html, "text/html").querySelector("[data-conflict]");
  const form = box.querySelector("[data-conflict-form]");
  const ours = fieldsOf(saver.form);
  const names = [...fieldsOf(form).keys()].filter((name) => ours.has(name));
  for (const name of names) saver.disputed.add(name);
  saver.conflict?.remove();
  saver.conflict = box;
  saver.form.after(box);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await answer(saver, form, names, new FormData(form, event.submitter), removed);
  });
  box.querySelector("[data-give-up]")?.addEventListener("click", (event) => {
    if (removed) return giveUp(saver, names);
    event.preventDefault();
    for (const name of names) take(saver, name, baseOf(form, name)?.value ?? "");
    close(saver, names, gettext("Det som var sparat gäller."));
  });
  return names;
}

function giveUp(saver, names) {
  for (const name of names) drafts.forget(saver.row, name);
  for (const name of names) saver.acknowledged.set(name, fieldsOf(saver.form).get(name)?.[0].value);
  saver.disputed.clear();
}

async function answer(saver, form, names, data, removed) {
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
  close(saver, names, reply.data.saved);
  if (removed) location.reload();
}

/** What was chosen stands in the form, and is what the next change is compared with. */
function take(saver, name, value) {
  const controls = fieldsOf(saver.form).get(name);
  show(controls, value.replace(/\r\n?/g, "\n"));
  saver.settle(name, value.replace(/\r\n?/g, "\n"));
}

function close(saver, names, words) {
  for (const name of names) saver.disputed.delete(name);
  for (const name of names) drafts.forget(saver.row, name);
  saver.conflict?.remove();
  saver.conflict = null;
  saver.say("saved", words);
  const [first] = fieldsOf(saver.form).get(names[0]) ?? [];
  (document.getElementById(`${first?.id}-richtext`) ?? first)?.focus();
  saver.save();
}
