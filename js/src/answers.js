import { NOT_SURE, Problem } from "./base.js";
import { wholeNumber } from "./facts.js";

/** @typedef {import("./screens.js").Screen} Screen */
/** @typedef {import("./facts.js").Raw} Raw */

/** Characters of a number with its unit; more is no number. */
const LONGEST_NUMBER = 60;

/**
 * Raw values by line for an answer to a screen.
 *
 * "not_sure" answers every kind. Else: yes/no takes a boolean; a single choice its value; a
 * multiple choice a list of values; a number a number in the base unit, or text with a unit; a
 * checklist a list of the lines that are true (the others shown are false), or an object of line
 * to true, false or "not_sure" (a line left out stays unknown).
 * Throws a Problem when the answer does not fit.
 * @param {Screen} screen @param {any} given @returns {Record<string, Raw>}
 */
export function valuesOf(screen, given) {
  if (given === NOT_SURE) return Object.fromEntries(screen.facts.map((line) => [line, NOT_SURE]));
  const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
  if (given === null || given === undefined || (isObject && !Object.keys(given).length))
    throw new Problem(screen.id, "no_answer");
  if (screen.kind === "checklist") return checklist(screen, given);
  if (isObject) throw new Problem(screen.id, "does_not_fit");
  const [line] = screen.facts;
  if (screen.kind === "number" && typeof given === "string")
    return { [line]: parseNumber(screen, given) };
  const number = screen.kind === "number" ? wholeNumber(given) : null;
  return { [line]: number ?? given };
}

/** @param {Screen} screen @param {any} given @returns {Record<string, Raw>} */
function checklist(screen, given) {
  if (typeof given !== "object") throw new Problem(screen.id, "does_not_fit");
  /** @type {Record<string, Raw>} */
  const named = Array.isArray(given)
    ? Object.fromEntries(screen.facts.map((line) => [line, given.includes(line)]))
    : { ...given };
  for (const line of Array.isArray(given) ? given : Object.keys(given))
    if (!screen.facts.includes(line)) throw new Problem(String(line).slice(0, 60), "not_on_screen");
  for (const [line, value] of Object.entries(named))
    if (value === null || value === undefined) throw new Problem(line, "no_answer");
  return named;
}

/**
 * The number in a text, in the base unit, rounded to the nearest whole one (halves to even). A
 * clear beginning of a unit is enough. `1,000`, which some read as one, is taken for neither.
 * Throws a Problem: `not_a_number`, `not_a_unit` or `out_of_range`.
 * @param {Screen} screen @param {string} text @returns {number}
 */
export function parseNumber(screen, text) {
  const ascii = text.replace(/\p{Nd}/gu, asciiDigit).trim();
  const match =
    [...text].length <= LONGEST_NUMBER
      ? /^(-?[0-9]{1,9})(?:[.,]([0-9]{1,4}))?\s*([^0-9\s][^\n]*)?$/u.exec(ascii)
      : null;
  const twoReadings = /^-?[1-9][0-9]{0,2}[.,][0-9]{3}(?![0-9])/.test(ascii);
  if (match === null || twoReadings)
    throw new Problem(screen.id, "not_a_number", { text: text.slice(0, 40) });
  const [, whole, decimals = "", word] = match;
  const unit = unitOf(screen, word);
  if (unit === null) throw new Problem(screen.id, "not_a_unit", { text: word.slice(0, 40) });
  const value = converted(whole + decimals, decimals.length, unit);
  if (value < screen.at_least || value > screen.at_most)
    throw new Problem(screen.id, "out_of_range", { text: text.slice(0, 40) });
  return value;
}

/**
 * Digits with so many of them behind the point, times `times` plus `plus`, exactly; then the
 * nearest whole number, halves to the even neighbour.
 * @param {string} digits @param {number} places @param {{times: string, plus: string}} unit
 */
function converted(digits, places, { times, plus }) {
  const scale = 10n ** BigInt(places);
  const [timesOver, timesUnder] = fraction(times);
  const [plusOver, plusUnder] = fraction(plus);
  const over = BigInt(digits) * timesOver * plusUnder + plusOver * scale * timesUnder;
  const under = scale * timesUnder * plusUnder;
  let whole = over / under;
  let rest = over % under;
  if (rest < 0n) {
    rest += under;
    whole -= 1n;
  }
  if (2n * rest > under || (2n * rest === under && whole % 2n !== 0n)) whole += 1n;
  return Number(whole);
}

/** @param {string} text @returns {[bigint, bigint]} */
function fraction(text) {
  const [over, under = "1"] = text.split("/");
  return [BigInt(over), BigInt(under)];
}

/** The digit 0-9 that a decimal digit of any script means; such digits stand in runs of ten. @param {string} digit */
function asciiDigit(digit) {
  const code = /** @type {number} */ (digit.codePointAt(0));
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--;
  return String((code - start) % 10);
}

/**
 * The unit that a word names or clearly begins; null for none.
 * @param {Screen} screen @param {string | undefined} word
 */
function unitOf(screen, word) {
  const base = { name: screen.unit, times: "1", plus: "0" };
  if (word === undefined) return base;
  const units = new Map([base, ...screen.units].map((unit) => [unaccented(unit.name), unit]));
  const wanted = unaccented(word.trim().replace(/\.+$/, ""));
  const bare = (/** @type {string} */ name) => name.replace(/s+$/, "");
  const exact = [...units].filter(([name]) => bare(name) === bare(wanted));
  const begun = [...units].filter(([name]) => wanted && name.startsWith(wanted));
  const found = [exact, begun].find((one) => one.length === 1);
  return found ? found[0][1] : null;
}

/** A word in small letters without accents. @param {string} word */
export function unaccented(word) {
  return word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
