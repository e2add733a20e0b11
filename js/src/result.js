import { adviceLine, callLinks, emergencyLine } from "./call.js";
import { el, folded, list, present } from "./dom.js";
import { facts, named } from "./told.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./call.js").Region} Region */
/** @typedef {import("./dom.js").Child} Child */
/** @typedef {import("./assessment.js").Flag} Flag */
/** @typedef {import("./assessment.js").Recommendation} Recommendation */
/** @typedef {import("./assessment.js").Sourced} Sourced */
/** @typedef {import("./assessment.js").Note} Note */

/** What a first page names at most: things that may help, reasons to come back, warning signs, steps. */
const HELP = 3;
const SIGNS = 5;
const SIGNS_SAME_DAY = 2;
const FLAGS = 3;
const STEPS = 3;

/**
 * The result of an interview: a first page that says what to do, and the rest folded below it.
 * @param {Session} session @param {Region | null} region @param {HTMLElement} heading
 * @returns {HTMLElement[]}
 */
export function resultOf(session, region, heading) {
  return new Writer(session, region).page(heading);
}

class Writer {
  /** @param {Session} session @param {Region | null} region */
  constructor(session, region) {
    this.session = session;
    this.base = session.base;
    this.region = region;
    this.a = session.assess();
    const { levels, ends } = this.base.logic;
    this.isEmergency = this.a.disposition === ends;
    this.isUrgent = levels.indexOf(this.a.disposition) <= 1;
    this.say = this.base.say.bind(this.base);
    /** The signs that decided the level, first the one that most answers speak for. */
    this.leading = this.a.red_flags
      .filter((one) => one.disposition === this.a.disposition)
      .sort((one, other) => yes(other) - yes(one));
  }

  /** @param {HTMLElement} heading */
  page(heading) {
    heading.textContent = this.a.title;
    const first = [this.now(heading), this.waiting(), this.why()];
    if (!this.isEmergency) first.push(this.open(), this.help(), this.comeBack());
    first.push(this.note());
    return /** @type {HTMLElement[]} */ (present([...first, ...this.rest()]));
  }

  /** What to do, and whom to call. @param {HTMLElement} heading */
  now(heading) {
    const { base, region, a } = this;
    const told = this.isEmergency && this.leading.length ? this.leading[0].tell : a.action;
    const calls = this.isEmergency
      ? [
          el("p", { class: "number" }, emergencyLine(base, region)),
          ...callLinks(base, region?.emergency ?? []),
        ]
      : this.isUrgent && region?.advice
        ? [
            el("p", { class: "number" }, adviceLine(base, region)),
            ...callLinks(base, [region.advice]),
          ]
        : [];
    const body = this.isEmergency ? [...calls, el("p", {}, told)] : [el("p", {}, told), ...calls];
    return el(
      "section",
      { class: `level ${a.disposition}`, part: "level" },
      heading,
      el("div", {}, ...body),
    );
  }

  /** @param {string} title @param {...Child} body */
  section(title, ...body) {
    return present(body).length ? el("section", {}, el("h2", {}, title), ...body) : null;
  }

  waiting() {
    const lines = new Set(this.leading.flatMap((one) => one.while_waiting));
    return this.section(this.say("result.waiting"), list([...lines].slice(0, STEPS)));
  }

  /** Why: the reason of the level, and the signs that decided it. */
  why() {
    const flags = this.leading.slice(0, FLAGS).map((one) => this.flag(one));
    return this.section(this.say("result.why"), el("p", {}, this.a.why), list(flags));
  }

  /** @param {Flag} flag */
  flag(flag) {
    const reasons = flag.because.map((one) =>
      this.say("result.you_told", { facts: facts(this.base, one) }),
    );
    const worry = this.say("question.to_rule_out", { worry: flag.worry });
    return el("span", {}, el("strong", {}, flag.title), list([...reasons, worry]));
  }

  /** What is not known, which never counts as no. */
  open() {
    if (!this.a.unanswered.length) return null;
    const label = (/** @type {string} */ fact) => this.base.words.label.at(fact);
    const unsure = this.a.unanswered.filter((fact) => this.a.not_sure.includes(fact));
    const others = this.a.unanswered.filter((fact) => !unsure.includes(fact));
    return this.section(
      this.say("result.open"),
      (others.length &&
        el(
          "p",
          {},
          this.say("result.not_answered", { names: named(this.base, others.map(label)) }),
        )) ||
        null,
      (unsure.length &&
        el("p", {}, this.say("result.unsure", { names: named(this.base, unsure.map(label)) }))) ||
        null,
      el("p", {}, this.say("result.never_no")),
    );
  }

  /** The best of what may help: what no caution speaks against stands before the rest. */
  help() {
    const { strengths } = this.base.logic;
    const known = (/** @type {Recommendation} */ one) => one.ask_first.some((each) => each.known);
    const rank = (/** @type {Recommendation} */ one) =>
      strengths.indexOf(one.strength) * 2 + Number(known(one));
    const best = [...this.a.recommendations]
      .sort((one, other) => rank(one) - rank(other))
      .slice(0, HELP);
    return this.section(
      this.say("result.help"),
      list(
        best.map((one) =>
          el(
            "span",
            {},
            el("strong", {}, `${one.title}:`),
            ` ${one.summary}`,
            list(this.cautions(one)),
          ),
        ),
      ),
    );
  }

  /** The cautions that apply, and one line for those that could not be ruled out. @param {Recommendation} remedy @returns {string[]} */
  cautions(remedy) {
    const apply = remedy.ask_first.filter((one) => one.known);
    const lines = apply.map((one) => this.say("result.caution", { reason: one.text }));
    const { knowledge } = this.session.stand;
    const unknown = remedy.ask_first
      .filter((one) => !one.known)
      .reduce((all, one) => all | knowledge.missing(one.code), 0n);
    const labels = this.base.named(unknown).map((fact) => this.base.words.label.at(fact));
    if (labels.length)
      lines.push(this.say("result.if_applies", { names: named(this.base, new Set(labels), 12) }));
    return lines;
  }

  /** The first reasons to come back, the most urgent first. */
  comeBack() {
    const { ends } = this.base.logic;
    const now = this.a.safety_net.filter((one) => one.level === ends);
    const later = this.isUrgent
      ? []
      : this.a.safety_net.filter((one) => one.level !== ends).slice(0, SIGNS_SAME_DAY);
    return this.signs(now.slice(0, SIGNS - later.length), later);
  }

  /** @param {Note[]} now @param {Note[]} later */
  signs(now, later) {
    const body = [...this.told("result.at_once", now), ...this.told("result.same_day", later)];
    const number = el("p", {}, emergencyLine(this.base, this.region));
    return body.length ? this.section(this.say("rest.safety_net"), ...body, number) : null;
  }

  /** Signs under their heading, in a few words each where all of them have some. @param {string} name @param {Note[]} signs @returns {Child[]} */
  told(name, signs) {
    if (!signs.length) return [];
    const brief = signs.map((one) => one.short ?? "").filter(Boolean);
    return brief.length === signs.length
      ? [el("h3", {}, this.say(`${name}_for`)), list(brief)]
      : [el("h3", {}, this.say(name)), list(signs.map((one) => one.text))];
  }

  note() {
    const { disclaimer } = this.a;
    return el(
      "section",
      { class: "note" },
      el("h2", {}, this.say("result.note")),
      el("p", {}, disclaimer.text),
    );
  }

  /** Everything else, folded. */
  rest() {
    const { a, say } = this;
    const ends = this.base.logic.ends;
    const net = a.safety_net.map((one) => one);
    const knowledge = {
      ...a.knowledge,
      digest: a.knowledge.digest.slice(0, 12),
      status: say(`status.${a.knowledge.status}`),
    };
    return [
      folded(say("rest.reasons"), list(a.red_flags.map((one) => this.cited(this.flag(one), one)))),
      this.isEmergency
        ? null
        : folded(say("rest.all_help"), ...a.recommendations.map((one) => this.remedy(one))),
      folded(say("rest.left_out"), list(this.leftOut())),
      a.not_checked.length
        ? folded(
            say("rest.unchecked"),
            el(
              "p",
              {},
              say("rest.not_checked", {
                names: named(
                  this.base,
                  a.not_checked.map((one) => one.title),
                ),
              }),
            ),
          )
        : null,
      folded(
        say("rest.not_supported"),
        list(
          a.not_supported.map((one) =>
            this.cited(el("span", {}, el("strong", {}, `${one.title}:`), ` ${one.why}`), one),
          ),
        ),
      ),
      folded(
        say("rest.safety_net"),
        ...this.allSigns(
          net.filter((one) => one.level === ends),
          net.filter((one) => one.level !== ends),
        ),
      ),
      folded(
        say("rest.follow_up"),
        list(a.follow_up.map((one) => this.cited(el("span", {}, one.text), one))),
      ),
      this.isUrgent
        ? null
        : folded(
            say("rest.advice"),
            list(
              a.advice.map((one) =>
                this.cited(el("span", {}, el("strong", {}, `${one.title}:`), ` ${one.text}`), one),
              ),
            ),
          ),
      folded(
        say("rest.sources"),
        list(this.sources()),
        el("p", {}, say("rest.knowledge", knowledge)),
      ),
    ];
  }

  /** @param {Note[]} now @param {Note[]} later @returns {Child[]} */
  allSigns(now, later) {
    const told = (/** @type {Note} */ one) => this.cited(el("span", {}, one.text), one);
    return [
      now.length ? el("h3", {}, this.say("result.at_once")) : null,
      list(now.map(told)),
      later.length ? el("h3", {}, this.say("result.same_day")) : null,
      list(later.map(told)),
    ];
  }

  /** An element with the numbers of its sources behind it. @param {HTMLElement} told @param {Sourced} entry */
  cited(told, entry) {
    const numbers = entry.sources.map((one) => one.number).join(", ");
    if (numbers) told.append(el("span", { class: "cited" }, ` [${numbers}]`));
    return told;
  }

  /** @param {Recommendation} one */
  remedy(one) {
    const evidence = this.cited(
      el("p", {}, this.say("rest.evidence", { says: one.evidence.says })),
      one,
    );
    return el(
      "div",
      { class: "card", part: "card" },
      el("h3", {}, one.title),
      el("p", {}, one.summary),
      list([...one.how, ...this.cautions(one), ...one.stop_if]),
      evidence,
    );
  }

  leftOut() {
    return this.a.left_out.map((one) => {
      const why = one.because.map((reason) => {
        const told = facts(this.base, reason);
        return reason.code === "preference"
          ? this.say("rest.preference", { facts: told })
          : this.say("rest.reason", { reason: reason.text, facts: told });
      });
      return this.cited(
        el("span", {}, el("strong", {}, `${one.title}:`), ` ${why.join(" ")}`),
        one,
      );
    });
  }

  /** Every source that is cited, by number. */
  sources() {
    const { a } = this;
    const entries = [
      a.red_flags,
      a.recommendations,
      a.left_out,
      a.not_supported,
      a.safety_net,
      a.follow_up,
      a.advice,
    ].flat();
    const found = new Map(entries.flatMap((one) => one.sources).map((one) => [one.number, one]));
    return [...found.values()]
      .sort((one, other) => one.number - other.number)
      .map(
        (one) =>
          `[${one.number}] ${one.status === "unconfirmed" ? this.say("rest.unseen", { citation: one.citation }) : one.citation}`,
      );
  }
}

/** How many facts behind a sign were answered yes. @param {Flag} flag */
function yes(flag) {
  const found = new Set();
  for (const { facts: behind } of flag.because)
    for (const [fact, value] of Object.entries(behind)) if (value === true) found.add(fact);
  return found.size;
}
