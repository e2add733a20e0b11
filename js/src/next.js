import { checkScreen, groupScreen, questionScreen } from "./screens.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./state.js").Knowledge} Knowledge */
/** @typedef {import("./state.js").Demand} Demand */
/** @typedef {import("./facts.js").Told} Told */
/** @typedef {Map<string, bigint>} Lines  facts to show, by question */
/** @typedef {[Demand, bigint][]} AskedBy  what is open, most urgent first, with what is worth asking for it */
/** @typedef {{names: string[], urgency: Map<string, number>}} Due */

/**
 * The next screen; null when nothing that matters is left to ask. `most` is how many screens were
 * said to follow at most, this one among them (null: nothing was said).
 * @param {Base} base @param {Knowledge} knowledge @param {Told} told @param {number | null} [most]
 */
export function nextScreen(base, knowledge, told, most = null) {
  const { settled } = told;
  const unsure = base.bits(told.unchecked) & knowledge.relevant;
  if (unsure) {
    const facts = base.named(unsure);
    const others = still(base, knowledge.relevant & ~settled & ~unsure, told) + facts.length - 1;
    return checkScreen(base, facts[0], others);
  }
  /** @type {AskedBy} */
  const askedBy = knowledge.demands.map((one) => [one, knowledge.askable(one) & ~settled]);
  const due = dueQuestions(base, knowledge, settled, askedBy);
  const first = due.names[0];
  if (first === undefined) return null;
  const left = knowledge.relevant & ~settled;
  const group = base.questions.at(first).group;
  if (group !== undefined && told.isClosed(first))
    return groupScreen(
      base,
      group,
      closed(base, left, told).get(group),
      still(base, left, told) - 1,
    );
  const lines = linesOf(base, knowledge, settled, due, askedBy);
  if (most !== null && still(base, left, told) >= most)
    lines.set(first, left & base.factsOf(first));
  const ids = together(base, due, lines);
  const shown = ids.reduce((all, id) => all | (lines.get(id) ?? 0n), 0n);
  const rest = still(base, left & ~shown, told) + base.named(shown & base.checkBits).length;
  return questionScreen(base, ids, base.words.topicOf.at(first), shown, rest);
}

/**
 * How many screens can follow at most while the facts in `left` are to be asked: one for each
 * question, each screen of group lines, and each plain check.
 * @param {Base} base @param {bigint} left @param {Told} told
 */
function still(base, left, told) {
  return (
    base.questionsOf(left).size +
    closed(base, left, told).size +
    base.named(left & base.checkBits).length
  );
}

/** The questions with facts in `left` that are still closed, by group screen. @param {Base} base @param {bigint} left @param {Told} told */
function closed(base, left, told) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const id of base.questionsOf(left)) {
    const { group } = base.questions.at(id);
    if (group === undefined || !told.isClosed(id)) continue;
    const screen = found.get(group) ?? new Set();
    found.set(group, screen.add(id));
  }
  return found;
}

/**
 * Questions worth asking now, the next one first. All serve open warning signs, or (urgency 0)
 * all serve remedies alone.
 * @param {Base} base @param {Knowledge} knowledge @param {bigint} settled @param {AskedBy} askedBy @returns {Due}
 */
function dueQuestions(base, knowledge, settled, askedBy) {
  for (const fact of base.logic.opening)
    if (base.bits([fact]) & knowledge.relevant & ~settled) {
      const { question } = base.facts.at(fact);
      return { names: [question], urgency: new Map([[question, 0]]) };
    }
  /** @type {Map<string, number>} */ const urgency = new Map();
  /** @type {Map<string, number>} */ const alarms = new Map();
  const emergency = base.logic.levels.length - 1;
  for (const [demand, asked] of askedBy)
    for (const fact of base.named(asked)) {
      const id = base.facts.at(fact).question;
      urgency.set(id, Math.max(urgency.get(id) ?? 0, demand.urgency));
      // A checklist can raise the alarm by itself; a guard such as age cannot.
      if (isList(base, id) && demand.urgency === emergency)
        alarms.set(id, (alarms.get(id) ?? 0) + 1);
    }
  const most = [...urgency.keys()].sort(
    (one, other) =>
      at(urgency, other) - at(urgency, one) ||
      (alarms.get(other) ?? 0) - (alarms.get(one) ?? 0) ||
      base.place.at(one) - base.place.at(other),
  );
  const safety = most.some((id) => at(urgency, id) > 0);
  return { names: most.filter((id) => at(urgency, id) > 0 === safety), urgency };
}

/**
 * The facts to show of each question that is due: askable now, or behind such a fact in the same
 * question. While warning signs are open, lines that only a remedy asks for wait.
 * @param {Base} base @param {Knowledge} knowledge @param {bigint} settled @param {Due} due @param {AskedBy} askedBy @returns {Lines}
 */
function linesOf(base, knowledge, settled, due, askedBy) {
  /** @type {Lines} */
  const shown = new Map();
  const forSafety = at(due.urgency, due.names[0]) > 0;
  for (const [demand, asked] of askedBy) {
    if (forSafety && demand.urgency === 0) break;
    const open = knowledge.missing(demand.node) & ~settled;
    for (const id of base.questionsOf(asked)) {
      const found = open & base.factsOf(id);
      if (found) shown.set(id, (shown.get(id) ?? 0n) | found);
    }
  }
  // An opening question is put before its turn, when nothing asks for it yet.
  const early = due.names.every((id) => shown.has(id)) ? 0n : knowledge.relevant & ~settled;
  return new Map(due.names.map((id) => [id, shown.get(id) || early & base.factsOf(id)]));
}

/**
 * The first question that is due, with further checklists of its topic that fit. None overtakes a
 * more urgent one that does not fit, or that has a group line.
 * @param {Base} base @param {Due} due @param {Lines} lines @returns {string[]}
 */
function together(base, due, lines) {
  const first = due.names[0];
  const hasGroup = (/** @type {string} */ id) => base.questions.at(id).group !== undefined;
  if (!isList(base, first) || hasGroup(first)) return [first];
  /** @type {string[]} */
  let rest;
  if (at(due.urgency, first) > 0) {
    rest = due.names
      .filter((id) => isList(base, id) && id !== first)
      .sort(
        (one, other) =>
          at(due.urgency, other) - at(due.urgency, one) ||
          base.place.at(one) - base.place.at(other),
      );
  } else {
    rest = due.names.slice(1);
    const end = rest.findIndex((id) => !isList(base, id) || hasGroup(id));
    if (end >= 0) rest = rest.slice(0, end);
  }
  const topic = base.questions.at(first).topic;
  const size = (/** @type {string} */ id) => base.named(lines.get(id) ?? 0n).length;
  let room = base.logic.lines - size(first);
  let leftOut = 0;
  const chosen = [first];
  for (const id of rest) {
    if (hasGroup(id) || base.questions.at(id).topic !== topic || size(id) > room) {
      leftOut = Math.max(leftOut, at(due.urgency, id));
    } else if (at(due.urgency, id) >= leftOut) {
      chosen.push(id);
      room -= size(id);
    }
  }
  const rank = (/** @type {string} */ id) => (id === first ? -1 : base.place.at(id));
  return chosen.sort((one, other) => rank(one) - rank(other));
}

/** @param {Base} base @param {string} id */
function isList(base, id) {
  return base.questions.at(id).kind === "checklist";
}

/** @param {Map<string, number>} numbers @param {string} key */
function at(numbers, key) {
  return /** @type {number} */ (numbers.get(key));
}
