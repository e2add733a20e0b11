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
function tested(part, facts) {
  const name = /** @type {string} */ (part[1]);
  if (!Object.hasOwn(facts, name)) return null;
  const value = facts[name];
  const wanted = part[2];
  switch (part[0]) {
    case "is":
      return value === wanted;
    case "one_of":
      return part.indexOf(/** @type {string} */ (value), 2) > 0;
    case "includes":
      return /** @type {string[]} */ (value).includes(/** @type {string} */ (wanted));
    case "at_least":
      return value >= wanted;
    case "at_most":
      return value <= wanted;
    default:
      throw new Error(`no such test: ${part[0]}`);
  }
}

/** @param {Part} part @param {Truth[]} truths @returns {Truth} */
function combined(part, truths) {
  const kind = part[0];
  const first = kind === "count" ? 2 : 1;
  const size = part.length - first;
  if (kind === "not") {
    const truth = truths[/** @type {number} */ (part[1])];
    return truth === null ? null : !truth;
  }
  let needed = size;
  if (kind === "any") needed = 1;
  else if (kind === "count") needed = /** @type {number} */ (part[1]);
  else if (kind !== "all") throw new Error(`no such part: ${kind}`);
  let certain = 0;
  let possible = 0;
  for (let at = first; at < part.length; at++) {
    const truth = truths[/** @type {number} */ (part[at])];
    if (truth === true) certain++;
    if (truth !== false) possible++;
  }
  if (certain >= needed) return true;
  return possible < needed ? false : null;
}
