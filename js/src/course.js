import { Session } from "./session.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./facts.js").Raw} Raw */
/** @typedef {import("./screens.js").Screen} Screen */

/**
 * An interview that one can walk through: answers that were taken back are kept, to be shown
 * filled in when their lines come again.
 */
export class Course {
  /** @param {Base} base */
  constructor(base) {
    this.session = new Session(base);
    /** Answers taken back, the next one first. @type {import("./facts.js").Answer[]} */
    this.later = [];
    /** What was last said of each line. @type {Map<string, Raw>} */
    this.said = new Map();
    /** Whether there is something that was not saved to a file. */
    this.unsaved = false;
  }

  /** How many answers there are, those taken back among them. */
  get length() {
    return this.session.answers.length + this.later.length;
  }

  /** Tell the interview in another language. @param {Base} base */
  tellIn(base) {
    const { setAside } = this.session;
    this.session = new Session(base, this.session.answers);
    this.session.setAside = setAside;
  }

  /** Go to where so many answers count. @param {number} place */
  seek(place) {
    const all = [...this.session.answers, ...this.later];
    this.session.take(all.slice(0, place));
    this.later = all.slice(place);
  }

  /** Answer the screen that is due; what followed stays if the answer is the same. @param {Screen} screen @param {unknown} given */
  answer(screen, given) {
    this.session.answer(screen.id, given);
    const answer = this.session.answers[this.session.answers.length - 1];
    this.remember(answer.values);
    this.unsaved = true;
    const [next, ...rest] = this.later;
    const same =
      next?.question === answer.question && sorted(next.values) === sorted(answer.values);
    this.later = same ? rest : [];
  }

  /** Replace the answer at a place, keeping the others. @param {number} place @param {unknown} given */
  change(place, given) {
    this.session.change(place, given);
    this.later = [];
    this.unsaved = true;
    for (const one of this.session.answers) this.remember(one.values);
  }

  /** Go on with saved answers; throws a Problem for what is no saved session. @param {unknown} data */
  open(data) {
    this.session = Session.from(this.session.base, data);
    this.later = [];
    this.unsaved = false;
    for (const one of this.session.answers) this.remember(one.values);
  }

  /** @param {Record<string, Raw>} values */
  remember(values) {
    for (const [line, value] of Object.entries(values)) this.said.set(line, value);
  }
}

/** @param {Record<string, Raw>} values */
function sorted(values) {
  return JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
}
