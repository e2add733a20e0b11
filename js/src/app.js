import { Problem } from "./base.js";
import { callLinks, emergencyLine, regionNamed, regions } from "./call.js";
import { controlsOf } from "./controls.js";
import { Course } from "./course.js";
import { el, folded, list, present } from "./dom.js";
import { resultOf } from "./result.js";
import { answerLine } from "./told.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {import("./screens.js").Screen} Screen */
/** Where somebody is: `start`, `at` (so many answers given), `review` or `change` (an answer). */
/** @typedef {{view: string, place: number}} Place */
/**
 * @typedef {{
 *   root: HTMLElement | ShadowRoot, languages: string[], base: (language: string) => Base,
 *   language: string, region?: string, main?: string,
 *   places?: {push: (place: Place) => void, back: () => void} | null,
 *   told?: (name: "screen" | "result", detail: any) => void,
 *   titled?: (title: string, language: string) => void,
 * }} Options
 */

/** How many reasons are given for a question. */
const MOST_REASONS = 5;
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** The interview on a page or in a part of one. It keeps all in memory and sends nothing. */
export class App {
  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    this.language = options.language;
    this.base = options.base(this.language);
    this.region = regionNamed(this.base, options.region ?? "");
    this.course = new Course(this.base);
    /** @type {Place[]} */
    this.trail = [];
    /** @type {Place} */
    this.here = { view: "start", place: 0 };
    this.header = el("header", { part: "header" });
    this.main = el(options.main ?? "div", { part: "main", id: "main" });
    this.footer = el("footer", { part: "footer" });
    /** @type {HTMLElement | null} */
    this.heading = null;
    options.root.append(this.header, this.main, this.footer);
    this.frame();
    this.show(this.here, false);
  }

  /** @param {string} name @param {Record<string, unknown>} [values] */
  say(name, values) {
    return this.base.say(name, values);
  }

  /** Go somewhere new. @param {string} view @param {number} [place] */
  go(view, place = 0) {
    this.trail.push(this.here);
    this.options.places?.push({ view, place });
    this.show({ view, place });
  }

  /** Go back to where one was. */
  back() {
    if (this.options.places) this.options.places.back();
    else this.show(this.trail.pop() ?? { view: "start", place: 0 });
  }

  /** Show a place; what cannot be there any more (after a reload) is the start. @param {Place} place @param {boolean} [focus] */
  show(place, focus = true) {
    this.here = place;
    if (place.view === "at" && place.place <= this.course.length) this.question(place.place);
    else if (place.view === "review" && this.course.length) this.review();
    else if (place.view === "change" && place.place < this.course.session.answers.length)
      this.change(place.place);
    else this.start();
    if (!focus) return;
    this.header.scrollIntoView();
    this.heading?.focus({ preventScroll: true });
  }

  /** What stands above and below every screen: the number to call, the language, the disclaimer. */
  frame() {
    const { base, region, options } = this;
    for (const part of [this.header, this.main, this.footer]) {
      part.setAttribute("lang", this.language);
      part.setAttribute("dir", RIGHT_TO_LEFT.has(this.language) ? "rtl" : "ltr");
    }
    const choose = /** @type {HTMLSelectElement} */ (
      el(
        "select",
        { id: "language", onchange: () => this.speak(choose.value) },
        ...options.languages.map((one) =>
          el(
            "option",
            { value: one, selected: one === this.language, lang: one },
            languageName(one),
          ),
        ),
      )
    );
    const label = el("label", { for: "language", class: "hidden" }, this.say("page.language"));
    this.header.replaceChildren(
      ...present([
        el(
          "p",
          { class: "sos", part: "emergency" },
          el("strong", {}, emergencyLine(base, region)),
          ...callLinks(base, region?.emergency.slice(0, 1) ?? []),
        ),
        ...(options.languages.length > 1 ? [el("p", {}, label, choose)] : []),
      ]),
    );
    this.footer.replaceChildren(el("p", {}, base.text.fixed.disclaimer.short));
  }

  /** @param {string} language */
  speak(language) {
    const code = this.region?.id ?? "";
    this.language = language;
    this.base = this.options.base(language);
    this.region = regionNamed(this.base, code);
    this.course.tellIn(this.base);
    this.frame();
    this.show(this.here, false);
    /** @type {HTMLElement | null} */ (this.header.querySelector("#language"))?.focus();
  }

  /** @param {string} title @param {...import("./dom.js").Child} content */
  put(title, ...content) {
    const { main } = this;
    main.replaceChildren(...present(content));
    this.heading = main.querySelector("h1");
    this.options.titled?.(`${title} – ${this.say("page.title")}`, this.language);
  }

  /** The heading of a screen: focus goes there. @param {string} text */
  h1(text) {
    return el("h1", { tabindex: "-1" }, text);
  }

  /** @param {string} name @param {() => void} act @param {Record<string, unknown>} [attributes] */
  button(name, act, attributes = {}) {
    return el("button", { type: "button", onclick: act, ...attributes }, this.say(name));
  }

  start() {
    const { disclaimer } = this.base.text.fixed;
    const region = /** @type {HTMLSelectElement} */ (
      el(
        "select",
        {
          id: "region",
          onchange: () => {
            this.region = regionNamed(this.base, region.value);
            this.frame();
          },
        },
        el("option", { value: "" }, this.say("page.elsewhere")),
        ...regions(this.base).map((one) =>
          el("option", { value: one.id, selected: one.id === this.region?.id }, one.name),
        ),
      )
    );
    const file = /** @type {HTMLInputElement} */ (
      el("input", {
        type: "file",
        id: "file",
        accept: ".json,application/json",
        onchange: () => this.open(file, note),
      })
    );
    const note = el("p", { class: "problem", role: "alert" });
    this.put(
      this.say("page.start"),
      this.h1(this.say("page.title")),
      el("p", {}, disclaimer.purpose),
      el("p", {}, el("strong", {}, disclaimer.short)),
      el("p", {}, this.say("page.private")),
      el("p", { class: "field" }, el("label", { for: "region" }, this.say("page.region")), region),
      el(
        "p",
        {},
        this.button("page.start", () => {
          if (this.course.unsaved && !confirm(this.say("result.unsaved"))) return;
          this.course = new Course(this.base);
          this.go("at", 0);
        }),
      ),
      el("p", { class: "field" }, el("label", { for: "file" }, this.say("page.open")), file),
      note,
    );
  }

  /** Go on with the answers in a file. @param {HTMLInputElement} file @param {HTMLElement} note */
  async open(file, note) {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    try {
      const course = new Course(this.base);
      course.open(JSON.parse(await chosen.text()));
      if (!course.length) throw new Problem("", "not_a_saved_session");
      this.course = course;
      this.goOn();
    } catch (error) {
      if (!(error instanceof Problem || error instanceof SyntaxError)) throw error;
      note.textContent = this.say("page.no_saved");
    }
  }

  /** @param {number} place */
  question(place) {
    this.course.seek(place);
    const { session } = this.course;
    const screen = session.nextQuestion();
    if (screen === null) {
      this.result();
      return;
    }
    const likely = session.expectedScreens();
    const more = !screen.remaining
      ? this.say("question.last")
      : !likely
        ? this.say("question.perhaps_last")
        : this.say("question.more", { count: likely });
    const progress = this.say("question.progress", {
      number: place + 1,
      more,
      topic: screen.topic,
    });
    this.ask(screen, progress, session.why(screen), (given) => {
      this.course.answer(screen, given);
      this.go("at", place + 1);
    });
    this.options.told?.("screen", {
      id: screen.id,
      number: place + 1,
      remaining: screen.remaining,
    });
  }

  /** Put an answered screen again, to change the answer. @param {number} place */
  change(place) {
    const { session } = this.course;
    const screen = session.screenOfAnswer(place);
    this.ask(screen, this.say("question.changing", { number: place + 1 }), [], (given) => {
      this.course.change(place, given);
      this.goOn();
    });
  }

  /** Go to the review of what was changed or opened; in an emergency at once to what to do. */
  goOn() {
    const { session } = this.course;
    if (session.isEmergency) this.go("at", session.answers.length);
    else this.go("review");
  }

  /**
   * @param {Screen} screen @param {string} progress
   * @param {{title: string, worry: string, disposition: string | null}[]} reasons @param {(given: unknown) => void} take
   */
  ask(screen, progress, reasons, take) {
    const heading = this.h1(screen.ask);
    const controls = controlsOf(
      screen,
      this.course.said,
      (name, values) => this.say(name, values),
      heading,
      this.base.logic.figure,
    );
    const summary = el("div");
    const form = el(
      "form",
      {
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          try {
            take(controls.read());
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            this.complain(summary, controls.first, this.words(error, screen), screen.ask);
          }
        },
      },
      ...controls.nodes,
      el("p", {}, el("button", { type: "submit" }, this.say("question.continue"))),
    );
    const worries = reasons
      .slice(0, MOST_REASONS)
      .map((one) =>
        one.disposition === null
          ? `${one.title}: ${one.worry}`
          : this.say("question.to_rule_out", { worry: one.worry }),
      );
    this.put(
      screen.ask,
      this.button("question.back", () => this.back(), { class: "link" }),
      summary,
      el("p", { class: "progress", part: "progress" }, progress),
      form,
      folded(this.say("question.why"), el("p", {}, screen.why), list([...new Set(worries)])),
      this.course.session.answers.length
        ? this.button("review.link", () => this.go("review"), { class: "link" })
        : null,
    );
  }

  /** What was wrong with an answer, in words. @param {Problem} problem @param {Screen} screen */
  words(problem, screen) {
    const text = this.say(`problem.${problem.code}`, problem.details);
    if (screen.kind !== "number" || problem.code === "number") return text;
    const { at_least: low, at_most: high, unit } = screen;
    const names = screen.units.map((one) => one.name).join(", ");
    return `${text}: ${this.say(names ? "problem.range_units" : "problem.range", { low, high, unit, names })}`;
  }

  /** @param {HTMLElement} summary @param {HTMLElement} control @param {string} message @param {string} title */
  complain(summary, control, message, title) {
    control.setAttribute("aria-invalid", "true");
    const link = el(
      "a",
      {
        href: `#${control.id}`,
        onclick: (/** @type {Event} */ event) => {
          event.preventDefault();
          control.focus();
        },
      },
      message,
    );
    const box = el(
      "div",
      { class: "problems", part: "problems", role: "alert", tabindex: "-1" },
      el("h2", {}, this.say("problem.title")),
      el("p", {}, link),
    );
    summary.replaceChildren(box);
    this.options.titled?.(this.say("problem.mark", { title }), this.language);
    box.focus();
  }

  review() {
    const { session } = this.course;
    const rows = session.answers.map((_, place) => {
      const { ask, said } = answerLine(session, place);
      const change = this.button("review.change", () => this.go("change", place), {
        class: "link",
        "aria-label": `${this.say("review.change")}: ${ask}`,
      });
      return el("div", {}, el("dt", {}, ask), el("dd", {}, said), el("dd", {}, change));
    });
    const over = session.whyOver();
    const from = this.trail.at(-1)?.view;
    const told = [
      from === "start" ? this.say("page.opened") : "",
      over ? this.say(`ending.${over}`) : from === "change" ? this.say("review.more") : "",
      session.setAside.length ? this.say("page.aside") : "",
    ];
    this.put(
      this.say("review.link"),
      this.button("question.back", () => this.back(), { class: "link" }),
      this.h1(this.say("review.title")),
      ...told.filter(Boolean).map((one) => el("p", {}, one)),
      el("dl", {}, ...rows),
      el(
        "p",
        {},
        this.button("review.go_on", () => this.go("at", session.answers.length)),
      ),
    );
  }

  result() {
    const { session } = this.course;
    const heading = this.h1("");
    const sections = resultOf(session, this.region, heading);
    this.put(
      heading.textContent ?? "",
      this.button("question.back", () => this.back(), { class: "link" }),
      ...sections,
      el(
        "p",
        { class: "row" },
        this.button("result.save", () => this.save()),
        this.button("result.print", () => print(), { class: "second" }),
        this.button("review.link", () => this.go("review"), { class: "second" }),
        this.button("result.again", () => this.go("start"), { class: "second" }),
      ),
    );
    this.options.told?.("result", session.assess());
  }

  /** Give the answers to the person as a file; nobody else gets them. */
  save() {
    const data = JSON.stringify(this.course.session.toData(), null, 1);
    const address = URL.createObjectURL(new Blob([data], { type: "application/json" }));
    const link = el("a", { href: address, download: "answers.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    this.course.unsaved = false;
  }
}

/** The name of a language in that language. @param {string} language */
function languageName(language) {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
