// What a reader changed: read from what is typed and from the address, and computed. Nothing of the page itself.
// @ts-check
"use strict";
/**
 * A number as typed, exact: 1234, 1.234,56 or 0.5; null where it is none.
 * @param {string} text @returns {Ratio | null}
 */
function typed(text) {
  let plain = text.trim().replace(/\s|\u00a0/g, "");
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(plain)) plain = plain.replaceAll(".", "");
  const found = /^(-?)(\d{1,18})(?:[.,](\d{1,18}))?$/.exec(plain);
  if (!found) return null;
  const below = 10n ** BigInt((found[3] || "").length), above = BigInt(found[2] + (found[3] || ""));
  return { n: found[1] ? -above : above, d: below };
}
/**
 * A number as the address has it: a point before the decimals and nothing between thousands, so that 1.375 is no 1375.
 * @param {string} text
 */
function addressed(text) {
  return /^-?\d+(\.\d+)?$/.test(text) ? typed(text.replace(".", ",")) : null;
}
/**
 * "3/7" as a script of a publication has it.
 * @param {string} text @returns {Ratio}
 */
function ratio(text) {
  const [n, d] = text.split("/");
  return { n: BigInt(n), d: BigInt(d || 1) };
}
/**
 * With a point, and as many decimals as it needs.
 * @param {Ratio} v
 */
function plainly(v) {
  let n = v.n, digits = 0;
  while (n % v.d !== 0n && digits < 18) { n *= 10n; digits++; }
  n /= v.d;
  const sign = n < 0n ? "-" : "", whole = (n < 0n ? -n : n).toString().padStart(digits + 1, "0");
  return digits ? `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}` : sign + whole;
}
/**
 * As a Dutch reader has it, rounded to so many digits.
 * @param {Ratio} v @param {number} digits
 */
function dutch(v, digits) {
  const n = /** @type {bigint} */ (E.round({ n: [v.n], d: v.d }, digits).n[0]);
  const sign = n < 0n ? "-" : "", text = (n < 0n ? -n : n).toString().padStart(digits + 1, "0");
  const whole = (digits ? text.slice(0, -digits) : text).replace(/\B(?=(\d{3})+$)/g, ".");
  return sign + whole + (digits ? `,${text.slice(-digits)}` : "");
}
/**
 * One municipality of a value; of a national one that.
 * @param {Value} v @param {number} i @returns {Cell}
 */
function cell(v, i) {
  return { n: v.n[v.n.length === 1 ? 0 : i], d: typeof v.d === "bigint" ? v.d : v.d[v.d.length === 1 ? 0 : i] };
}
/**
 * The same where it is known to be there.
 * @type {(v: Value, i: number) => Ratio}
 */
const at = (v, i) => /** @type {Ratio} */ (cell(v, i));

/**
 * What an address changes; what it says of what is not there is nothing.
 * @param {string} search @returns {Changes}
 */
function readAddress(search) {
  /** @type {Changes} */
  const changes = { figures: {}, volumes: {}, merged: [] };
  for (const [key, text] of new URLSearchParams(search)) {
    const value = addressed(text);
    if (key === "samen") {
      const pair = text.split("+");
      if (pair.length === 2 && pair.every((c) => BOOK.codes.includes(c))) changes.merged.push(pair);
    } else if (!value) continue;
    else if (key.startsWith("c.") && key.slice(2) in BOOK.given) changes.figures[key.slice(2)] = value;
    else if (key.startsWith("v.") && key.includes("@")) {
      const [name, code] = key.slice(2).split("@");
      if (name in BOOK.kinds && BOOK.codes.includes(code)) changes.volumes[key.slice(2)] = value;
    }
  }
  return changes;
}
/**
 * Changes as an address has them, and what else is chosen on the page.
 * @param {Changes} changes @param {Record<string, string>} chosen
 */
function toAddress(changes, chosen) {
  const out = new URLSearchParams();
  for (const [name, text] of Object.entries(chosen)) if (text) out.set(name, text);
  for (const [name, v] of Object.entries(changes.figures)) out.set(`c.${name}`, plainly(v));
  for (const [key, v] of Object.entries(changes.volumes)) out.set(`v.${key}`, plainly(v));
  for (const pair of changes.merged) out.append("samen", pair.join("+"));
  return out.toString();
}
/**
 * All that goes in, changed: figures, volumes, and the second of a merged pair added to the first; and the places
 * that are left where some are merged.
 * @param {Changes} changes @returns {[Values, number[] | null]}
 */
function changed(changes) {
  const given = { ...BOOK.given };
  for (const [name, v] of Object.entries(changes.figures)) given[name] = { n: [v.n], d: v.d };
  for (const [key, v] of Object.entries(changes.volumes)) {
    const [name, code] = key.split("@"), old = given[name], d = /** @type {bigint} */ (old.d);
    const by = d * v.d / E.gcd(d, v.d), n = old.n.map((x) => /** @type {bigint} */ (x) * (by / d));
    n[BOOK.codes.indexOf(code)] = v.n * (by / v.d);
    given[name] = { n, d: by };
  }
  if (!changes.merged.length) return [given, null];
  const gone = new Set(changes.merged.map(([, code]) => BOOK.codes.indexOf(code)));
  const kept = BOOK.codes.map((_, i) => i).filter((i) => !gone.has(i));
  for (const name of Object.keys(BOOK.kinds)) {
    const n = /** @type {bigint[]} */ ([...given[name].n]);
    for (const [into, from] of changes.merged) n[BOOK.codes.indexOf(into)] += n[BOOK.codes.indexOf(from)];
    given[name] = { n: kept.map((i) => n[i]), d: given[name].d };
  }
  return [given, kept];
}
/**
 * The values after the changes, by name: one for each municipality, null where it was merged into another.
 * @param {Changes} changes
 */
function outcome(changes) {
  const [given, kept] = changed(changes), all = computed(BOOK, given);
  if (!kept) return all;
  const place = BOOK.codes.map((_, i) => kept.indexOf(i));
  for (const [name] of BOOK.rules) {
    const of = all[name];
    if (of.n.length > 1) all[name] = {
      n: place.map((now) => (now < 0 ? null : of.n[now])),
      d: typeof of.d === "bigint" ? of.d : place.map((now) => (now < 0 ? 1n : cell(of, now).d)),
    };
  }
  return all;
}
/**
 * All municipalities together; what was merged into another counts there.
 * @param {Value} v
 */
function sumOf(v) {
  return at(E.total({ n: v.n.map((x) => x ?? 0n), d: v.d }), 0);
}
