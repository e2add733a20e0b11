import { valuesOf } from "./answers.js";
import { conclude } from "./assessment.js";
import { Problem } from "./base.js";
import { Told, readFacts } from "./facts.js";
import { nextScreen } from "./next.js";
import { answersFrom, saved } from "./saved.js";
import { asksAbout, screenNamed } from "./screens.js";
import { Knowledge } from "./state.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./facts.js").Answer} Answer */
/** @typedef {import("./screens.js").Screen} Screen */

/** Screens after which the estimate is given up; no interview is that long. */
const MOST = 60;

/** Where an interview stands: what follows from the answers given so far. It never changes. */
class Stand {
  /** @param {Base} base @param {Answer[]} answers */
  constructor(base, answers) {
    this.base = base;
    this.answers = answers;
    this.told = new Told(base, answers);
    this.facts = readFacts(base, this.told.raw);
    const known = Object.entries(this.facts).filter(([fact]) => !this.told.unchecked.has(fact));
    /** What a plain check may still settle is not known yet. */
    this.knowledge = new Knowledge(base, Object.fromEntries(known), this.told.settled);
    /** @type {Screen | null | undefined} */ this.screen = undefined;
  }

  /** The next screen; null when no further answer can change the assessment. @returns {Screen | null} */
  get due() {
    if (this.screen === undefined) this.screen = this.next(this.answers.at(-1)?.most ?? null);
    return this.screen;
  }

  /** @param {number | null} [most] */
  next(most = null) {
    return nextScreen(this.base, this.knowledge, this.told, most);
  }
}

/** One person's interview; `triage.Session` says more of each method. */
export class Session {
  /** @param {Base} base @param {Answer[]} [answers] */
  constructor(base, answers = []) {
    this.base = base;
    /** Saved answers that are kept but not used, each with its `reason`. @type {Record<string, any>[]} */
    this.setAside = [];
    this.stand = new Stand(base, answers);
  }

  /** Every answer that counts, in the order given. */
  get answers() {
    return this.stand.answers;
  }

  /** The latest raw value of each fact, "not_sure" included. */
  get raw() {
    return { ...this.stand.told.raw };
  }

  /** Whether an emergency rule is true: the interview is over. */
  get isEmergency() {
    return this.stand.knowledge.settledLevel === this.base.logic.ends;
  }

  /** The next screen, or null when no further answer can change the assessment. */
  nextQuestion() {
    return this.stand.due;
  }

  /**
   * Take an answer to a question, which need not be the one asked; see `valuesOf` for the forms.
   * Throws a Problem for an answer that does not fit, and changes nothing then.
   * @param {string} id @param {unknown} given
   */
  answer(id, given) {
    const { due } = this.stand;
    const asked = due?.id === id ? due : null;
    const values = this.valuesFor(asked ?? this.whole(id), given);
    this.take([...this.answers, { question: id, values, most: asked ? asked.remaining : null }]);
  }

  /** Replace the answer at a place (from 0), keeping all others. @param {number} place @param {unknown} given */
  change(place, given) {
    const screen = this.screenOfAnswer(place);
    const values = this.valuesFor(screen, given);
    // What was said of the screens that follow does not hold for other answers.
    const changed = this.answers.map((one) => ({ ...one, most: null }));
    changed[place] = { question: screen.id, values, most: null };
    const { moot } = new Told(this.base, changed);
    this.take(changed.filter((_, at) => !moot.has(at)));
  }

  /** Take the last answer back; its question, or null at the beginning. @returns {string | null} */
  back() {
    const last = this.answers.at(-1);
    if (last === undefined) return null;
    this.stand = new Stand(this.base, this.answers.slice(0, -1));
    return last.question;
  }

  /** The screen that the answer at a place (from 0) was given to. @param {number} place */
  screenOfAnswer(place) {
    const answer = this.answers[place];
    return this.whole(answer.question, Object.keys(answer.values));
  }

  /** The assessment of what is known so far; it is final when it says `complete`. */
  assess() {
    const { told, facts, due } = this.stand;
    const assessment = conclude(this.base, new Knowledge(this.base, facts), told.raw);
    if (due?.check_of) assessment.complete = false;
    return assessment;
  }

  /** Why a screen is asked: the open rules it serves, most urgent first. @param {Screen} screen */
  why(screen) {
    const { knowledge } = this.stand;
    const about = this.base.bits(asksAbout(screen));
    return knowledge.demands
      .filter(({ node }) => knowledge.missing(node) & about)
      .map(({ node }) => {
        const flag = this.base.text.red_flags[node];
        if (flag !== undefined)
          return {
            code: node,
            title: flag.title,
            worry: flag.worry,
            disposition: flag.disposition,
          };
        const remedy = this.base.text.remedies[node.split(".")[1]].recommended;
        return {
          code: node,
          title: remedy.title,
          worry: this.base.say("why.remedy"),
          disposition: null,
        };
      });
  }

  /** Why no further question matters: `emergency`, `settled` or `not_sure`; null while one does. */
  whyOver() {
    const { knowledge, told } = this.stand;
    if (this.isEmergency) return "emergency";
    if (knowledge.relevant & ~told.settled) return null;
    return knowledge.demands.length ? "not_sure" : "settled";
  }

  /** How many screens follow the one that is due, if nothing remarkable is answered. */
  expectedScreens() {
    let { stand } = this;
    for (let count = 0; count < MOST; count++) {
      const screen = stand.next();
      if (screen === null) return Math.max(count - 1, 0);
      const played = { question: screen.id, values: unremarkable(this.base, screen), most: null };
      stand = new Stand(this.base, [...stand.answers, played]);
    }
    return MOST;
  }

  /** The session as plain data, which `triage ask --resume` reads too. Health data: keep it safe. */
  toData() {
    return saved(this.base, this.answers, this.setAside);
  }

  /**
   * A session from `toData()`; what no longer fits is in `setAside`.
   * Throws a Problem if `data` is not a saved session.
   * @param {Base} base @param {unknown} data
   */
  static from(base, data) {
    const { answers, aside } = answersFrom(base, data);
    const session = new Session(base, answers);
    session.setAside = aside;
    return session;
  }

  /** @param {Answer[]} answers */
  take(answers) {
    this.stand = new Stand(this.base, answers);
  }

  /** The values of its lines, and of lines of the question that the answer names. @param {Screen} screen @param {any} given */
  valuesFor(screen, given) {
    const values = valuesOf(this.whole(screen.id), given);
    const named = new Set(
      Array.isArray(given) ? given : typeof given === "object" && given ? Object.keys(given) : [],
    );
    const kept = Object.entries(values).filter(
      ([line]) => screen.facts.includes(line) || named.has(line),
    );
    return Object.fromEntries(kept);
  }

  /** @param {string} id @param {Iterable<string> | null} [lines] @returns {Screen} */
  whole(id, lines = null) {
    const screen = screenNamed(this.base, id, lines);
    if (screen === null) throw new Problem(id, "no_such_question");
    return screen;
  }
}

/** An answer by which nothing stands out. @param {Base} base @param {Screen} screen */
function unremarkable(base, screen) {
  if (screen.check_of) return { [screen.id]: screen.settles === "yes" };
  const [fact] = screen.facts;
  switch (screen.kind) {
    case "single_choice":
      return { [fact]: screen.choices[0].value };
    case "multiple_choice":
      return { [fact]: [screen.choices[0].value] };
    case "number":
      return { [fact]: base.questions.at(screen.id).usual ?? "not_sure" };
    default:
      return Object.fromEntries(screen.facts.map((line) => [line, false]));
  }
}
