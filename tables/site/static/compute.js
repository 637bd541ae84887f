// A figure or a volume is changed, and every municipality follows: before and after, with the balance. What is
// changed stands in the address. Nothing leaves the browser.
"use strict";
document.documentElement.classList.add("script");
/** A number as typed, exact: 1234, 1.234,56 or 0.5; null where it is none. @returns {{n: bigint, d: bigint} | null} */
function typed(text) {
  let plain = text.trim().replace(/\s|\u00a0/g, "");
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(plain)) plain = plain.replaceAll(".", "");
  const found = /^(-?)(\d{1,18})(?:[.,](\d{1,18}))?$/.exec(plain);
  if (!found) return null;
  const below = 10n ** BigInt((found[3] || "").length), above = BigInt(found[2] + (found[3] || ""));
  return { n: found[1] ? -above : above, d: below };
}
/** A number as the address has it: a point before the decimals and nothing between thousands, so that 1.375 is no 1375. */
function addressed(text) {
  return /^-?\d+(\.\d+)?$/.test(text) ? typed(text.replace(".", ",")) : null;
}
/** @param {{n: bigint, d: bigint}} v */
function plainly(v) { // with a point, as many decimals as it needs
  let n = v.n, digits = 0;
  while (n % v.d !== 0n && digits < 18) { n *= 10n; digits++; }
  n /= v.d;
  const sign = n < 0n ? "-" : "", whole = (n < 0n ? -n : n).toString().padStart(digits + 1, "0");
  return digits ? `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}` : sign + whole;
}
/** As a Dutch reader has it. */
function dutch(v, digits) {
  const [whole, part] = split(E.round({ n: [v.n], d: v.d }, digits).n[0], digits);
  return part ? `${whole},${part}` : whole;
}
function split(n, digits) {
  const sign = n < 0n ? "-" : "", text = (n < 0n ? -n : n).toString().padStart(digits + 1, "0");
  const whole = digits ? text.slice(0, -digits) : text;
  return [sign + whole.replace(/\B(?=(\d{3})+$)/g, "."), digits ? text.slice(-digits) : ""];
}
const at = (value, i) => ({ n: value.n[value.n.length === 1 ? 0 : i], d: typeof value.d === "bigint" ? value.d : value.d[value.d.length === 1 ? 0 : i] });

/** Changes: figures by name, volumes by "name@code", merged pairs. One object, in and out of the address. */
function readAddress(search) {
  const changes = { figures: {}, volumes: {}, merged: [] };
  for (const [key, text] of new URLSearchParams(search)) {
    const value = addressed(text);
    if (key === "samen") { const pair = text.split("+"); if (pair.length === 2 && pair.every((c) => BOOK.codes.includes(c))) changes.merged.push(pair); }
    else if (!value) continue;
    else if (key.startsWith("c.") && key.slice(2) in BOOK.given) changes.figures[key.slice(2)] = value;
    else if (key.startsWith("v.") && key.includes("@")) {
      const [name, code] = key.slice(2).split("@");
      if (name in BOOK.kinds && BOOK.codes.includes(code)) changes.volumes[key.slice(2)] = value;
    }
  }
  return changes;
}
function toAddress(changes) {
  const out = new URLSearchParams();
  for (const [name, v] of Object.entries(changes.figures)) out.set(`c.${name}`, plainly(v));
  for (const [key, v] of Object.entries(changes.volumes)) out.set(`v.${key}`, plainly(v));
  for (const pair of changes.merged) out.append("samen", pair.join("+"));
  return out.toString();
}
/** All that goes in, changed: figures, volumes, and the second of a merged pair added to the first. */
function changed(changes) {
  const given = { ...BOOK.given };
  for (const [name, v] of Object.entries(changes.figures)) given[name] = { n: [v.n], d: v.d };
  for (const [key, v] of Object.entries(changes.volumes)) {
    const [name, code] = key.split("@"), old = given[name], row = BOOK.codes.indexOf(code);
    const by = old.d * v.d / E.gcd(old.d, v.d), n = old.n.map((x) => x * (by / old.d));
    n[row] = v.n * (by / v.d);
    given[name] = { n, d: by };
  }
  for (const [into, gone] of changes.merged) {
    const [a, b] = [BOOK.codes.indexOf(into), BOOK.codes.indexOf(gone)];
    for (const name of Object.keys(BOOK.kinds)) {
      const n = [...given[name].n]; n[a] += n[b]; n[b] = null; given[name] = { n, d: given[name].d };
    }
  }
  if (!changes.merged.length) return [given, null];
  const gone = new Set(changes.merged.map(([, code]) => BOOK.codes.indexOf(code)));
  const kept = BOOK.codes.map((_, i) => i).filter((i) => !gone.has(i));
  for (const name of Object.keys(BOOK.kinds)) given[name] = { n: kept.map((i) => given[name].n[i]), d: given[name].d };
  return [given, kept];
}
/** The amounts after the changes, by name: a value for each municipality, null where it was merged into another. */
function outcome(changes) {
  const [given, kept] = changed(changes), all = computed(BOOK, given);
  if (!kept) return all;
  const place = new Map(kept.map((of, now) => [of, now]));
  for (const [name] of BOOK.rules) if (all[name].n.length > 1) {
    const of = all[name];
    all[name] = { n: BOOK.codes.map((_, i) => (place.has(i) ? of.n[place.get(i)] : null)), d: typeof of.d === "bigint" ? of.d : BOOK.codes.map((_, i) => (place.has(i) ? of.d[place.get(i)] : 1n)) };
  }
  return all;
}
function sumOf(v) { return E.total({ n: v.n.map((x) => x ?? 0n), d: v.d }); }

if (typeof document !== "undefined" && document.getElementById("uitkomst")) (() => {
  const $ = (/** @type {string} */ id) => document.getElementById(id);
  const digits = (v) => (v.n.every((x, i) => x === null || x % at(v, i).d === 0n) ? 0 : 2);
  const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-cijfer]"))];
  const base = computed(BOOK, BOOK.given);
  let changes = readAddress(location.search);
  const asked = new URLSearchParams(location.search).get("gemeente");
  function select(id, first) { const of = $(id); if (!of) return; for (const [i, code] of BOOK.codes.entries()) of.append(new Option(BOOK.names[i], code)); if (first) of.value = first; }
  select("wie", asked && BOOK.codes.includes(asked) ? asked : BOOK.codes[0]); select("een"); select("twee");

  function volumes() {
    const code = $("wie").value, row = BOOK.codes.indexOf(code), out = $("volumes");
    out.textContent = "";
    for (const name of Object.keys(BOOK.kinds)) {
      const [label, unit] = BOOK.labels[name], p = document.createElement("p"), field = document.createElement("input"), text = document.createElement("label");
      const key = `${name}@${code}`, value = changes.volumes[key] || at(BOOK.given[name], row);
      field.id = `v-${name}`; field.inputMode = "decimal"; field.value = plainly(value).replace(".", ","); text.htmlFor = field.id;
      text.textContent = `${label} (${unit || "aantal"}) `; field.classList.toggle("anders", key in changes.volumes);
      field.addEventListener("change", () => { if (keep(field, changes.volumes, key, at(BOOK.given[name], row))) show(); });
      p.append(text, field); out.append(p);
    }
  }
  /** What is wrong with a value of a figure that has bounds; "" where nothing is. */
  function outside(name, value) {
    const [least, most] = (BOOK.bounds[name] || [null, null]).map((text) => text === null ? null : ratio(text));
    const below = least && value.n * least.d < least.n * value.d, above = most && value.n * most.d > most.n * value.d;
    if (!below && !above) return "";
    return `${BOOK.labels[name][0]} is ${below ? `ten minste ${plainly(least)}` : `ten hoogste ${plainly(most)}`}`.replace(".", ",") + ": niet overgenomen.";
  }
  function keep(field, into, key, was) {
    const typedIn = typed(field.value), wrong = typedIn ? outside(key, typedIn) : "", value = wrong ? null : typedIn;
    field.classList.toggle("fout", !value); field.setAttribute("aria-invalid", String(!value));
    if (!value) { $("stand").textContent = wrong || `${field.value} is geen getal, zoals 1234,56.`; return false; }
    if (value.n * was.d === was.n * value.d) delete into[key]; else into[key] = value;
    field.classList.toggle("anders", key in into);
    return true;
  }
  function show() {
    const text = toAddress(changes), started = performance.now();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
    $("deel").href = text ? `?${text}` : "?";
    let now;
    try { now = outcome(changes); } catch (error) { $("stand").textContent = `Zo is het niet te berekenen: ${error.message}.`; return; }
    const took = performance.now() - started, many = Object.keys(changes.figures).length + Object.keys(changes.volumes).length + changes.merged.length;
    for (const tr of document.querySelectorAll("#uitkomst tbody tr")) {
      const i = BOOK.codes.indexOf(tr.dataset.code);
      BOOK.amounts.forEach((name, k) => write(tr.children, 1 + 3 * k, at(base[name], i), at(now[name], i), Math.max(digits(base[name]), digits(now[name]))));
    }
    const foot = document.querySelector("#uitkomst tfoot tr").children;
    BOOK.amounts.forEach((name, k) => write(foot, 1 + 3 * k, at(sumOf(base[name]), 0), at(sumOf(now[name]), 0), Math.max(digits(base[name]), digits(now[name]))));
    $("stand").textContent = many ? `${many} ${many === 1 ? "wijziging" : "wijzigingen"}; alle gemeenten opnieuw berekend in ${took.toFixed(0)} ms. Verondersteld, door niemand vastgesteld.` : "Nog niets gewijzigd.";
    $("balans").textContent = Object.entries(BOOK.pots).map(([rule, pot]) => {
      const there = at(now[pot] || BOOK.given[pot], 0), given = at(sumOf(now[rule]), 0), over = { n: there.n * given.d - given.n * there.d, d: there.d * given.d };
      const mark = BOOK.statuses[pot] || BOOK.statuses[rule];
      return `${BOOK.labels[pot][0]}${mark ? ` (${mark})` : ""}: beschikbaar ${dutch(there, 2)}, verdeeld ${dutch(given, 2)}, over ${dutch(over, 2)} ${BOOK.units[rule]}.`;
    }).join(" ");
  }
  function write(cells, from, was, becomes, d) {
    cells[from].textContent = dutch(was, d);
    cells[from + 1].textContent = becomes.n === null ? "samengevoegd" : dutch(becomes, d);
    const off = becomes.n === null ? { n: -was.n, d: was.d } : { n: becomes.n * was.d - was.n * becomes.d, d: becomes.d * was.d };
    cells[from + 2].textContent = (off.n > 0n ? "+" : "") + dutch(off, d);
  }
  function fields() {
    for (const field of inputs) {
      const name = field.dataset.cijfer, value = changes.figures[name] || at(BOOK.given[name], 0);
      field.value = plainly(value).replace(".", ","); field.classList.toggle("anders", name in changes.figures);
    }
    volumes(); show();
  }
  for (const field of inputs) field.addEventListener("change", () => {
    const name = field.dataset.cijfer;
    if (!keep(field, changes.figures, name, at(BOOK.given[name], 0))) return;
    for (const other of inputs) if (other !== field && other.dataset.cijfer === name) other.value = field.value;
    show();
  });
  $("wie").addEventListener("change", volumes);
  $("terug").addEventListener("click", () => { changes = { figures: {}, volumes: {}, merged: [] }; fields(); });
  $("voeg")?.addEventListener("click", () => {
    const pair = [$("een").value, $("twee").value], used = new Set(changes.merged.flat());
    if (pair[0] === pair[1] || pair.some((code) => used.has(code))) { $("stand").textContent = "Kies twee gemeenten die nog niet zijn samengevoegd."; return; }
    changes.merged.push(pair); show();
  });
  $("scenario")?.addEventListener("change", () => {
    const chosen = BOOK.scenarios[$("scenario").value] || {};
    for (const cell of document.querySelectorAll("[data-scenario]")) { const found = chosen[cell.dataset.scenario]; cell.textContent = found ? dutch(ratio(found[1]), BOOK.decimals[cell.dataset.scenario] ?? 2) : "-"; }
    changes.figures = Object.fromEntries(Object.entries(chosen).map(([name, [, value]]) => [name, ratio(value)]));
    fields();
  });
  const ratio = (text) => { const [n, d] = text.split("/"); return { n: BigInt(n), d: BigInt(d || 1) }; };
  $("bestand").addEventListener("change", async () => {
    const file = $("bestand").files[0];
    if (!file) return;
    const lines = (await file.text()).split(/\r?\n/).filter((line) => line.trim()), by = lines[0].includes(";") ? ";" : ",";
    const heads = lines[0].split(by).map((h) => h.trim().replace(/^"|"$/g, "").replace(/^\ufeff/, "")), code = heads.indexOf("gemeentecode");
    const names = heads.filter((h) => h in BOOK.kinds);
    let read = 0; const wrong = [];
    if (code < 0 || !names.length) { $("gelezen").textContent = "Niet gelezen: er moet een kolom gemeentecode zijn, en een kolom die heet als een volume."; return; }
    lines.slice(1).forEach((line, n) => {
      const cells = line.split(by).map((c) => c.trim().replace(/^"|"$/g, ""));
      if (cells.length !== heads.length) { wrong.push(n + 2); return; } // a comma within a number makes one cell too many
      const of = cells[code].replace(/^GM/, "").padStart(4, "0"), row = BOOK.codes.indexOf(of);
      for (const name of names) {
        const text = cells[heads.indexOf(name)], value = by === "," ? addressed(text) : /^-?\d{1,3}\.\d{3}$/.test(text) ? null : typed(text);
        if (row < 0 || !value) { wrong.push(n + 2); continue; }
        const was = at(BOOK.given[name], row); read++;
        if (value.n * was.d === was.n * value.d) delete changes.volumes[`${name}@${of}`]; else changes.volumes[`${name}@${of}`] = value;
      }
    });
    $("gelezen").textContent = `${read} waarden gelezen${wrong.length ? `; niet gelezen: rij ${wrong.slice(0, 5).join(", ")}` : ""}.`;
    fields();
  });
  $("bewaar").addEventListener("click", () => handOver("eigen-wijziging.toml", asScenario(changes), "application/toml"));
  $("wet").addEventListener("click", () => handOver("eigen-wijziging.txt", asAmendment(changes), "text/plain;charset=utf-8"));
  fields();
})();
if (typeof module !== "undefined") module.exports = { typed, plainly, dutch, outcome };
