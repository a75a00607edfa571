// Files for the archive: dropped on the page or pasted, sent one by one. Without this the form sends them all.
import { choose } from "./leaving.js";
import { post } from "./send.js";
import { element, gettext } from "./words.js";

const form = document.querySelector("form[data-archive]");
const said = form.querySelector("[data-archive-said]");
const input = form.elements.filer;

/** Why a file was not kept, where the answer has no words of its own: a server in between may say that it is too large. */
const refusal = (status) => (status === 413 ? gettext("är för stor för att tas emot") : gettext("gick inte att spara"));

/** A picture from the clipboard has no name of its own: browsers call it so. A copied file keeps its name. */
const isScreenshot = (file) => file.type.startsWith("image/") && ["", "image.png"].includes(file.name);

/** Send one file, and say beside its name what became of it; whether it is kept. */
async function send(file, isPasted) {
  const line = element("li");
  const name = file.name || gettext("Inklistrad bild");
  line.append(`${name}: ${gettext("sparar …")}`);
  said.append(line);
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.append("filer", file, name);
  if (isPasted && isScreenshot(file)) data.append("skarmbild", "1");
  try {
    const answer = await post(form.action, data);
    if (answer.status === 201) {
      line.textContent = `${name}: ${gettext("sparad")}`;
      return true;
    }
    line.textContent = answer.data.errors?.filer?.join(" ") ?? `${name}: ${refusal(answer.status)}`;
  } catch {
    line.textContent = `${name}: ${gettext("gick inte att spara. Försök igen.")}`;
  }
  line.className = "kept-refused";
  return false;
}

/** Send files after each other; the page shows them when all are kept. */
async function sendAll(files, { isPasted = false } = {}) {
  const isLastWord = choose();
  said.replaceChildren();
  const kept = [];
  for (const file of files) kept.push(await send(file, isPasted));
  input.value = "";
  if (kept.length && kept.every(Boolean) && isLastWord()) location.reload();
}

form.addEventListener("submit", (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  sendAll([...input.files]);
});

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length) return;
  event.preventDefault();
  sendAll(files, { isPasted: true });
});

for (const kind of ["dragover", "drop", "dragleave"]) {
  document.addEventListener(kind, (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-over", kind === "dragover");
    if (kind === "drop") sendAll([...event.dataTransfer.files]);
  });
}

form.querySelector("[data-archive-help]").hidden = false;
