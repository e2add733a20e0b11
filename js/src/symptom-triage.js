import { App } from "./app.js";
import { Base } from "./base.js";

/**
 * `<symptom-triage lang="en" region="UK">`: the interview as a part of another site.
 *
 * Attributes: `lang` the language spoken first, `languages` those to choose from (`en,es`), `region`
 * whose numbers to call, `data` the folder that `triage export` wrote (else the one this script is
 * in). What stands inside the element is shown until all is there, and stays if it does not come:
 * put the emergency number there.
 *
 * Events: `screen` (`{id, number, remaining}`), `result` (the assessment: health data) and
 * `failure`. The element itself sends and keeps nothing. Styles: the parts `header`, `emergency`,
 * `main`, `line`, `progress`, `problems`, `level`, `card`, `call`, `footer`, and the variables
 * `--triage-...` at the top of the style sheet.
 */
class SymptomTriage extends HTMLElement {
  /** @type {App | null} */
  app = null;

  async connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.append(document.createElement("slot"));
    try {
      const folder = new URL(
        this.getAttribute("data") || ".",
        this.hasAttribute("data") ? document.baseURI : import.meta.url,
      );
      await this.begin(root, folder.href.replace(/\/?$/, "/"));
    } catch (error) {
      this.tell("failure", String(error));
    }
  }

  /** Whether there are answers that were not saved to a file. */
  get unsaved() {
    return this.app?.course.unsaved ?? false;
  }

  /** @param {ShadowRoot} root @param {string} folder */
  async begin(root, folder) {
    const logic = await fetched(`${folder}logic.json`);
    const given = (this.getAttribute("languages") ?? this.lang).split(",").map((one) => one.trim());
    const languages = [...new Set(given.filter(Boolean).map((one) => one.slice(0, 2)))];
    if (!languages.length) languages.push(logic.language);
    const wanted = [...new Set([...languages, logic.language])];
    const texts = await Promise.all(wanted.map((one) => fetched(`${folder}text.${one}.json`)));
    const source = texts[wanted.indexOf(logic.language)];
    const bases = new Map(wanted.map((one, at) => [one, new Base(logic, texts[at], source)]));
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("symptom-triage.css", import.meta.url).href;
    const shown = new Promise((done) => style.addEventListener("load", done, { once: true }));
    const room = document.createElement("div");
    room.hidden = true;
    root.append(style, room);
    this.app = new App({
      root: room,
      languages,
      base: (language) => /** @type {Base} */ (bases.get(language)),
      language: languages.includes(this.lang.slice(0, 2)) ? this.lang.slice(0, 2) : languages[0],
      region: this.getAttribute("region") ?? "",
      told: (name, detail) => this.tell(name, detail),
    });
    await Promise.race([shown, new Promise((done) => setTimeout(done, 2000))]);
    root.querySelector("slot")?.remove();
    room.hidden = false;
  }

  /** @param {string} name @param {unknown} detail */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

customElements.define("symptom-triage", SymptomTriage);
