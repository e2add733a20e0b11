import { isTest, madeOf } from "./truth.js";

/** What joins the ids of questions that share a screen; stands before group lines; before checks. */
export const JOIN = "+";
export const GROUP = "group:";
export const CHECK = "check:";
export const NOT_SURE = "not_sure";
export const SCHEMA = "triage-compiled/1";

/** @typedef {import("./truth.js").Part} Part */
/** @typedef {{id: string, kind: string, question: string, not_sure: string, choices?: string[], at_least?: number, at_most?: number}} Fact */
/** @typedef {{id: string, topic: string, kind: string, facts: string[], group?: string, usual?: number}} Question */
/** @typedef {{id: string, offer: boolean, blocks: string[], cautions: string[], indications: [string, string][]}} Remedy */
/**
 * The logic file; docs/compiled-format.md says what each member means.
 * @typedef {{
 *   schema: string, digest: string,
 *   knowledge: {name: string, version: string, digest: string, status: string},
 *   language: string,
 *   levels: string[], ends: string, floor: string, strengths: string[],
 *   facts: Fact[], questions: Question[], group_screens: {id: string, topic: string}[],
 *   checks: Record<string, "yes" | "no">, opening: string[], lines: number,
 *   parts: Part[], nodes: Record<string, number>, demands: [string, number][],
 *   remedies: Remedy[], shelved: string[],
 *   shown: {
 *     levels: string[], red_flags: string[][], safety_net: string[],
 *     follow_up: Record<string, string[]>, advice: string[], trace: [string, string][],
 *   },
 *   figure?: import("./figure.js").Figure,
 * }} Logic
 */
/**
 * A text file, of which `source` may hold the questions alone.
 * @typedef {any} Text
 */

/**
 * A mistake in what was handed over. `code` names the message that tells it, `where` the fact or
 * screen it is about.
 */
export class Problem extends Error {
  /** @param {string} where @param {string} code @param {Record<string, unknown>} [details] */
  constructor(where, code, details = {}) {
    super(`${where}: ${code}`);
    this.name = "Problem";
    this.where = where;
    this.code = code;
    this.details = details;
  }
}

/**
 * A map of which `at` gives what must be there.
 * @template Value
 * @extends {Map<string, Value>}
 */
class Table extends Map {
  /** @param {string} key @returns {Value} */
  at(key) {
    const value = super.get(key);
    if (value === undefined) throw new Error(`there is no ${key}`);
    return value;
  }
}

/** @template {{id: string}} One @param {One[]} all @returns {Table<One>} */
function byId(all) {
  return new Table(all.map((one) => [one.id, one]));
}

/**
 * A rule base: a logic file and a text file, indexed once. `source` is the text file in the
 * language the rule base is written in; saved answers bear the mark of its wording.
 *
 * A set of facts is a BigInt whose bit n stands for the n-th fact.
 */
export class Base {
  /** @param {Logic} logic @param {Text} text @param {Text} [source] */
  constructor(logic, text, source = text) {
    for (const file of [logic, text, source])
      if (file?.schema !== SCHEMA) throw new Problem("", "other_schema", { schema: file?.schema });
    if (text.logic !== logic.digest || source.logic !== logic.digest)
      throw new Problem("", "files_do_not_belong_together");
    this.logic = logic;
    this.text = text;
    this.facts = byId(logic.facts);
    this.questions = byId(logic.questions);
    this.groupScreens = byId(logic.group_screens);
    this.remedies = byId(logic.remedies);
    this.checks = new Table(Object.entries(logic.checks));
    this.node = new Table(Object.entries(logic.nodes));
    this.words = new Words(text);
    this.source = new Words(source);
    /** @type {Map<number, {number: number, citation: string, status: string}>} */
    this.sources = new Map();
    for (const [number, citation, status] of text.sources ?? [])
      this.sources.set(number, { number, citation, status });
    this.order = [...this.facts.keys()];
    this.place = new Table([...this.questions.keys()].map((id, at) => [id, at]));
    this.bit = new Map(this.order.map((id, at) => [id, 1n << BigInt(at)]));
    this.of = logic.parts.map(madeOf);
    /** The fact that a part, a test or its negation, is about. @type {(string | null)[]} */
    this.tested = [];
    for (const part of logic.parts)
      this.tested.push(
        isTest(part) ? String(part[1]) : part[0] === "not" ? this.tested[Number(part[1])] : null,
      );
    this.testedBit = this.tested.map((fact) => (fact === null ? 0n : this.bits([fact])));
    this.ofQuestion = new Table(logic.questions.map((one) => [one.id, this.bits(one.facts)]));
    this.checkBits = this.bits(this.checks.keys());
  }

  /** Facts as a set; what is no fact (a group line, a check) is passed over. @param {Iterable<string>} facts */
  bits(facts) {
    let all = 0n;
    for (const one of facts) all |= this.bit.get(one) ?? 0n;
    return all;
  }

  /** The facts in a set, in the order asked. @param {bigint} bits @returns {string[]} */
  named(bits) {
    const found = [];
    for (let at = 0; bits > 0n; at += 32, bits >>= 32n) {
      let word = Number(bits & 0xffffffffn);
      for (let n = 0; word !== 0; n++, word = Math.floor(word / 2))
        if (word % 2) found.push(this.order[at + n]);
    }
    return found;
  }

  /** The facts that a question sets, as a set. @param {string} question */
  factsOf(question) {
    return this.ofQuestion.at(question);
  }

  /** The questions that set the facts in a set. @param {bigint} bits @returns {Set<string>} */
  questionsOf(bits) {
    return new Set(this.named(bits).map((fact) => this.facts.at(fact).question));
  }

  /** The references to sources by number, each once, in the order given. @param {number[][]} lists */
  references(...lists) {
    return [...new Set(lists.flat())].flatMap((number) => this.sources.get(number) ?? []);
  }

  /** A message in the language of the texts, filled in. @param {string} name @param {Record<string, unknown>} [values] */
  say(name, values = {}) {
    const message = this.text.messages?.[name] ?? name;
    return String(message).replace(/\{(\w+)\}/g, (whole, key) =>
      Object.hasOwn(values, key) ? String(values[key]) : whole,
    );
  }
}

/** The questions of a text file by id, with what their topics say. */
class Words {
  /** @param {any} text */
  constructor(text) {
    /** @type {Table<any>} */ this.question = new Table();
    /** @type {Table<any>} */ this.groupScreen = new Table();
    /** @type {Table<string>} */ this.topicOf = new Table();
    /** @type {Table<any>} */ this.check = new Table();
    /** @type {Table<string>} */ this.label = new Table();
    for (const topic of text.topics) {
      for (const screen of topic.group_screens) {
        this.groupScreen.set(screen.id, screen);
        this.topicOf.set(screen.id, topic.title);
      }
      for (const question of topic.questions) {
        this.question.set(question.id, question);
        this.topicOf.set(question.id, topic.title);
        if (question.fact) this.label.set(question.fact, question.label);
        if (question.fact && question.check) this.check.set(question.fact, question.check);
        for (const item of question.items) {
          this.label.set(item.fact, item.label);
          if (item.check) this.check.set(item.fact, item.check);
        }
      }
    }
  }
}
