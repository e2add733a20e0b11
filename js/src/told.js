import { CHECK, GROUP, NOT_SURE } from "./base.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./facts.js").Raw} Raw */
/** @typedef {import("./session.js").Session} Session */

/** Names listed before "and N more". */
const MOST_NAMED = 8;
/** Things named of a list that was answered with "none of these". */
const MOST_DENIED = 3;

/** The value of a fact in words. @param {Base} base @param {string} fact @param {unknown} value @returns {string} */
export function inWords(base, fact, value) {
  const { kind, question, choices, not_sure: notSure } = base.facts.at(fact);
  if (value === NOT_SURE && !choices?.includes(NOT_SURE))
    return base.say(kind === "bool" && notSure === "as_yes" ? "review.counted" : "review.not_sure");
  if (typeof value === "boolean") return base.say(value ? "review.yes" : "review.no");
  const words = base.words.question.at(question);
  if (typeof value === "number")
    return `${value} ${(value === 1 && words.unit_one) || words.unit}`.trim();
  /** @param {unknown} one */
  const text = (one) =>
    words.choices.find((/** @type {any} */ choice) => choice.value === one)?.text ?? String(one);
  return Array.isArray(value) ? value.map(text).join(", ") : text(value);
}

/** A fact with its value, such as `warfarin: yes`. @param {Base} base @param {string} fact @param {unknown} value */
export function described(base, fact, value) {
  return `${base.words.label.get(fact) ?? fact}: ${inWords(base, fact, value)}`;
}

/** `a, b, c and 4 more`. @param {Base} base @param {Iterable<string>} items @param {number} [most] */
export function named(base, items, most = MOST_NAMED) {
  const all = [...items];
  const names = all.slice(0, most).join(", ");
  return all.length > most
    ? base.say("result.names_and_more", { names, count: all.length - most })
    : names;
}

/** The facts of a reason in words. @param {Base} base @param {{facts: Record<string, unknown>}} reason */
export function facts(base, reason) {
  return named(
    base,
    Object.entries(reason.facts).map(([fact, value]) => described(base, fact, value)),
  );
}

/** The answer at a place (from 0): what was asked, and what was said in one line. @param {Session} session @param {number} place */
export function answerLine(session, place) {
  const { base } = session;
  const screen = session.screenOfAnswer(place);
  const { values } = session.answers[place];
  /** @param {Raw} value */
  const word = (value) =>
    base.say(value === NOT_SURE ? "review.not_sure" : value === true ? "review.yes" : "review.no");
  if (!screen.items.length) {
    const [[line, value]] = Object.entries(values);
    return {
      ask: screen.ask,
      said: line.startsWith(CHECK) ? word(value) : inWords(base, line, value),
    };
  }
  const said = screen.items
    .filter((item) => values[item.fact] !== false)
    .map(
      (item) =>
        `${item.label}: ${item.fact.startsWith(GROUP) ? word(values[item.fact]) : inWords(base, item.fact, values[item.fact])}`,
    );
  const labels = named(
    base,
    screen.items.map((item) => item.label),
    MOST_DENIED,
  );
  if (!said.length) return { ask: screen.ask, said: `${base.say("review.none")}: ${labels}` };
  if (said.length < screen.items.length) said.push(base.say("review.rest"));
  return { ask: screen.ask, said: said.join("; ") };
}
