// Searching a municipality by name, old name or code; adding up a group of one's own. Without it the lists do.
// @ts-check
"use strict";
(() => {
  document.documentElement.classList.add("script");
  const places = PLACES;
  const plain = (/** @type {string} */ text) => text.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const known = new Map(Object.entries(places.names).map(([name, code]) => [plain(name), code]));
  for (const code of places.codes) known.set(code, code);
  const field = /** @type {HTMLInputElement} */ (document.getElementById("naam"));
  /** @type {(id: string) => HTMLElement} */
  const the = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const said = the("gevonden"), list = the("namen");
  for (const name of Object.keys(places.names)) { const o = document.createElement("option"); o.value = name; list.append(o); }
  /**
   * The code of a name, an old name, a code or the beginning of one name.
   * @param {string} text @returns {string | null}
   */
  function find(text) {
    const asked = plain(text);
    if (!asked) return null;
    const exactly = known.get(asked);
    if (exactly) return exactly;
    const near = [...known].filter(([name]) => name.startsWith(asked));
    return new Set(near.map(([, code]) => code)).size === 1 ? near[0][1] : null;
  }
  the("zoek").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = find(field.value);
    if (code) location.href = `gemeente/${code}.html`;
    else said.textContent = `Geen gemeente heet ${field.value}.`;
  });
  the("tel").addEventListener("click", () => {
    const texts = /** @type {HTMLInputElement} */ (document.getElementById("leden")).value.split(",").filter((t) => t.trim());
    const codes = texts.map((text) => find(text) || ""), lacking = texts.filter((_, i) => !places.codes.includes(codes[i])), out = the("som");
    out.textContent = "";
    if (lacking.length || !codes.length) { out.textContent = `Geen gemeente van nu: ${lacking.join(", ") || "niets gevraagd"}.`; return; }
    const places_of = [...new Set(codes)].map((code) => places.codes.indexOf(code));
    const items = document.createElement("ul");
    for (const amount of places.amounts) {
      const sum = places_of.reduce((s, at) => s + BigInt(amount.values[at]), 0n), item = document.createElement("li");
      item.textContent = `${amount.label}: ${sum.toLocaleString("nl-NL")} ${amount.unit}`;
      items.append(item);
    }
    out.append(`${places_of.length} gemeenten samen:`, items);
  });
})();
