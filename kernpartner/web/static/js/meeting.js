/* What a meeting's pages do beyond forms: dragging items, the timer, and saving on a bad connection. Each page works without it. */
"use strict";
(() => {
  /* ---- dragging: the buttons stay for keyboards; a drop sends the same kind of form as a button ---- */
  const list = document.querySelector("[data-drag]");
  const dropped = document.querySelector("[data-drag-form]");
  if (list && dropped) {
    const items = () => [...list.querySelectorAll(":scope > [data-drag-to]")];
    for (const item of items()) {
      const handle = document.createElement("span");
      handle.className = "agenda__handle";
      handle.setAttribute("aria-hidden", "true");
      handle.title = list.dataset.dragWords.replace("{}", item.querySelector(".agenda__title").textContent);
      handle.textContent = "⋮⋮";
      item.querySelector(".agenda__time").prepend(handle);
      handle.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        const before = items().indexOf(item);
        const next = item.nextElementSibling;
        item.classList.add("is-dragged");
        /* An item that moves loses a captured pointer, so the page listens and not the handle. */
        const over = (move) => {
          const others = items().filter((other) => other !== item);
          const below = others.find((other) => {
            const box = other.getBoundingClientRect();
            return move.clientY < box.top + box.height / 2;
          });
          list.insertBefore(item, below || null);
          if (move.clientY < 60) scrollBy(0, -20);
          if (move.clientY > innerHeight - 60) scrollBy(0, 20);
        };
        const stop = (end) => {
          document.removeEventListener("pointermove", over);
          document.removeEventListener("pointerup", stop);
          document.removeEventListener("pointercancel", stop);
          item.classList.remove("is-dragged");
          const after = items().indexOf(item);
          if (end.type === "pointercancel") { list.insertBefore(item, next); return; }
          if (after === before) return;
          dropped.action = item.dataset.dragTo;
          dropped.elements.place.value = String(after + 1);
          dropped.submit();
        };
        document.addEventListener("pointermove", over);
        document.addEventListener("pointerup", stop);
        document.addEventListener("pointercancel", stop);
      });
    }
  }

  /* ---- the timer of the item at the table ---- */
  const timer = document.querySelector("[data-timer]");
  if (timer) {
    const end = Date.now() + Number(timer.dataset.timer) * 1000;
    const shows = timer.querySelector("[data-timer-shows]");
    const tick = () => {
      const left = Math.round((end - Date.now()) / 1000);
      const all = Math.abs(left);
      /* Hours away the meeting has not begun, or is long over: a clock would say nothing. */
      if (all > 4 * 3600) { shows.textContent = ""; return; }
      const clock = `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
      shows.textContent = (left < 0 ? timer.dataset.over : timer.dataset.soon).replace("{}", clock);
      timer.classList.toggle("is-over", left < 0);
    };
    tick();
    setInterval(tick, 1000);
  }

  /* ---- saving: what is typed stays in the form until the server says that it has it; nothing is kept elsewhere ---- */
  const fresh = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  const send = async (form) => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 10000);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal: stop.signal });
      if (answer.redirected || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error(String(answer.status));
      return { status: answer.status, ...(await answer.json()) };
    } finally { clearTimeout(late); }
  };
  const lists = document.querySelector("[data-lists]");
  const showLists = (state) => { if (lists && state.lists !== undefined) lists.innerHTML = state.lists; };
  const unsaved = new Set();
  addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  const notes = document.querySelector("form[data-notes]");
  if (notes) {
    const box = notes.elements.text;
    const said = notes.querySelector("[data-saved]");
    const clash = notes.querySelector("[data-clash]");
    let synced = box.value;
    let rest = 0;
    let busy = false;
    let wait = 1000;
    let other = null;
    const later = (delay) => { clearTimeout(rest); rest = setTimeout(save, delay); };
    const take = (state) => {
      const from = box.selectionStart;
      const atEnd = from === box.value.length;
      box.value = state.text;
      synced = box.value;
      notes.elements.revision.value = state.revision;
      if (document.activeElement === box) { const to = atEnd ? box.value.length : Math.min(from, box.value.length); box.setSelectionRange(to, to); }
    };
    const save = async () => {
      if (busy || other || box.value === synced) return;
      busy = true;
      const sent = box.value;
      let again = 0;
      try {
        const state = await send(notes);
        if (state.status === 409) {
          other = state;
          clash.hidden = false;
          clash.querySelector("[data-clash-text]").textContent = state.text;
          said.textContent = notes.dataset.typing;
        } else if (state.status === 422) {
          said.textContent = `${notes.dataset.typing}. ${state.problem}`;
        } else {
          wait = 1000;
          notes.elements.save_key.value = fresh();
          /* The words typed since then were made from the older text: only a box that rests takes the merged one. */
          if (box.value === sent) { take(state); unsaved.delete(notes); said.textContent = state.said; } else { again = 500; }
          showLists(state);
        }
      } catch {
        said.textContent = notes.dataset.waiting;
        again = wait;
        wait = Math.min(wait * 2, 30000);
      }
      busy = false;
      if (again) later(again);
    };
    const resume = (value) => {
      notes.elements.revision.value = other.revision;
      notes.elements.save_key.value = fresh();
      synced = other.text;
      other = null;
      clash.hidden = true;
      box.value = value;
      box.focus();
      later(0);
    };
    notes.querySelector("[data-clash-both]").addEventListener("click", () => resume(`${other.text}\n${box.value}`));
    notes.querySelector("[data-clash-mine]").addEventListener("click", () => resume(box.value));
    box.addEventListener("input", () => {
      /* A save that may have arrived has its own key; other words need another. */
      notes.elements.save_key.value = fresh();
      unsaved.add(notes);
      said.textContent = notes.dataset.typing;
      if (!busy) later(2000);
    });
    notes.addEventListener("submit", (event) => { event.preventDefault(); later(0); });
    addEventListener("online", () => later(0));
    setInterval(async () => {
      if (busy || other) return;
      try {
        const answer = await fetch(notes.dataset.state, { headers: { Accept: "application/json" } });
        if (!answer.ok || answer.redirected) return;
        const state = await answer.json();
        if (busy || other || box.value !== synced) return;
        if (state.turn !== notes.dataset.turn && !unsaved.size) { location.reload(); return; }
        if (String(state.revision) !== notes.elements.revision.value) take(state);
        showLists(state);
      } catch { /* The next look comes in a moment. */ }
    }, 5000);
  }

  for (const form of document.querySelectorAll("form[data-line]")) {
    const said = form.querySelector("[data-saved]");
    let wait = 1000;
    let busy = false;
    const push = async () => {
      busy = true;
      try {
        const state = await send(form);
        busy = false;
        wait = 1000;
        if (state.status === 422) { said.textContent = state.problem; return; }
        unsaved.delete(form);
        showLists(state);
        said.textContent = state.said;
        const key = fresh();
        form.reset();
        for (const typed of form.querySelectorAll("textarea, input:not([type=hidden])")) typed.value = "";
        form.elements.save_key.value = key;
      } catch {
        said.textContent = form.dataset.waiting;
        setTimeout(push, wait);
        wait = Math.min(wait * 2, 30000);
      }
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); if (!busy) { unsaved.add(form); push(); } });
    form.addEventListener("input", () => { form.elements.save_key.value = fresh(); });
  }
})();
