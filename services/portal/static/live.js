// Brings the counts up to date without moving the reader. Without this, the page loads itself anew.
const words = document.getElementById("status");
const live = document.getElementById("live");

async function look() {
  if (!document.hidden) {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
  if (live.dataset.goingOn === "yes") setTimeout(look, 2000);
}

function show(page) {
  const next = page.getElementById("live");
  if (!next || live.contains(document.activeElement)) return;
  live.dataset.goingOn = next.dataset.goingOn;
  live.replaceChildren(...next.childNodes);
  // Its own words change, not the element: so that screen readers say them.
  const said = page.getElementById("status").textContent;
  if (words.textContent !== said) words.textContent = said;
}

setTimeout(look, 1000);
