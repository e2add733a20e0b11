import { NOT_SURE, Problem } from "./base.js";
import { el, input } from "./dom.js";
import { drawn } from "./figure.js";

/** @typedef {import("./screens.js").Screen} Screen */
/** @typedef {import("./facts.js").Raw} Raw */
/** @typedef {(name: string, values?: Record<string, unknown>) => string} Say */
/**
 * What a person fills in. `read` gives the answer, or throws a Problem; `first` is the control to
 * go to then.
 * @typedef {{nodes: Node[], first: HTMLElement, read: () => unknown}} Controls
 */

/**
 * The controls of a screen, filled in with what was answered before; nothing else is ever ticked.
 * @param {Screen} screen @param {Map<string, Raw>} before @param {Say} say @param {HTMLElement} heading
 * @param {import("./figure.js").Figure} [figure] drawn beside the choices of its fact
 * @returns {Controls}
 */
export function controlsOf(screen, before, say, heading, figure) {
  if (screen.kind === "checklist") return checklistControls(screen, before, say, heading);
  if (screen.kind === "number") return amount(screen, before, say, heading);
  return choices(
    screen,
    before,
    say,
    heading,
    figure?.fact === screen.facts[0] ? figure : undefined,
  );
}

/** A group of controls under a heading. @param {HTMLElement} legend @param {string} hint @param {Node[]} lines @param {string} id */
function group(legend, hint, lines, id) {
  const told = hint ? el("p", { class: "hint", id }, hint) : null;
  return el(
    "fieldset",
    { "aria-describedby": told && id },
    el("legend", {}, legend),
    told,
    ...lines,
  );
}

/** A line with a control that it labels. @param {HTMLInputElement} control @param {string} text @param {...Node} more */
function line(control, text, ...more) {
  return el(
    "div",
    { class: "line", part: "line" },
    control,
    el("label", { for: control.id }, text),
    ...more,
  );
}

/** @param {Screen} screen @param {Map<string, Raw>} before @param {Say} say @param {HTMLElement} heading @returns {Controls} */
function checklistControls(screen, before, say, heading) {
  const lines = screen.items.map((item, at) => {
    const yes = input(
      { type: "checkbox", id: `line-${at}`, value: item.fact },
      before.get(item.fact) === true,
    );
    const unsure = input(
      { type: "checkbox", id: `unsure-${at}` },
      before.get(item.fact) === NOT_SURE,
    );
    unsure.setAttribute("aria-label", `${say("question.not_sure")}: ${item.text}`);
    const beside = el(
      "span",
      { class: "unsure", hidden: !unsure.checked },
      unsure,
      el("label", { for: unsure.id, "aria-hidden": "true" }, say("question.not_sure")),
    );
    return { fact: item.fact, yes, unsure, beside, row: line(yes, item.text, beside) };
  });
  const denied = lines.every((one) => before.get(one.fact) === false);
  const none = input({ type: "checkbox", id: "none" }, denied);
  for (const { yes, unsure } of lines) {
    yes.addEventListener("change", () => yes.checked && clear(none, unsure));
    unsure.addEventListener("change", () => unsure.checked && clear(none, yes));
  }
  none.addEventListener(
    "change",
    () => none.checked && clear(...lines.flatMap((one) => [one.yes, one.unsure])),
  );
  const ask = el(
    "button",
    {
      type: "button",
      class: "link",
      onclick: () => {
        for (const one of lines) one.beside.hidden = false;
        ask.hidden = true;
        lines[0].unsure.focus();
      },
    },
    say("question.some_unsure"),
  );
  ask.hidden = lines.every((one) => !one.beside.hidden);
  const heads = [{ first: 0, ask: "" }, ...screen.headings];
  const groups = heads.map((head, at) => {
    const rows = lines.slice(head.first, heads[at + 1]?.first).map((one) => one.row);
    return at
      ? group(el("h2", {}, head.ask), "", rows, "")
      : group(heading, screen.help, rows, "hint");
  });
  return {
    nodes: [
      ...groups,
      el("p", { class: "or" }, say("question.or")),
      line(none, say("question.none")),
      ask,
    ],
    first: lines[0].yes,
    read() {
      if (![none, ...lines.flatMap((one) => [one.yes, one.unsure])].some((one) => one.checked))
        throw new Problem(screen.id, "lines");
      return Object.fromEntries(
        lines.map(({ fact, yes, unsure }) => [fact, unsure.checked ? NOT_SURE : yes.checked]),
      );
    },
  };
}

/** @param {...HTMLInputElement} boxes */
function clear(...boxes) {
  for (const box of boxes) box.checked = false;
}

/** @param {Screen} screen @param {Map<string, Raw>} before @param {Say} say @param {HTMLElement} heading @param {import("./figure.js").Figure} [figure] @returns {Controls} */
function choices(screen, before, say, heading, figure) {
  const several = screen.kind === "multiple_choice";
  const type = several ? "checkbox" : "radio";
  const given = before.get(screen.facts[0]);
  /** @type {{value: Raw, text: string}[]} */
  const offered =
    screen.kind === "yes_no"
      ? [
          { value: true, text: say("question.yes") },
          { value: false, text: say("question.no") },
        ]
      : screen.choices;
  const lines = offered.map(({ value, text }, at) => {
    const chosen = Array.isArray(given) ? given.includes(String(value)) : given === value;
    const box = input({ type, name: "choice", id: `line-${at}`, value: String(value) }, chosen);
    return { value, box, row: line(box, text) };
  });
  const own = screen.choices.some((one) => one.value === NOT_SURE);
  const unsure = input(
    { type, name: several ? "unsure" : "choice", id: "unsure" },
    !own && given === NOT_SURE,
  );
  if (several) {
    unsure.addEventListener(
      "change",
      () => unsure.checked && clear(...lines.map((one) => one.box)),
    );
    for (const { box } of lines) box.addEventListener("change", () => box.checked && clear(unsure));
  }
  const last = own
    ? []
    : [el("p", { class: "or" }, say("question.or")), line(unsure, say("question.not_sure"))];
  const picture =
    figure && drawn(figure, new Map(lines.map((one) => [String(one.value), one.box])));
  const rows = el(
    "div",
    { class: "rows", onchange: picture?.again },
    ...lines.map((one) => one.row),
    ...last,
  );
  const hint = [screen.help, several ? say("question.several") : ""].filter(Boolean).join(" ");
  return {
    nodes: [
      group(
        heading,
        hint,
        [picture ? el("div", { class: "drawn" }, rows, picture.picture) : rows],
        "hint",
      ),
    ],
    first: lines[0].box,
    read() {
      if (unsure.checked) return NOT_SURE;
      const chosen = lines.filter((one) => one.box.checked).map((one) => one.value);
      if (!chosen.length) throw new Problem(screen.id, several ? "lines" : "choice");
      return several ? chosen : chosen[0];
    },
  };
}

/** @param {Screen} screen @param {Map<string, Raw>} before @param {Say} say @param {HTMLElement} heading @returns {Controls} */
function amount(screen, before, say, heading) {
  const given = before.get(screen.facts[0]);
  const number = input({
    type: "text",
    inputmode: "decimal",
    id: "number",
    name: screen.facts[0],
    autocomplete: "off",
    "aria-describedby": "hint",
    value: typeof given === "number" ? given : null,
  });
  const names = [...new Set([screen.unit, ...screen.units.map((one) => one.name)])].filter(Boolean);
  const unit = /** @type {HTMLSelectElement} */ (
    el(
      "select",
      { id: "unit", "aria-label": say("question.unit") },
      ...names.map((name) => el("option", { value: name }, name)),
    )
  );
  const unsure = input({ type: "checkbox", id: "unsure" }, given === NOT_SURE);
  unsure.addEventListener("change", () => unsure.checked && (number.value = ""));
  number.addEventListener("input", () => number.value && clear(unsure));
  heading.replaceChildren(el("label", { for: "number" }, screen.ask));
  const beside = names.length > 1 ? unit : el("span", {}, screen.unit);
  return {
    nodes: [
      heading,
      el("p", { class: "hint", id: "hint" }, screen.help),
      el("div", { class: "row" }, number, beside),
      el("p", { class: "or" }, say("question.or")),
      line(unsure, say("question.not_sure")),
    ],
    first: number,
    read() {
      if (unsure.checked) return NOT_SURE;
      const text = number.value.trim();
      if (!text) throw new Problem(screen.id, "number");
      return names.length > 1 && !/\p{L}/u.test(text) ? `${text} ${unit.value}` : text;
    },
  };
}
