import { CHECK, GROUP, NOT_SURE, Problem } from "./base.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./truth.js").Facts} Facts */
/** @typedef {boolean | number | string | string[]} Raw  a value as it was given, "not_sure" included */
/** @typedef {{question: string, values: Record<string, Raw>, most: number | null}} Answer */

const DECIMAL = /^-?(?:0|[1-9][0-9]{0,20})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?$/;

/** The nearest whole number; halves go to the even neighbour. @param {number} amount */
export function nearestWhole(amount) {
  const low = Math.floor(amount);
  const over = amount - low;
  return over < 0.5 || (over === 0.5 && low % 2 === 0) ? low : low + 1;
}

/** A number as the nearest whole one; null when it is no number. @param {unknown} value */
export function wholeNumber(value) {
  if (typeof value === "string" && DECIMAL.test(value) && !/^-?[0-9]+$/.test(value))
    value = Number(value);
  return typeof value === "number" && Number.isFinite(value) ? nearestWhole(value) + 0 : null;
}

/**
 * Known facts from raw values: what is unknown is left out.
 * Throws a Problem for what is no fact, or no value of its fact.
 * @param {Base} base
 * @param {Record<string, unknown>} given
 * @returns {Facts}
 */
export function readFacts(base, given) {
  /** @type {Facts} */
  const facts = {};
  for (const [name, value] of Object.entries(given)) {
    const fact = base.facts.get(name);
    if (fact === undefined) throw new Problem(name, "no_such_fact");
    if (value === null || value === undefined) continue;
    if (isNotSure(base, name, value)) {
      if (fact.kind === "bool" && fact.not_sure === "as_yes") facts[name] = true;
      continue;
    }
    facts[name] = readValue(fact, value);
  }
  return facts;
}

/** Whether a value says "not sure"; a choice of that name is a choice. @param {Base} base @param {string} name @param {unknown} value */
export function isNotSure(base, name, value) {
  return value === NOT_SURE && !base.facts.at(name).choices?.includes(NOT_SURE);
}

/** The facts told as "not sure", in the order asked. @param {Base} base @param {Record<string, unknown>} given */
export function toldNotSure(base, given) {
  return base.order.filter(
    (name) => Object.hasOwn(given, name) && isNotSure(base, name, given[name]),
  );
}

/** @param {import("./base.js").Fact} fact @param {unknown} value @returns {boolean | number | string | string[]} */
function readValue(fact, value) {
  const misfit = () => new Problem(fact.id, "does_not_fit");
  const { choices = [], at_least = 0, at_most = 0 } = fact;
  switch (fact.kind) {
    case "bool":
      if (typeof value !== "boolean") throw misfit();
      return value;
    case "number": {
      const number = wholeNumber(value);
      if (number === null) throw misfit();
      if (number < at_least || number > at_most) throw new Problem(fact.id, "out_of_range");
      return number;
    }
    case "choice":
      if (typeof value !== "string" || !choices.includes(value)) throw misfit();
      return value;
    default:
      if (!Array.isArray(value) || !value.length || !value.every((one) => choices.includes(one)))
        throw misfit();
      return choices.filter((one) => value.includes(one));
  }
}

/**
 * What answers, oldest first, come to.
 *
 * A group line that was denied says no to every line of its checklist that nothing else was said
 * of. A plain check counts while its fact is "not sure".
 */
export class Told {
  /** @param {Base} base @param {Iterable<Answer>} answers */
  constructor(base, answers) {
    this.base = base;
    /** The latest value of each fact. @type {Record<string, Raw>} */ this.raw = {};
    /** The latest answer to each group line, by question. @type {Map<string, boolean | string>} */
    this.groups = new Map();
    /** Facts told as "not sure" whose check was not put yet. @type {Set<string>} */
    this.unchecked = new Set();
    /** Answers (by place) to checks of a fact the person was sure of. @type {Set<number>} */
    this.moot = new Set();
    let place = 0;
    for (const answer of answers) {
      for (const [line, value] of Object.entries(answer.values)) this.take(line, value, place);
      place++;
    }
    for (const [question, said] of this.groups)
      if (said === false)
        for (const fact of base.questions.at(question).facts)
          if (!Object.hasOwn(this.raw, fact)) this.raw[fact] = false;
    /** Facts that are known, or were asked, with their check, in vain. */
    this.settled = base.bits(Object.keys(this.raw)) & ~base.bits(this.unchecked);
  }

  /** @param {string} line @param {Raw} value @param {number} place */
  take(line, value, place) {
    if (line.startsWith(GROUP)) {
      this.groups.set(line.slice(GROUP.length), yesNo(line, value));
    } else if (line.startsWith(CHECK)) {
      this.takeCheck(line.slice(CHECK.length), yesNo(line, value), place);
    } else {
      this.raw[line] = value;
      if (value === NOT_SURE && this.base.checks.has(line)) this.unchecked.add(line);
      else this.unchecked.delete(line);
    }
  }

  /** @param {string} fact @param {boolean | string} value @param {number} place */
  takeCheck(fact, value, place) {
    if (!Object.hasOwn(this.raw, fact) || this.raw[fact] !== NOT_SURE) {
      this.moot.add(place);
      return;
    }
    this.unchecked.delete(fact);
    if (typeof value === "boolean")
      this.raw[fact] = value !== (this.base.checks.at(fact) === "yes");
  }

  /** Whether a checklist stands behind a group line that is still to be answered. @param {string} id */
  isClosed(id) {
    const question = this.base.questions.at(id);
    return (
      question.group !== undefined &&
      !this.groups.has(id) &&
      !question.facts.some((fact) => this.raw[fact] === true)
    );
  }
}

/** @param {string} line @param {unknown} value @returns {boolean | string} */
function yesNo(line, value) {
  if (typeof value === "boolean" || value === NOT_SURE)
    return /** @type {boolean | string} */ (value);
  throw new Problem(line, "does_not_fit");
}
