"use strict";

const told = document.getElementById("told");

// --- Copying ---------------------------------------------------------------------------------

// Puts texts on the clipboard exactly as they are: what navigator.clipboard writes as HTML, a
// browser parses and writes anew, with styles of its own.
function put(kinds) {
  let done = false;
  const fill = (event) => {
    for (const [kind, text] of Object.entries(kinds)) event.clipboardData.setData(kind, text);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = true;
  };
  const focused = document.activeElement;
  const selection = getSelection();
  selection.selectAllChildren(document.body); // some browsers copy nothing where nothing is selected
  document.addEventListener("copy", fill, true);
  try {
    document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", fill, true);
    selection.removeAllRanges();
    focused?.focus({ preventScroll: true });
  }
  return done;
}

function copy(button, kinds) {
  const done = put(kinds);
  const name = button.dataset.name;
  for (const other of document.querySelectorAll(".copied")) other.classList.remove("copied");
  button.classList.toggle("copied", done);
  told.textContent = done
    ? `${name}: copied.`
    : `${name}: your browser did not let it be copied. Select it and copy it yourself.`;
}

function whatToCopy(button) {
  if (button.dataset.copy) {
    return { "text/plain": document.getElementById(button.dataset.copy).textContent };
  }
  return {
    "text/html": document.getElementById("clip-html").value,
    "text/plain": document.getElementById("clip-text").value,
  };
}

for (const button of document.querySelectorAll("[data-copy], [data-copy-story]")) {
  button.dataset.name = (button.getAttribute("aria-label") ?? button.textContent).trim();
  button.addEventListener("click", () => copy(button, whatToCopy(button)));
}

// --- Pictures that do not show ----------------------------------------------------------------

function sayMissing(picture) {
  const words = document.createElement("p");
  words.className = "absent";
  const name = picture.alt ? `“${picture.alt}”` : "without an alt text";
  words.textContent =
    `A picture that cannot be shown here: ${name}. Medium fetches it from ${picture.src}; ` +
    "it comes along only if it is there.";
  picture.replaceWith(words);
}

for (const picture of document.querySelectorAll(".story img")) {
  if (picture.complete && !picture.naturalWidth) sayMissing(picture);
  else picture.addEventListener("error", () => sayMissing(picture));
}

// --- The lists --------------------------------------------------------------------------------

const filter = document.getElementById("filter");
const rows = [...document.querySelectorAll(".entries li")];
const all = document.getElementById("all");

function show() {
  const wanted = filter.value.trim().toLocaleLowerCase();
  for (const row of rows) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  const left = rows.filter((row) => !row.hidden).length;
  document.getElementById("filtered").textContent = wanted ? `${left} of ${rows.length} shown` : "";
  for (const section of document.querySelectorAll("main > section:has(.entries)")) {
    section.hidden = !section.querySelector(".entries li:not([hidden])");
  }
  if (all) all.checked = false;
}

if (filter && rows.length > 8) {
  filter.parentElement.hidden = false;
  filter.addEventListener("input", show);
  if (filter.value) show(); // a browser that goes back fills it in again
}

if (all) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const row of rows) {
      const box = row.querySelector("input[type=checkbox]");
      if (box) box.checked = all.checked && !row.hidden;
    }
  });
}

// --- A post that is under way -----------------------------------------------------------------

const lines = document.getElementById("lines");
const progress = lines?.dataset.progress;

async function follow() {
  const answer = await fetch(progress, { headers: { Accept: "application/json" } });
  const post = await answer.json();
  for (const line of post.lines.slice(lines.children.length)) {
    const item = document.createElement("li");
    item.textContent = line;
    item.dir = "auto";
    lines.append(item);
  }
  if (post.done) location.reload();
  else setTimeout(() => void follow().catch(lost), 300);
}

function lost() {
  told.textContent = "The desk does not answer any more. What was sent is in the ledger.";
}

if (progress) follow().catch(lost);
