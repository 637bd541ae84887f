// What the scripts of the pages share: the values of the engine, and what each page is given as a script of its own.

/** n: a number for each municipality, or one for the country; d: one denominator for all, or one for each. */
type Value = { n: (bigint | null)[]; d: bigint | bigint[] };
type Values = Record<string, Value>;
type Two = (a: Value, b: Value) => Value;
type Ratio = { n: bigint; d: bigint };
/** One cell of a value; null where it has none. */
type Cell = { n: bigint | null; d: bigint };
/** What a reader changed: figures by name, volumes by "name@code", pairs of codes that become one. */
type Changes = {
  figures: Record<string, Ratio>;
  volumes: Record<string, Ratio>;
  merged: string[][];
};

/** A publication year: tables/site/compute.py writes it. */
interface Book {
  name: string;
  publication: string;
  title: string;
  year: number;
  stand: string;
  codes: string[];
  names: string[];
  amounts: string[];
  labels: Record<string, [label: string, unit: string]>;
  statuses: Record<string, string>;
  decimals: Record<string, number>;
  bounds: Record<string, [least: string | null, most: string | null]>;
  kinds: Record<string, string>;
  articles: [label: string, law: string, figures: string[]][];
  phrases: Record<string, string>;
  pots: Record<string, string>;
  units: Record<string, string>;
  scenarios: Record<string, Record<string, [was: string, becomes: string]>>;
  rules: [name: string, formula: (v: Values) => Value][];
  given: Values;
}
declare const BOOK: Book;

/** Every municipality, for the search of the front page: tables/site/build.py writes it. */
interface Places {
  names: Record<string, string>;
  codes: string[];
  amounts: { label: string; unit: string; values: number[] }[];
}
declare const PLACES: Places;

/** What municipalities can be alike in: tables/site/alike.py writes it. */
interface Alike {
  codes: string[];
  names: string[];
  groups: Record<string, number[]>;
  criteria: { label: string; shown: string[]; ranks: number[] }[];
}
declare const ALIKE: Alike;
