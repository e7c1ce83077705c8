/* What a page does beyond htmx: marks behind the text, "Vervang", counters, saving on leaving. Every page works without it. */
"use strict";
(() => {
  const text = document.querySelector("textarea#text[data-hx-post]");
  const layer = document.getElementById("merken");

  /* Offsets from the server are code points; a text box counts UTF-16 units. */
  const units = (value, codePoints) => Array.from(value).slice(0, codePoints).join("").length;

  const follow = () => { if (layer) layer.scrollTop = text.scrollTop; };
  const showMarks = () => {
    const looked = document.querySelector("#gezien [data-marks]");
    const holder = document.createElement("div");
    holder.innerHTML = looked ? looked.dataset.marks : "";
    /* Marks of a text that has changed since would stand at the wrong words: keep what is still the same in front. */
    if (text.value.startsWith(holder.textContent)) {
      layer.replaceChildren(...holder.childNodes, "\n");
    } else {
      layer.replaceChildren();
    }
    follow();
  };
  if (text && layer) {
    text.addEventListener("scroll", follow);
    text.addEventListener("input", showMarks);
    new MutationObserver(showMarks).observe(document.getElementById("gezien"), { childList: true });
    addEventListener("load", () => { if (text.value.trim()) text.dispatchEvent(new Event("kijk")); });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-replace]");
    if (!button || !text) return;
    const { start, end, original, replacement } = button.dataset;
    let from = units(text.value, Number(start));
    let to = units(text.value, Number(end));
    if (text.value.slice(from, to) !== original) {
      from = text.value.indexOf(original);
      to = from + original.length;
    }
    if (from < 0) return;
    text.setRangeText(replacement, from, to, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("kijk"));
  });

  /* A counter only speaks when the end comes near. */
  for (const box of document.querySelectorAll("textarea[data-counted]")) {
    const counter = document.querySelector(`[data-counter-for="${box.name}"]`);
    const most = Number(box.dataset.counted);
    const first = counter ? counter.textContent : "";
    const count = () => {
      const used = Array.from(box.value).length;
      counter.textContent = used > most * 0.8 ? `${used} / ${most}` : first;
      counter.classList.toggle("counter--over", used > most);
    };
    if (counter) { box.addEventListener("input", count); count(); }
  }

  /* A rest of two seconds and leaving the page keep the draft, unless the form itself is what we leave by. */
  const form = document.querySelector("form[data-leave]");
  if (form) {
    let changed = false;
    let rest = 0;
    const said = document.getElementById("bewaard");
    const save = async () => {
      changed = false;
      try {
        const answer = await fetch(form.dataset.leave, { method: "POST", body: new FormData(form) });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        said.textContent = (await answer.text()).trim();
      } catch {
        /* Not saved: what is on the screen is still all there is, and leaving tries once more. */
        changed = true;
        said.textContent = "";
      }
    };
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(rest);
      rest = setTimeout(save, 2000);
    });
    form.addEventListener("submit", () => { changed = false; clearTimeout(rest); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !changed) return;
      changed = false;
      clearTimeout(rest);
      navigator.sendBeacon(form.dataset.leave, new FormData(form));
    });
  }

  /* On the check page a selected word can be sent to the box of missed words. */
  const missed = document.querySelector("[data-missed]");
  const sample = document.getElementById("voorbeeld");
  if (missed && sample) {
    let chosen = "";
    document.addEventListener("selectionchange", () => {
      const selection = getSelection();
      const inside = selection.rangeCount && sample.contains(selection.getRangeAt(0).commonAncestorContainer);
      const words = inside ? selection.toString().trim() : "";
      if (words) { chosen = words; missed.hidden = false; }
    });
    missed.querySelector("button").addEventListener("click", () => {
      const box = document.getElementById("missed");
      box.value = [box.value.trim(), chosen].filter(Boolean).join(", ");
      missed.hidden = true;
      box.focus();
    });
  }

  /* A text that is read to be copied: one button, where the browser lets a page write to the clipboard. */
  for (const button of document.querySelectorAll("[data-copy]")) {
    const box = document.getElementById(button.dataset.copy);
    const said = document.getElementById(`${button.dataset.copy}-gekopieerd`);
    button.hidden = false;
    button.addEventListener("click", async () => {
      box.select();
      try {
        await navigator.clipboard.writeText(box.value);
      } catch {
        /* Not allowed, or no safe connection: the words are selected, and the keyboard does the rest. */
        if (!document.execCommand("copy")) return;
      }
      said.textContent = button.dataset.copied;
    });
  }
})();
