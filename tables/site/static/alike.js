// Which municipalities are most alike, on the criteria that the reader chooses. Without it those of about the same
// size are there.
// @ts-check
"use strict";
(() => {
  document.documentElement.classList.add("script");
  const SHOWN = 8, { codes, names, groups, criteria } = ALIKE;
  /** @type {(id: string) => HTMLElement} */
  const the = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const form = the("gelijkend"), own = codes.indexOf(form.dataset.code || "");
  /** @type {(kind: string) => string[]} */
  const chosen = (kind) => [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`[name=${kind}]:checked`))].map((box) => box.value);
  /** @type {(row: HTMLTableRowElement, text: string | Node, head?: boolean) => void} */
  function add(row, text, head = false) {
    const made = document.createElement(head ? "th" : "td");
    if (head) made.setAttribute("scope", "row"); else made.className = "n";
    made.append(text); row.append(made);
  }
  /** @param {number} i */
  function named(i) {
    const link = document.createElement("a");
    link.href = `${codes[i]}.html`; link.textContent = names[i];
    return link;
  }
  form.addEventListener("change", () => {
    const on = chosen("criterium").map((i) => criteria[Number(i)]), from = chosen("groep"), body = the("gelijkende");
    /** @type {(i: number) => number} */
    const apart = (i) => on.reduce((sum, one) => sum + Math.abs(one.ranks[i] - one.ranks[own]), 0);
    const among = codes.map((_, i) => i).filter((i) => i !== own && from.every((kind) => groups[kind][i] === groups[kind][own]));
    among.sort((a, b) => apart(a) - apart(b) || (codes[a] < codes[b] ? -1 : 1));
    body.textContent = "";
    for (const i of on.length ? [own, ...among.slice(0, SHOWN)] : [own]) {
      const row = document.createElement("tr");
      add(row, i === own ? names[i] : named(i), true); add(row, String(apart(i)));
      for (const one of criteria) add(row, one.shown[i]);
      body.append(row);
    }
    the("hoe").textContent = on.length ? `Het dichtst bij op: ${on.map((one) => one.label).join("; ")}. ${among.length} gemeenten om uit te kiezen.` : "Kies ten minste een kenmerk.";
  });
})();
