import { isNotSure, toldNotSure } from "./facts.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./state.js").Knowledge} Knowledge */
/** @typedef {Record<string, any>} Entry */
/** @typedef {{number: number, citation: string, status: string}} Source */
/** @typedef {{code: string, facts: Record<string, unknown>, text: string}} Reason */
/** @typedef {{sources: Source[]}} Sourced */
/** @typedef {Sourced & {code: string, title?: string, text: string, short?: string, level?: string}} Note */
/**
 * @typedef {Sourced & {
 *   rule: string, title: string, disposition: string, worry: string, tell: string,
 *   while_waiting: string[], because: Reason[],
 * }} Flag
 */
/**
 * @typedef {Sourced & {
 *   remedy: string, title: string, strength: string, summary: string, how: string[],
 *   stop_if: string[], evidence: {grade: string, verdict: string, says: string},
 *   ask_first: (Note & {known: boolean})[], because: Reason[],
 * }} Recommendation
 */
/**
 * What docs/schema/assessment.json describes.
 * @typedef {{
 *   format: number, disposition: string, title: string, action: string, why: string,
 *   complete: boolean, red_flags: Flag[], not_ruled_out: string[], unanswered: string[],
 *   not_sure: string[], recommendations: Recommendation[],
 *   left_out: (Sourced & {remedy: string, title: string, because: Reason[]})[],
 *   not_checked: {remedy: string, title: string, unanswered: string[]}[],
 *   not_supported: (Sourced & {remedy: string, title: string, why: string, verdict: string})[],
 *   safety_net: Note[], follow_up: Note[], advice: Note[],
 *   disclaimer: {version: number, purpose: string, short: string, text: string},
 *   knowledge: {name: string, version: string, digest: string, status: string},
 *   trace: {rule: string, band: string, because: Reason[]}[],
 * }} Assessment
 */

/**
 * The assessment of known facts, in the shape of docs/schema/assessment.json.
 * @param {Base} base
 * @param {Knowledge} knowledge of the facts that `raw` gives
 * @param {Record<string, unknown>} raw values by fact, "not_sure" included
 * @returns {Assessment}
 */
export function conclude(base, knowledge, raw) {
  const teller = new Teller(base, knowledge, raw);
  const { shown } = base.logic;
  const { text } = base;
  const level = knowledge.level;
  const leftOut = teller.leftOut();
  return {
    ...text.fixed,
    ...text.levels[level],
    disposition: level,
    complete: knowledge.relevant === 0n,
    red_flags: teller.redFlags(),
    not_ruled_out: shown.levels.filter((node) => knowledge.truth(node) === null),
    unanswered: base.named(knowledge.relevant),
    not_sure: toldNotSure(base, raw),
    recommendations: teller.recommendations(),
    left_out: leftOut,
    not_checked: teller.notChecked(),
    not_supported: teller.notSupported(new Set(leftOut.map((one) => one.remedy))),
    safety_net: teller.listed(shown.safety_net, text.safety_net, (truth) => truth !== false),
    follow_up: teller.listed(shown.follow_up[level], text.follow_up, (truth) => truth === true),
    advice: teller.listed(shown.advice, text.advice, (truth) => truth === true),
    trace: shown.trace
      .filter(([node]) => knowledge.truth(node) === true)
      .map(([rule, band]) => ({ rule, band, because: [teller.reason(rule)] })),
  };
}

class Teller {
  /** @param {Base} base @param {Knowledge} knowledge @param {Record<string, unknown>} raw */
  constructor(base, knowledge, raw) {
    this.base = base;
    this.knowledge = knowledge;
    this.raw = raw;
  }

  /** @param {string} node */
  isTrue(node) {
    return this.knowledge.truth(node) === true;
  }

  /** A reason: the facts that settled a node, as they were said. @param {string} node @param {string} [text] @param {string} [code] */
  reason(node, text = "", code = node) {
    /** @type {Record<string, unknown>} */
    const facts = {};
    for (const fact of this.knowledge.decidedBy(node))
      facts[fact] = isNotSure(this.base, fact, this.raw[fact])
        ? this.raw[fact]
        : this.knowledge.facts[fact];
    return { code, facts, text };
  }

  /** An entry of the text file with its sources in full. @param {Entry} entry @returns {Entry} */
  sourced(entry) {
    return { ...entry, sources: this.base.references(entry.sources) };
  }

  /** @param {string[]} nodes @param {Record<string, Entry>} texts @param {(truth: import("./truth.js").Truth) => boolean} wanted */
  listed(nodes, texts, wanted) {
    return nodes
      .filter((node) => wanted(this.knowledge.truth(node)))
      .map((node) => this.sourced(texts[node]));
  }

  /** Of a ladder the highest rung alone. */
  redFlags() {
    return this.base.logic.shown.red_flags
      .filter(([rule, ...above]) => this.isTrue(rule) && !above.some((one) => this.isTrue(one)))
      .map(([rule]) => ({
        ...this.sourced(this.base.text.red_flags[rule]),
        because: [this.reason(rule)],
      }));
  }

  /** The strongest first, then in the order of shelves. */
  recommendations() {
    /** @type {Record<string, Entry[]>} */
    const found = Object.fromEntries(this.base.logic.strengths.map((one) => [one, []]));
    for (const id of this.base.logic.shelved) {
      const remedy = this.base.remedies.at(id);
      if (!remedy.offer || !this.isTrue(`offered.${id}`)) continue;
      const naming = remedy.indications.filter(([rule]) => this.isTrue(rule));
      const given = new Set(naming.map(([, one]) => one));
      const strength = this.base.logic.strengths.filter((one) => given.has(one))[0];
      found[strength].push({
        ...this.sourced(this.base.text.remedies[id].recommended),
        strength,
        ask_first: this.cautions(remedy),
        because: naming.map(([rule]) => this.reason(rule)),
      });
    }
    return Object.values(found).flat();
  }

  /** The cautions that apply, or that could not be ruled out. @param {import("./base.js").Remedy} remedy */
  cautions(remedy) {
    const texts = this.base.text.remedies[remedy.id].cautions;
    return remedy.cautions
      .filter((node) => this.knowledge.truth(node) !== false)
      .map((node) => ({ ...this.sourced(texts[node]), known: this.isTrue(node) }));
  }

  /** Remedies that fit the complaint but are contraindicated or not wanted. @returns {Entry[]} */
  leftOut() {
    const found = [];
    for (const { id, blocks } of this.base.logic.remedies) {
      if (!this.isTrue(`indicated.${id}`) || this.isTrue(`held.${id}`)) continue;
      const texts = this.base.text.remedies[id];
      const blocking = blocks.filter((node) => this.isTrue(node));
      const because = blocking.map((node) => this.reason(node, texts.blocks[node].because));
      if (this.knowledge.truth(`wanted.${id}`) === false)
        because.push(this.reason(`wanted.${id}`, "", "preference"));
      const sources = this.base.references(...blocking.map((node) => texts.blocks[node].sources));
      if (because.length) found.push({ ...texts.left_out, because, sources });
    }
    return found;
  }

  /** Remedies that may fit but could not be checked, and what is missing. */
  notChecked() {
    return this.base.logic.remedies
      .filter(({ id, offer }) => offer && this.knowledge.truth(`offered.${id}`) === null)
      .map(({ id }) => ({
        ...this.base.text.remedies[id].not_checked,
        unanswered: this.base.named(this.knowledge.missing(`offered.${id}`)),
      }));
  }

  /** Remedies people ask about that are not put forward, unless left out. @param {Set<string>} leftOut */
  notSupported(leftOut) {
    return this.base.logic.remedies
      .filter(({ id, offer }) => !offer && !leftOut.has(id) && this.isTrue(`mentioned.${id}`))
      .map(({ id }) => this.sourced(this.base.text.remedies[id].not_supported));
  }
}
