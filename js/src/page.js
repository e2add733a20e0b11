import { App } from "./app.js";
import { Base } from "./base.js";

/**
 * The page that `triage page` writes: its files stand in the document, so nothing is fetched, and
 * browsers' Back and Forward walk through the answers. History holds places, never an answer.
 */

/** @param {string} id */
const held = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
const { languages, region } = held("settings");
const logic = held("logic");
const asked = held(`text-${logic.language}`);

/** @type {Map<string, Base>} */
const bases = new Map();
/** @param {string} language */
function base(language) {
  const made = bases.get(language) ?? new Base(logic, held(`text-${language}`), asked);
  bases.set(language, made);
  return made;
}

const wanted = navigator.languages.map((one) => one.slice(0, 2).toLowerCase());
const app = new App({
  root: document.body,
  main: "main",
  languages,
  base,
  language: wanted.find((one) => languages.includes(one)) ?? languages[0],
  // Not guessed from the browser: many speak "en-US" elsewhere, and 911 is not everybody's number.
  region: region ?? "",
  places: { push: (place) => history.pushState(place, ""), back: () => history.back() },
  titled(title, language) {
    document.title = title;
    document.documentElement.lang = language;
    const skip = document.querySelector(".skip");
    if (skip) skip.textContent = base(language).say("page.skip");
  },
});
history.replaceState({ view: "start", place: 0 }, "");
addEventListener("popstate", (event) => app.show(event.state ?? { view: "start", place: 0 }));
addEventListener("beforeunload", (event) => {
  if (app.course.unsaved) event.preventDefault();
});
