// What was changed on the page, to keep: as a scenario for `verdeel scenario`, and as the text of an amendment.
// @ts-check
"use strict";
/**
 * A name of a figure or volume, and the year it is of: "x[-2]" is x of two years before.
 * @param {string} name @returns {[string, number]}
 */
function ofYear(name) {
  const found = /^(.*)\[-(\d+)\]$/.exec(name);
  return found ? [found[1], BOOK.year - Number(found[2])] : [name, BOOK.year];
}
/**
 * The TOML file of a scenario; a value is exact: as a whole number where it is one, else as a ratio.
 * @param {Changes} changes
 */
function asScenario(changes) {
  /** @type {(v: Ratio) => string} */
  const exact = (v) => { const g = E.gcd(v.n, v.d); return v.d / g === 1n ? `${v.n / g}` : `${v.n / g}/${v.d / g}`; };
  /** @type {(kind: string, name: string, v: Ratio, more?: string[]) => string[]} */
  const entry = (kind, name, v, more = []) => {
    const [base, year] = ofYear(name);
    return [`[[${kind}]]`, `name = "${base}"`, `value = "${exact(v)}"`, ...more, `publication = ["${BOOK.publication}"]`, `years = [${year}]`, `source = "eigen aanname"`, ""];
  };
  const lines = ["[scenario]", `name = "eigen-wijziging"`, `title = "Gemaakt op de pagina van ${BOOK.name}"`, `source = "eigen aanname, door niemand vastgesteld"`, ""];
  for (const [name, v] of Object.entries(changes.figures)) lines.push(...entry("figure", name, v));
  for (const [key, v] of Object.entries(changes.volumes)) {
    const [name, code] = key.split("@");
    lines.push(...entry("input", name, v, [`municipalities = ["${code}"]`]));
  }
  if (changes.merged.length) lines.push("[territory]", `merge = [${changes.merged.map((pair, i) => `"${pair.join("+")}=${9001 + i}:Samenvoeging ${i + 1}"`).join(", ")}]`, "");
  return lines.join("\n");
}
/**
 * The change as an amendment would say it: per rule of the law what is replaced by what.
 * @param {Changes} changes
 */
function asAmendment(changes) {
  /** @type {(name: string, v: Ratio) => string} */
  const shown = (name, v) => { const text = plainly(v).replace(".", ","), digits = BOOK.decimals[name] ?? 0; return (text.split(",")[1] || "").length < digits ? dutch(v, digits) : text; };
  /** @type {(phrase: string, words?: Record<string, string | number>) => string} */
  const said = (phrase, words = {}) => BOOK.phrases[phrase].replace(/\{(\w+)\}/g, (_, key) => String(words[key]));
  const lines = [said("concept"), "", said("of", { title: BOOK.title, year: BOOK.year, stand: BOOK.stand }), ""];
  let article = 0;
  for (const [label, law, figures] of BOOK.articles) {
    const mine = figures.filter((name) => name in changes.figures);
    if (!mine.length) continue;
    lines.push(said("article", { number: ++article }), said("in", { called: label, law }));
    mine.forEach((name, i) => {
      const [called, unit] = BOOK.labels[name], mark = BOOK.statuses[name];
      lines.push(`${String.fromCharCode(97 + (i % 26)).repeat(Math.floor(i / 26) + 1)}. ` + said("figure", { called, old: shown(name, at(BOOK.given[name], 0)), mark: mark ? ` (${mark})` : "", new: shown(name, changes.figures[name]), unit: unit ? ` (${unit})` : "" }));
    });
    lines.push("");
  }
  const supposed = Object.entries(changes.volumes).map(([key, v]) => {
    const [name, code] = key.split("@"), row = BOOK.codes.indexOf(code);
    return said("input", { called: BOOK.labels[name][0], who: BOOK.names[row], new: plainly(v).replace(".", ","), old: plainly(at(BOOK.given[name], row)).replace(".", ",") });
  });
  for (const pair of changes.merged) supposed.push(said("merged", { who: pair.map((code) => BOOK.names[BOOK.codes.indexOf(code)]).join(" en ") }));
  if (supposed.length) lines.push(said("supposed"), ...supposed, "");
  if (!article && !supposed.length) lines.push(said("nothing"), "");
  return lines.join("\n");
}
/**
 * Hands a text to the reader as a file.
 * @param {string} name @param {string} text @param {string} type
 */
function handOver(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type })); link.download = name; link.click();
}
