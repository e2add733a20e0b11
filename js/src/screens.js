import { CHECK, GROUP, JOIN } from "./base.js";

/** @typedef {import("./base.js").Base} Base */
/**
 * One screen as it is put to a person now: only the lines that still matter.
 * @typedef {{
 *   id: string, kind: string, topic: string, ask: string, help: string, why: string,
 *   facts: string[], choices: {value: string, text: string}[],
 *   items: {fact: string, text: string, label: string, not_sure: string, check: any}[],
 *   headings: {first: number, ask: string}[], unit: string, unit_one: string,
 *   at_least: number, at_most: number, units: {name: string, times: string, plus: string}[],
 *   members: string[][], check_of: string, settles: string | null,
 *   remaining: number, expected: number | null,
 * }} Screen
 */

/** @param {Partial<Screen>} told @returns {Screen} */
function screen(told) {
  return {
    id: "",
    kind: "",
    topic: "",
    ask: "",
    help: "",
    why: "",
    facts: [],
    choices: [],
    items: [],
    headings: [],
    unit: "",
    unit_one: "",
    at_least: 0,
    at_most: 0,
    units: [],
    members: [],
    check_of: "",
    settles: null,
    remaining: 0,
    expected: null,
    ...told,
  };
}

/** @param {Iterable<string>} texts */
const once = (texts) => [...new Set(texts)].join(" ");

/**
 * The screen for one question, or for several checklists; of those the lines in `facts` are shown.
 * @param {Base} base @param {string[]} ids @param {string} topic @param {bigint} facts @param {number} [remaining]
 */
export function questionScreen(base, ids, topic, facts, remaining = 0) {
  const questions = ids.map((id) => base.words.question.at(id));
  const first = questions[0];
  /** @type {Screen["items"]} */ const items = [];
  /** @type {Screen["headings"]} */ const headings = [];
  for (const question of questions) {
    if (items.length) headings.push({ first: items.length, ask: question.ask });
    for (const item of question.items) if (base.bits([item.fact]) & facts) items.push(item);
  }
  return screen({
    id: ids.join(JOIN),
    kind: first.kind,
    topic,
    ask: first.ask,
    help: once(questions.map((one) => one.help)),
    why: once(questions.map((one) => one.why)),
    facts: items.length ? items.map((one) => one.fact) : base.questions.at(first.id).facts,
    choices: first.choices,
    items,
    headings,
    unit: first.unit,
    unit_one: first.unit_one,
    at_least: first.at_least,
    at_most: first.at_most,
    units: first.units,
    remaining,
  });
}

/**
 * The screen of group lines `name`: those of the questions `lines`, or all.
 * @param {Base} base @param {string} name @param {Set<string> | null} [lines] @param {number} [remaining]
 */
export function groupScreen(base, name, lines = null, remaining = 0) {
  const words = base.words.groupScreen.at(name);
  /** @type {Screen["items"]} */ const items = [];
  /** @type {string[][]} */ const members = [];
  for (const question of base.questions.values()) {
    if (question.group !== name || (lines !== null && !lines.has(question.id))) continue;
    const { text, label } = base.words.question.at(question.id).group;
    items.push({ fact: GROUP + question.id, text, label, not_sure: "unknown", check: null });
    members.push(question.facts);
  }
  const topic = base.words.topicOf.get(name);
  const { ask, help, why } = words;
  const facts = items.map((one) => one.fact);
  return screen({
    id: name,
    kind: "checklist",
    topic,
    ask,
    help,
    why,
    facts,
    items,
    members,
    remaining,
  });
}

/** The screen of the plain check of a fact. @param {Base} base @param {string} fact @param {number} [remaining] */
export function checkScreen(base, fact, remaining = 0) {
  const check = base.words.check.at(fact);
  const id = base.facts.at(fact).question;
  const question = base.words.question.at(id);
  return screen({
    id: CHECK + fact,
    kind: "yes_no",
    topic: base.words.topicOf.get(id),
    ask: check.ask,
    help: check.help || question.help,
    why: question.why,
    facts: [CHECK + fact],
    check_of: fact,
    settles: base.checks.at(fact),
    remaining,
  });
}

/**
 * The screen with the id `name`, with all lines or those in `lines`; null when nothing of that id
 * is asked.
 * @param {Base} base @param {string} name @param {Iterable<string> | null} [lines]
 */
export function screenNamed(base, name, lines = null) {
  if (base.groupScreens.has(name)) {
    const of =
      lines === null
        ? null
        : [...lines].map((one) => (one.startsWith(GROUP) ? one.slice(GROUP.length) : one));
    return groupScreen(base, name, of === null ? null : new Set(of));
  }
  if (name.startsWith(CHECK)) {
    const fact = name.slice(CHECK.length);
    return base.checks.has(fact) ? checkScreen(base, fact) : null;
  }
  const ids = name.split(JOIN);
  const known = ids.every((id) => base.questions.has(id));
  const lists = new Set(ids.filter((id) => base.questions.get(id)?.kind === "checklist"));
  if (!known || (ids.length > 1 && lists.size !== ids.length)) return null;
  const all = ids.reduce((bits, id) => bits | base.factsOf(id), 0n);
  return questionScreen(base, ids, "", lines === null ? all : all & base.bits(lines));
}

/** What an answer to a screen can say something of. @param {Screen} asked @returns {string[]} */
export function asksAbout(asked) {
  if (asked.check_of) return [asked.check_of];
  return asked.members.length ? asked.members.flat() : asked.facts;
}
