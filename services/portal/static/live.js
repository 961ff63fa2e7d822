// Brings the counts up to date without moving the reader. Without this, the page loads itself anew.
const live = document.getElementById("live");

async function look() {
  if (!document.hidden) {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    const next = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (next && next.innerHTML !== live.innerHTML && !live.contains(document.activeElement)) {
      live.replaceChildren(...next.childNodes);
      live.dataset.goingOn = next.dataset.goingOn;
    }
  }
  if (live.dataset.goingOn === "yes") setTimeout(look, 2000);
}

setTimeout(look, 1000);
