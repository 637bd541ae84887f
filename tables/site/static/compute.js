// A figure in the sentence of an article or a volume is changed, and every municipality follows: before and after,
// with the balance. What is changed stands in the address. Nothing leaves the browser.
// @ts-check
"use strict";
document.documentElement.classList.add("script");
(() => {
  /**
   * What the template has under an id.
   * @template {HTMLElement} T
   * @param {string} id @param {new () => T} kind @returns {T}
   */
  function the(id, kind) {
    const found = document.getElementById(id);
    if (!(found instanceof kind)) throw new Error(`${id} is niet op de pagina`);
    return found;
  }
  /** @type {(selector: string) => NodeListOf<HTMLElement>} */
  const every = (selector) => document.querySelectorAll(selector);
  /** @type {(id: string, text: string) => void} */
  const say = (id, text) => { the(id, HTMLElement).textContent = text; };
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (every("[data-cijfer]"));
  const whose = the("wie", HTMLSelectElement);
  const beside = /** @type {HTMLSelectElement | null} */ (document.getElementById("scenario"));
  const base = computed(BOOK, BOOK.given), asked = new URLSearchParams(location.search);
  let changes = readAddress(location.search), whom = asked.get("gemeente") || "";
  if (!BOOK.codes.includes(whom)) whom = "";

  /** @type {(v: Value) => number} */
  const digits = (v) => (v.n.every((x, i) => x === null || x % cell(v, i).d === 0n) ? 0 : 2);
  /** @type {(name: string, v: Ratio) => string} */
  const figure = (name, v) => {
    const text = plainly(v).replace(".", ","), needed = (text.split(",")[1] || "").length;
    return dutch(v, Math.max(needed, BOOK.decimals[name] ?? 0));
  };
  /** @type {(a: Ratio, b: Ratio) => Ratio} */
  const less = (a, b) => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d });
  /** @type {(a: Ratio, b: Ratio) => boolean} */
  const same = (a, b) => a.n * b.d === b.n * a.d;
  /** @type {(v: Ratio, d: number) => string} */
  const signed = (v, d) => (v.n > 0n ? "+" : "") + dutch(v, d);

  /** @param {HTMLSelectElement} select @param {string} [chosen] */
  function municipalities(select, chosen) {
    BOOK.codes.forEach((code, i) => select.append(new Option(BOOK.names[i], code)));
    if (chosen) select.value = chosen;
  }
  /** The volumes of the chosen municipality, to change. */
  function volumes() {
    const code = whose.value, row = BOOK.codes.indexOf(code), out = the("volumes", HTMLElement);
    out.textContent = "";
    say("van-wie", BOOK.names[row]);
    for (const name of Object.keys(BOOK.kinds)) {
      const [label, unit] = BOOK.labels[name], key = `${name}@${code}`, was = at(BOOK.given[name], row);
      const p = document.createElement("p"), field = document.createElement("input"), text = document.createElement("label");
      field.id = `v-${name}`; field.inputMode = "decimal"; text.htmlFor = field.id;
      field.value = plainly(changes.volumes[key] || was).replace(".", ",");
      text.textContent = `${label} (${unit || "aantal"}) `;
      field.classList.toggle("anders", key in changes.volumes);
      field.addEventListener("change", () => { if (keep(field, changes.volumes, key, was)) show(); });
      p.append(text, field); out.append(p);
    }
  }
  /**
   * What is wrong with a value of a figure that has bounds; "" where nothing is.
   * @param {string} name @param {Ratio} value
   */
  function outside(name, value) {
    const [least, most] = (BOOK.bounds[name] || [null, null]).map((text) => (text === null ? null : ratio(text)));
    const low = least && less(value, least).n < 0n, high = most && less(value, most).n > 0n;
    if (!low && !high) return "";
    const bound = low ? `ten minste ${plainly(least)}` : `ten hoogste ${plainly(/** @type {Ratio} */ (most))}`;
    return `${BOOK.labels[name][0]} is ${bound}`.replace(".", ",") + ": niet overgenomen.";
  }
  /**
   * Takes over what is typed, where it can be; says what is wrong where it cannot.
   * @param {HTMLInputElement} field @param {Record<string, Ratio>} into @param {string} key @param {Ratio} was
   */
  function keep(field, into, key, was) {
    const read = typed(field.value), wrong = read ? outside(key, read) : "", value = wrong ? null : read;
    field.classList.toggle("fout", !value); field.setAttribute("aria-invalid", String(!value));
    if (!value) { say("stand", wrong || `${field.value} is geen getal, zoals 1234,56.`); return false; }
    if (same(value, was)) delete into[key]; else into[key] = value;
    field.classList.toggle("anders", key in into);
    return true;
  }
  /** Everything again: the address, the amounts, the sentences and the balance. */
  function show() {
    const text = toAddress(changes, { gemeente: whom, scenario: beside?.value || "" }), started = performance.now();
    history.replaceState(null, "", (text ? `?${text}` : location.pathname) + location.hash);
    the("deel", HTMLAnchorElement).href = text ? `?${text}` : "?";
    /** @type {Values} */
    let now;
    try { now = outcome(changes); } catch (error) { say("stand", `Zo is het niet te berekenen: ${/** @type {Error} */ (error).message}.`); return; }
    const took = performance.now() - started;
    const many = Object.keys(changes.figures).length + Object.keys(changes.volumes).length + changes.merged.length;
    for (const name of BOOK.amounts) {
      const column = 1 + 3 * BOOK.amounts.indexOf(name), d = Math.max(digits(base[name]), digits(now[name]));
      for (const tr of every("#uitkomst tbody tr")) {
        const i = BOOK.codes.indexOf(tr.dataset.code || "");
        write(tr.children, column, at(base[name], i), cell(now[name], i), d);
      }
      write(every("#uitkomst tfoot tr")[0].children, column, sumOf(base[name]), sumOf(now[name]), d);
    }
    sentences(now);
    say("stand", many ? `${many} ${many === 1 ? "wijziging" : "wijzigingen"}; alle gemeenten opnieuw berekend in ${took.toFixed(0)} ms. Verondersteld, door niemand vastgesteld.` : "Nog niets gewijzigd.");
    say("balans", Object.entries(BOOK.pots).map(([rule, pot]) => {
      const there = at(now[pot] || BOOK.given[pot], 0), given = sumOf(now[rule]), mark = BOOK.statuses[pot] || BOOK.statuses[rule];
      return `${BOOK.labels[pot][0]}${mark ? ` (${mark})` : ""}: beschikbaar ${dutch(there, 2)}, verdeeld ${dutch(given, 2)}, over ${dutch(less(there, given), 2)} ${BOOK.units[rule]}.`;
    }).join(" "));
  }
  /** @type {(cells: HTMLCollection, from: number, was: Ratio, becomes: Cell, d: number) => void} */
  function write(cells, from, was, becomes, d) {
    const n = becomes.n, gone = n === null, now = gone ? { n: 0n, d: 1n } : { n, d: becomes.d };
    cells[from].textContent = dutch(was, d);
    cells[from + 1].textContent = gone ? "samengevoegd" : dutch(now, d);
    cells[from + 2].textContent = signed(less(now, was), d);
  }
  /**
   * Below each article what it comes to for the chosen municipality or the country; in it, its other figures.
   * @param {Values} now
   */
  function sentences(now) {
    const row = BOOK.codes.indexOf(whose.value);
    for (const line of every("[data-regel]")) {
      const name = line.dataset.regel || "", who = base[name].n.length > 1 ? BOOK.names[row] : "Landelijk";
      const was = cell(base[name], row), becomes = cell(now[name], row);
      if (was.n === null || becomes.n === null) { line.textContent = `${who}: ${was.n === null ? "niet te berekenen" : "samengevoegd"}.`; continue; }
      const from = { n: was.n, d: was.d }, to = { n: becomes.n, d: becomes.d };
      const d = from.n % from.d === 0n && to.n % to.d === 0n ? 0 : 2, unit = BOOK.units[name];
      line.textContent = same(from, to) ? `${who}: ${dutch(from, d)} ${unit}.`
        : `${who}: was ${dutch(from, d)}, wordt ${dutch(to, d)} ${unit} (${signed(less(to, from), d)}).`;
      line.classList.toggle("anders", !same(from, to));
    }
    for (const text of every("[data-zelfde]")) {
      const name = text.dataset.zelfde || "";
      text.textContent = figure(name, changes.figures[name] || at(BOOK.given[name], 0));
      text.classList.toggle("anders", name in changes.figures);
    }
  }
  /** All that can be typed in as it stands, and everything again. */
  function fields() {
    for (const field of inputs) {
      const name = field.dataset.cijfer || "", value = changes.figures[name] || at(BOOK.given[name], 0);
      field.value = figure(name, value);
      field.classList.toggle("anders", name in changes.figures); field.classList.remove("fout"); field.removeAttribute("aria-invalid");
    }
    volumes(); show();
  }
  /** The sentences with the figures of the scenario that is laid beside. */
  function scenario() {
    const chosen = BOOK.scenarios[beside?.value || ""] || {};
    for (const text of every("[data-scenario]")) {
      const name = text.dataset.scenario || "";
      text.textContent = figure(name, chosen[name] ? ratio(chosen[name][1]) : at(BOOK.given[name], 0));
      text.classList.toggle("anders", name in chosen);
    }
    for (const head of every("[data-naam]")) head.textContent = beside?.value ? `Scenario: ${beside.selectedOptions[0].text}` : "Scenario";
    return chosen;
  }
  /** @param {File} file */
  async function volumesOf(file) {
    const lines = (await file.text()).split(/\r?\n/).filter((line) => line.trim()), by = (lines[0] || "").includes(";") ? ";" : ",";
    /** @type {(line: string) => string[]} */
    const cells = (line) => line.split(by).map((text) => text.trim().replace(/^\ufeff/, "").replace(/^"|"$/g, ""));
    const heads = cells(lines[0] || ""), code = heads.indexOf("gemeentecode"), names = heads.filter((head) => head in BOOK.kinds);
    let read = 0;
    /** @type {number[]} */
    const wrong = [];
    if (code < 0 || !names.length) { say("gelezen", "Niet gelezen: er moet een kolom gemeentecode zijn, en een kolom die heet als een volume."); return; }
    lines.slice(1).forEach((line, n) => {
      const found = cells(line);
      if (found.length !== heads.length) { wrong.push(n + 2); return; } // a comma within a number makes one cell too many
      const of = found[code].replace(/^GM/, "").padStart(4, "0"), row = BOOK.codes.indexOf(of);
      for (const name of names) {
        const text = found[heads.indexOf(name)], value = by === "," ? addressed(text) : /^-?\d{1,3}\.\d{3}$/.test(text) ? null : typed(text);
        if (row < 0 || !value) { wrong.push(n + 2); continue; }
        read++;
        if (same(value, at(BOOK.given[name], row))) delete changes.volumes[`${name}@${of}`]; else changes.volumes[`${name}@${of}`] = value;
      }
    });
    say("gelezen", `${read} waarden gelezen${wrong.length ? `; niet gelezen: rij ${wrong.slice(0, 5).join(", ")}` : ""}.`);
    fields();
  }

  for (const field of inputs) field.addEventListener("change", () => {
    const name = field.dataset.cijfer || "";
    if (!keep(field, changes.figures, name, at(BOOK.given[name], 0))) return;
    for (const other of inputs) if (other.dataset.cijfer === name) { other.value = field.value; other.classList.toggle("anders", name in changes.figures); }
    show();
  });
  whose.addEventListener("change", () => { whom = whose.value; volumes(); show(); });
  the("terug", HTMLElement).addEventListener("click", () => { changes = { figures: {}, volumes: {}, merged: [] }; fields(); });
  document.getElementById("voeg")?.addEventListener("click", () => {
    const pair = ["een", "twee"].map((id) => the(id, HTMLSelectElement).value), used = new Set(changes.merged.flat());
    if (pair[0] === pair[1] || pair.some((code) => used.has(code))) { say("stand", "Kies twee gemeenten die nog niet zijn samengevoegd."); return; }
    changes.merged.push(pair); show();
  });
  beside?.addEventListener("change", () => { scenario(); show(); });
  document.getElementById("neem")?.addEventListener("click", () => {
    const chosen = Object.entries(scenario());
    if (!chosen.length) { say("stand", "Kies eerst een scenario."); return; }
    changes.figures = Object.fromEntries(chosen.map(([name, [, value]]) => [name, ratio(value)]));
    fields();
  });
  const file = the("bestand", HTMLInputElement);
  file.addEventListener("change", () => { if (file.files?.[0]) volumesOf(file.files[0]); });
  the("bewaar", HTMLElement).addEventListener("click", () => handOver("eigen-wijziging.toml", asScenario(changes), "application/toml"));
  the("wet", HTMLElement).addEventListener("click", () => handOver("eigen-wijziging.txt", asAmendment(changes), "text/plain;charset=utf-8"));

  municipalities(whose, whom);
  if (document.getElementById("een")) for (const id of ["een", "twee"]) municipalities(the(id, HTMLSelectElement));
  if (beside && (asked.get("scenario") || "") in BOOK.scenarios) beside.value = asked.get("scenario") || "";
  scenario(); fields();
})();
