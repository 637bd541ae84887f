// The arithmetic of the rules, exact: whole numbers (BigInt) over a denominator. A value is {n, d}: n has a
// number for each municipality, or one for the country; d is one denominator for all, or one for each.
// null stands for what divides by zero, and for all that rests on it.
// @ts-check
"use strict";
const E = (() => {
  /** @type {(a: bigint, b: bigint) => bigint} */
  const gcd = (a, b) => { if (a < 0n) a = -a; while (b) [a, b] = [b, a % b]; return a; };
  /** @type {(v: Value, i: number) => bigint} */
  const bottom = (v, i) => typeof v.d === "bigint" ? v.d : v.d[v.d.length === 1 ? 0 : i];
  /** @type {(v: Value, i: number) => bigint | null} */
  const top = (v, i) => v.n[v.n.length === 1 ? 0 : i];
  /**
   * Where it is known to be there.
   * @type {(v: Value, i: number) => bigint}
   */
  const sure = (v, i) => /** @type {bigint} */ (top(v, i));
  /** @type {(v: Value) => bigint[]} */
  const all = (v) => /** @type {bigint[]} */ (v.n);
  /** @type {(...values: Value[]) => number} */
  const size = (...values) => Math.max(...values.map((v) => v.n.length));
  /** @type {(n: (bigint | null)[]) => Value} */
  const one = (n) => ({ n, d: 1n });
  /** @type {(above: bigint, below?: bigint) => Value} */
  const n = (above, below = 1n) => ({ n: [above], d: below });

  /**
   * Each municipality by itself; `f` gives a numerator and a denominator, or null.
   * @param {(i: number) => [bigint, bigint] | null} f @param {...Value} values @returns {Value}
   */
  function each(f, ...values) {
    const above = [], below = [];
    for (let i = 0, count = size(...values); i < count; i++) {
      const made = values.some((v) => top(v, i) === null) ? null : f(i);
      if (made === null) { above.push(null); below.push(1n); continue; }
      const common = gcd(made[0], made[1]) || 1n;
      above.push(made[0] / common); below.push(made[1] / common);
    }
    return { n: above, d: below.length === 1 ? below[0] : below };
  }

  /**
   * Two values over one denominator: [numbers of a, numbers of b, the denominator]; null where there is none.
   * @type {(a: Value, b: Value) => [bigint, bigint, bigint] | null}
   */
  const together = (a, b) => {
    if (typeof a.d !== "bigint" || typeof b.d !== "bigint") return null;
    const by = gcd(a.d, b.d), ta = b.d / by, tb = a.d / by;
    return [ta, tb, a.d * ta];
  };

  /** @type {(a: Value, b: Value, f: (x: bigint, y: bigint) => bigint) => Value} */
  const plain = (a, b, f) => {
    const made = together(a, b), count = size(a, b), out = new Array(count);
    if (!made) return each((i) => [f(sure(a, i) * bottom(b, i), sure(b, i) * bottom(a, i)), bottom(a, i) * bottom(b, i)], a, b);
    for (let i = 0; i < count; i++) {
      const x = top(a, i), y = top(b, i);
      out[i] = x === null || y === null ? null : f(x * made[0], y * made[1]);
    }
    return { n: out, d: made[2] };
  };
  /** @type {Two} */
  const add = (a, b) => plain(a, b, (x, y) => x + y);
  /** @type {Two} */
  const sub = (a, b) => plain(a, b, (x, y) => x - y);
  /** @type {Two} */
  const min = (a, b) => plain(a, b, (x, y) => (x < y ? x : y));
  /** @type {Two} */
  const max = (a, b) => plain(a, b, (x, y) => (x > y ? x : y));

  /** @type {Two} */
  const mul = (a, b) => {
    if (typeof a.d !== "bigint" || typeof b.d !== "bigint")
      return each((i) => [sure(a, i) * sure(b, i), bottom(a, i) * bottom(b, i)], a, b);
    const out = [];
    for (let i = 0, count = size(a, b); i < count; i++) {
      const x = top(a, i), y = top(b, i);
      out.push(x === null || y === null ? null : x * y);
    }
    return { n: out, d: a.d * b.d };
  };

  /** @type {Two} */
  const div = (a, b) => {
    if (b.n.length === 1) { // over one number all keep one denominator
      const below = b.n[0];
      if (below === null || below === 0n) return { n: new Array(size(a, b)).fill(null), d: 1n };
      const sign = below < 0n ? -1n : 1n;
      return mul(a, { n: [bottom(b, 0) * sign], d: below * sign });
    }
    return each((i) => {
      const below = sure(b, i) * bottom(a, i), sign = below < 0n ? -1n : 1n;
      return below === 0n ? null : [sign * sure(a, i) * bottom(b, i), sign * below];
    }, a, b);
  };

  /** @type {(f: (x: bigint, y: bigint) => boolean) => Two} */
  const decide = (f) => (a, b) => {
    const made = together(a, b), out = [];
    for (let i = 0, count = size(a, b); i < count; i++) {
      const x = top(a, i), y = top(b, i);
      if (x === null || y === null) out.push(null);
      else out.push(f(x * (made ? made[0] : bottom(b, i)), y * (made ? made[1] : bottom(a, i))) ? 1n : 0n);
    }
    return one(out);
  };
  /** @type {(f: (held: (bigint | null)[]) => bigint) => (...conditions: Value[]) => Value} */
  const several = (f) => (...conditions) => {
    const out = [];
    for (let i = 0, count = size(...conditions); i < count; i++) {
      const held = conditions.map((c) => top(c, i));
      out.push(held.includes(null) ? null : f(held));
    }
    return one(out);
  };
  /** @type {(c: Value) => Value} */
  const not = (c) => one(c.n.map((x) => (x === null ? null : x ? 0n : 1n)));
  /** @type {(v: Value) => Value} */
  const yes = (v) => one(v.n.map((x) => (x === null ? null : x ? 1n : 0n)));

  /**
   * @param {Value} c
   * @param {Value} a @param {Value} b @returns {Value}
   */
  function where(c, a, b) {
    const out = [], below = [], count = size(c, a, b), made = together(a, b);
    for (let i = 0; i < count; i++) {
      const holds = top(c, i), chosen = holds ? a : b;
      if (holds === null || top(chosen, i) === null) { out.push(null); below.push(1n); continue; }
      out.push(made ? sure(chosen, i) * (holds ? made[0] : made[1]) : sure(chosen, i));
      below.push(made ? made[2] : bottom(chosen, i));
    }
    return { n: out, d: made ? made[2] : below };
  }

  /** @param {Value} v @returns {Value} */
  function total(v) {
    if (v.n.includes(null)) return one([null]);
    if (typeof v.d === "bigint") return { n: [all(v).reduce((s, x) => s + x, 0n)], d: v.d };
    // two by two: the denominators stay small for longest
    let parts = all(v).map((x, i) => [x, bottom(v, i)]);
    while (parts.length > 1) {
      const pairs = [];
      for (let i = 0; i + 1 < parts.length; i += 2) {
        const [[x, a], [y, b]] = [parts[i], parts[i + 1]], by = gcd(a, b), ta = b / by;
        pairs.push([x * ta + y * (a / by), a * ta]);
      }
      if (parts.length % 2) pairs.push(parts[parts.length - 1]);
      parts = pairs;
    }
    return { n: [parts[0][0]], d: parts[0][1] };
  }

  /**
   * Half away from zero.
   * @param {Value} v @param {number} decimals @returns {Value}
   */
  function round(v, decimals) {
    const scale = 10n ** BigInt(decimals);
    const out = v.n.map((x, i) => {
      if (x === null) return null;
      const d = bottom(v, i), twice = 2n * (x < 0n ? -x : x) * scale + d, whole = twice / (2n * d);
      return x < 0n ? -whole : whole;
    });
    return { n: out, d: scale };
  }

  /**
   * A pot in whole units over weights: the largest remainders, of equal ones the first.
   * @param {Value} pot @param {Value} weights @param {number} decimals @returns {Value}
   */
  function apportion(pot, weights, decimals) {
    const scale = 10n ** BigInt(decimals), count = weights.n.length;
    if (pot.n[0] === null || weights.n.includes(null)) return one(new Array(count).fill(null));
    const units = sure(pot, 0) * scale, below = bottom(pot, 0);
    if (units % below) throw new RangeError("de pot is geen geheel aantal");
    let common = 1n;
    for (let i = 0; i < count; i++) common = (common / gcd(common, bottom(weights, i))) * bottom(weights, i);
    const whole = all(weights).map((x, i) => x * (common / bottom(weights, i)));
    const sum = whole.reduce((s, x) => s + x, 0n), left = units / below;
    if (left < 0n || whole.some((x) => x < 0n)) throw new RangeError("een pot en de gewichten kunnen niet negatief zijn");
    if (!sum) {
      if (left) throw new RangeError("er is een pot, maar elk gewicht is nul");
      return { n: whole.map(() => 0n), d: scale };
    }
    const shares = whole.map((x) => (left * x) / sum), rests = whole.map((x) => (left * x) % sum);
    const order = rests.map((_, i) => i).sort((a, b) => (rests[a] > rests[b] ? -1 : rests[a] < rests[b] ? 1 : a - b));
    const over = Number(left - shares.reduce((s, x) => s + x, 0n));
    for (let i = 0; i < over; i++) shares[order[i]] += 1n;
    return { n: shares, d: scale };
  }

  return {
    n, add, sub, mul, div, min, max, not, yes, where, total, round, apportion, gcd,
    lt: decide((x, y) => x < y), le: decide((x, y) => x <= y), eq: decide((x, y) => x === y),
    ne: decide((x, y) => x !== y), ge: decide((x, y) => x >= y), gt: decide((x, y) => x > y),
    all: several((held) => (held.every((x) => x) ? 1n : 0n)), any: several((held) => (held.some((x) => x) ? 1n : 0n)),
    count: several((held) => BigInt(held.filter((x) => x).length)),
  };
})();

/**
 * Every rule of a book, in its order.
 * @param {Pick<Book, "rules">} book @param {Values} given
 */
function computed(book, given) {
  const v = { ...given };
  for (const [name, formula] of book.rules) v[name] = formula(v);
  return v;
}
