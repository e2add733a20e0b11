import { truthsOf } from "./truth.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./truth.js").Facts} Facts */
/** @typedef {{node: string, urgency: number}} Demand  an open node that can still change the assessment */

/** What follows from known facts: truths, the level, and what can still change either. */
export class Knowledge {
  /**
   * @param {Base} base
   * @param {Facts} facts
   * @param {bigint} [asked] facts that were asked and stay unknown: never worth asking again
   */
  constructor(base, facts, asked = 0n) {
    this.base = base;
    this.facts = facts;
    this.truths = truthsOf(base.logic.parts, facts);
    this.left = ~asked;
    /** @type {Map<number, bigint>} */ this.openUnder = new Map();
    /** @type {Map<number, bigint>} */ this.nextUnder = new Map();
    /** @type {Demand[] | null} */ this.found = null;
    /** @type {bigint | null} */ this.all = null;
  }

  /** @param {string} node */
  truth(node) {
    return this.truths[this.base.node.at(node)];
  }

  /** The unknown facts that can still decide a node; none when it is settled. @param {string} node */
  missing(node) {
    return this.truth(node) === null ? this.open(this.base.node.at(node)) : 0n;
  }

  /** The unknown facts worth asking next for a node; none when it is settled. @param {string} node */
  askableFor(node) {
    return this.truth(node) === null ? this.next(this.base.node.at(node)) : 0n;
  }

  /** @param {number} part @returns {bigint} */
  open(part) {
    let found = this.openUnder.get(part);
    if (found === undefined) {
      found = this.base.testedBit[part];
      for (const one of this.base.of[part]) if (this.truths[one] === null) found |= this.open(one);
      this.openUnder.set(part, found);
    }
    return found;
  }

  /** Of a conjunction only what its first open part asks for. @param {number} part @returns {bigint} */
  next(part) {
    let found = this.nextUnder.get(part);
    if (found === undefined) {
      found = this.base.testedBit[part] & this.left;
      for (const one of this.base.of[part]) {
        if (this.truths[one] !== null) continue;
        found |= this.next(one);
        if (found && this.base.logic.parts[part][0] === "all") break;
      }
      this.nextUnder.set(part, found);
    }
    return found;
  }

  /** How urgent a level is: 0 for the last. @param {string} level */
  urgency(level) {
    const { levels } = this.base.logic;
    return levels.length - 1 - levels.indexOf(level);
  }

  /** The most urgent level that some rule has settled; the last when none has. @returns {string} */
  get settledLevel() {
    const { levels } = this.base.logic;
    const settled = levels.slice(0, -1).filter((one) => this.truth(`level.${one}`) === true);
    return [...settled, ...levels.slice(-1)][0];
  }

  /** The level: the most urgent that is settled, never below the floor of what is open. @returns {string} */
  get level() {
    const { levels, floor } = this.base.logic;
    let answer = this.urgency(this.settledLevel);
    for (const level of levels.slice(0, -1))
      if (this.truth(`level.${level}`) === null)
        answer = Math.max(answer, Math.min(this.urgency(level), this.urgency(floor)));
    return levels[levels.length - 1 - answer];
  }

  /** Every open node that can still change the assessment, most urgent first. @returns {Demand[]} */
  get demands() {
    if (this.found === null) {
      const level = this.settledLevel;
      const over = level === this.base.logic.ends;
      /** @type {Demand[]} */
      const found = [];
      for (const [node, urgency] of over ? [] : this.base.logic.demands)
        if (
          (node.startsWith("offered.") || urgency > this.urgency(level)) &&
          this.truth(node) === null
        )
          found.push({ node, urgency });
      this.found = found.sort((one, other) => other.urgency - one.urgency);
    }
    return this.found;
  }

  /** The unknown facts that can still change the assessment. @returns {bigint} */
  get relevant() {
    this.all ??= this.demands.reduce((all, one) => all | this.missing(one.node), 0n);
    return this.all;
  }

  /**
   * The unknown facts worth asking next for a demand. A remedy is asked about in steps: whether it
   * is indicated, whether it is wanted, then the rest.
   * @param {Demand} demand
   */
  askable({ node }) {
    if (!node.startsWith("offered.")) return this.askableFor(node);
    const remedy = node.slice("offered.".length);
    for (const step of ["indicated", "wanted"]) {
      const found = this.askableFor(`${step}.${remedy}`);
      if (found) return found;
    }
    const { blocks } = this.base.remedies.at(remedy);
    return blocks.reduce(
      (all, one) => all | this.askableFor(one),
      this.askableFor(`held.${remedy}`),
    );
  }

  /** The facts that settled a node, each once, in the order written. @param {string} node @returns {string[]} */
  decidedBy(node) {
    const { base, truths } = this;
    /** @type {Set<string>} */
    const found = new Set();
    /** @param {number} part */
    const decide = (part) => {
      const fact = base.tested[part];
      if (fact !== null) {
        found.add(fact);
        return;
      }
      const deciding = truths[part] !== (base.logic.parts[part][0] === "not");
      for (const one of base.of[part]) if (truths[one] === deciding) decide(one);
    };
    decide(base.node.at(node));
    return [...found];
  }
}
