import { CHECK, GROUP, JOIN, Problem } from "./base.js";
import { Told, readFacts, wholeNumber } from "./facts.js";
import { screenNamed } from "./screens.js";
import { sha256 } from "./sha256.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./facts.js").Answer} Answer */

const FORMAT = 1;
const MOST_ANSWERS = 10_000;

/** The answers of an interview as plain data (docs/schema/saved-session.json). @param {Base} base @param {Answer[]} answers @param {Record<string, any>[]} setAside */
export function saved(base, answers, setAside) {
  const { name, version, digest } = base.logic.knowledge;
  return {
    format: FORMAT,
    knowledge: { name, version, digest },
    answers: answers.map(({ question, values, most }) => ({
      question,
      wording: wordingOf(base, question, Object.keys(values)),
      values: { ...values },
      ...(most === null ? {} : { most }),
    })),
    set_aside: [...setAside],
  };
}

/**
 * The answers in plain data, and those set aside with the reason.
 * Throws a Problem when the data is not a saved session at all.
 * @param {Base} base @param {any} data
 */
export function answersFrom(base, data) {
  if (!isMapping(data) || !Array.isArray(data.answers) || data.answers.length > MOST_ANSWERS)
    throw new Problem("", "not_a_saved_session");
  if (data.format !== FORMAT) throw new Problem("", "other_format");
  /** @type {Record<string, any>[]} */
  const aside = Array.isArray(data.set_aside) ? data.set_aside.filter(isMapping) : [];
  const same = isMapping(data.knowledge) && data.knowledge.digest === base.logic.knowledge.digest;
  /** @type {Answer[]} */
  const answers = [];
  for (const entry of data.answers) {
    if (!isMapping(entry) || !isMapping(entry.values)) throw new Problem("", "not_a_saved_session");
    const answer = readEntry(base, entry);
    // How many screens follow was said under the rules of then.
    if (typeof answer === "string") aside.push({ ...entry, reason: answer });
    else answers.push(same ? answer : { ...answer, most: null });
  }
  return { answers, aside };
}

/** One saved answer, or the reason to set it aside. @param {Base} base @param {any} entry @returns {Answer | string} */
function readEntry(base, entry) {
  const question = String(entry.question);
  const screen = screenNamed(base, question);
  if (screen === null) return "the question is no longer asked";
  const lines = Object.keys(entry.values);
  if (entry.wording !== wordingOf(base, question, lines)) return "the question has changed";
  try {
    if (!lines.length) throw new Problem("", "no_answer");
    for (const line of lines) {
      if (!screen.facts.includes(line)) throw new Problem(line, "not_on_screen");
      if (entry.values[line] === null) throw new Problem(line, "no_answer");
    }
    const values = { ...entry.values };
    const facts = lines.filter((line) => base.facts.has(line));
    const others = lines.filter((line) => !base.facts.has(line));
    new Told(base, [{ question, values: only(values, others), most: null }]);
    readFacts(base, only(values, facts));
    for (const fact of facts)
      if (base.facts.at(fact).kind === "number")
        values[fact] = wholeNumber(values[fact]) ?? values[fact];
    const { most } = entry;
    return { question, values, most: Number.isInteger(most) && most >= 0 ? most : null };
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

/**
 * The mark of a screen's wording, in the language the rule base is written in: 12 hex digits that
 * change when what was asked of these lines changes.
 * @param {Base} base @param {string} question @param {string[]} lines
 */
function wordingOf(base, question, lines) {
  /** @type {string[]} */
  const asked = [];
  if (question.startsWith(CHECK)) {
    const fact = question.slice(CHECK.length);
    asked.push(base.source.check.at(fact).ask, `${fact} ${base.checks.at(fact)}`);
  } else if (base.groupScreens.has(question)) {
    asked.push(base.source.groupScreen.at(question).ask);
    for (const { id, group } of base.questions.values()) {
      if (group !== question || !lines.includes(GROUP + id)) continue;
      const words = base.source.question.at(id);
      asked.push(`${GROUP}${id}=${words.group.text}`);
      for (const item of words.items) asked.push(`${item.fact}=${item.text}`);
    }
  } else {
    for (const id of question.split(JOIN)) {
      const words = base.source.question.at(id);
      asked.push(words.ask);
      for (const item of words.items)
        if (lines.includes(item.fact)) asked.push(`${item.fact}=${item.text}`);
      for (const choice of words.choices) asked.push(`${choice.value}=${choice.text}`);
      asked.push(words.unit, String(words.at_least), String(words.at_most));
    }
  }
  return sha256(asked.join("\n")).slice(0, 12);
}

/** @param {Record<string, any>} values @param {string[]} names */
function only(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
