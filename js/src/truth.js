/**
 * Truths of a compiled rule base: true, false, or null for unknown. Unknown is never false.
 * Kleene's strong three-valued logic; see docs/compiled-format.md.
 *
 * @typedef {true | false | null} Truth
 * @typedef {[string, ...(string | number | boolean)[]]} Part
 * @typedef {Record<string, boolean | number | string | string[]>} Facts  known values by fact id
 */

const TESTS = new Set(["is", "one_of", "includes", "at_least", "at_most"]);

/** Whether a part compares a fact. @param {Part} part */
export function isTest(part) {
  return TESTS.has(part[0]);
}

/** The numbers of the parts that a part is made of. @param {Part} part @returns {number[]} */
export function madeOf(part) {
  if (isTest(part)) return [];
  return /** @type {number[]} */ (part.slice(part[0] === "count" ? 2 : 1));
}

/**
 * The truth of every part, by its number. What a part is made of comes before it.
 * @param {Part[]} parts
 * @param {Facts} facts
 * @returns {Truth[]}
 */
export function truthsOf(parts, facts) {
  /** @type {Truth[]} */
  const truths = [];
  for (const part of parts)
    truths.push(isTest(part) ? tested(part, facts) : combined(part, truths));
  return truths;
}

/** @param {Part} part @param {Facts} facts @returns {Truth} */
function tested([kind, fact, ...wanted], facts) {
  const name = /** @type {string} */ (fact);
  if (!Object.hasOwn(facts, name)) return null;
  const value = facts[name];
  switch (kind) {
    case "is":
      return value === wanted[0];
    case "one_of":
      return wanted.includes(/** @type {string} */ (value));
    case "includes":
      return /** @type {string[]} */ (value).includes(/** @type {string} */ (wanted[0]));
    case "at_least":
      return value >= wanted[0];
    case "at_most":
      return value <= wanted[0];
    default:
      throw new Error(`no such test: ${kind}`);
  }
}

/** @param {Part} part @param {Truth[]} truths @returns {Truth} */
function combined(part, truths) {
  const [kind] = part;
  if (kind === "not") {
    const truth = truths[/** @type {number} */ (part[1])];
    return truth === null ? null : !truth;
  }
  const of = madeOf(part);
  let certain = 0;
  let possible = 0;
  for (const one of of) {
    if (truths[one] === true) certain++;
    if (truths[one] !== false) possible++;
  }
  const needed =
    kind === "all" ? of.length : kind === "any" ? 1 : kind === "count" ? Number(part[1]) : NaN;
  if (Number.isNaN(needed)) throw new Error(`no such part: ${kind}`);
  if (certain >= needed) return true;
  return possible < needed ? false : null;
}
