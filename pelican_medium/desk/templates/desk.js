"use strict";

const told = document.getElementById("told");

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

for (const button of document.querySelectorAll("[data-copy], [data-copy-story]")) {
  button.dataset.name = (button.getAttribute("aria-label") ?? button.textContent).trim();
  button.addEventListener("click", () => {
    if (button.dataset.copy) {
      copy(button, { "text/plain": document.getElementById(button.dataset.copy).textContent });
    } else {
      copy(button, {
        "text/html": document.getElementById("clip-html").value,
        "text/plain": document.getElementById("clip-text").value,
      });
    }
  });
}

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
