// Two publications that are chosen lead to the page on which they are compared. Without it the list does.
// @ts-check
"use strict";
(() => {
  document.documentElement.classList.add("script");
  const [from, to] = ["van", "naar"].map((id) => /** @type {HTMLSelectElement} */ (document.getElementById(id)));
  const pairs = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-paar]"));
  /** @type {HTMLFormElement} */ (document.getElementById("kies")).addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = [`${from.value} ${to.value}`, `${to.value} ${from.value}`];
    const found = [...pairs].find((link) => asked.includes(link.dataset.paar || ""));
    if (found) location.href = found.href;
    else /** @type {HTMLElement} */ (document.getElementById("gevonden")).textContent = from.value === to.value
      ? "Kies twee verschillende publicaties." : "Deze twee hebben geen bedrag gemeen.";
  });
})();
