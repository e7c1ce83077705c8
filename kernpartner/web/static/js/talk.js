"use strict";
(() => {
  /* Keeps what is being written, cleaned, after a rest and on leaving. What was not kept stays in its box, and that is
     said; the clock counts on what the server said, also when this machine's own clock is wrong. */
  const REST = 2000;
  const AGAIN = 10000;

  const keep = (form) => {
    const said = form.querySelector("[data-kept]");
    let changed = false;
    let timer = 0;
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
    const save = async () => {
      if (!changed) return;
      changed = false;
      try {
        const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        said.textContent = (await answer.text()).trim();
        said.classList.remove("unkept");
      } catch {
        changed = true;
        said.textContent = form.dataset.unkept;
        said.classList.add("unkept");
        later(AGAIN);
      }
    };
    form.addEventListener("input", () => { changed = true; later(REST); });
    form.addEventListener("submit", (event) => {
      /* Without a connection the browser would leave the page for one that says so, and take the words along. */
      if (!navigator.onLine) {
        event.preventDefault();
        said.textContent = form.dataset.unkept;
        said.classList.add("unkept");
        return;
      }
      changed = false;
      clearTimeout(timer);
    });
    addEventListener("online", () => later(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !changed) return;
      changed = false;
      clearTimeout(timer);
      navigator.sendBeacon(form.dataset.keep, new FormData(form));
    });
  };
  document.querySelectorAll("form[data-keep]").forEach(keep);

  const seen = new WeakMap();
  const two = (number) => String(number).padStart(2, "0");
  const count = () => {
    for (const place of document.querySelectorAll("[data-until]")) {
      /* When the server wrote this, and when we first saw it: the difference is the clocks', not the talk's. */
      if (!seen.has(place)) seen.set(place, Date.now() - Date.parse(place.dataset.now));
      const left = Math.round((Date.parse(place.dataset.until) - (Date.now() - seen.get(place))) / 1000);
      const time = `${Math.floor(Math.abs(left) / 60)}:${two(Math.abs(left) % 60)}`;
      place.textContent = (left >= 0 ? place.dataset.left : place.dataset.over).replace("#", time);
      place.classList.toggle("over", left < 0);
    }
  };
  count();
  setInterval(count, 1000);
})();
