import { el } from "./dom.js";

/** @typedef {import("./base.js").Base} Base */
/** @typedef {{id: string, name: string, territories: string[], emergency: string[], advice: string}} Region */

/** The regions whose numbers are known. @param {Base} base @returns {Region[]} */
export function regions(base) {
  return base.text.regions.regions;
}

/** The region with that id or territory code, in any case; null if there is none. @param {Base} base @param {string} code */
export function regionNamed(base, code) {
  const wanted = code.trim().toUpperCase();
  const known = regions(base);
  return (
    known.find((one) => one.id === wanted) ??
    known.find((one) => one.territories.includes(wanted)) ??
    null
  );
}

/** The emergency number in words; without a region, examples of several. @param {Base} base @param {Region | null} region */
export function emergencyLine(base, region) {
  if (region) {
    const numbers = region.emergency.join(base.say("call.or"));
    return base.say("call.in_region", { region: region.name, numbers });
  }
  const examples = base.text.regions.examples
    .map((/** @type {string} */ code) => regionNamed(base, code))
    .filter(Boolean)
    .map((/** @type {Region} */ one) =>
      base.say("call.example", { number: one.emergency[0], region: one.name }),
    );
  return examples.length ? base.say("call.examples", { examples: examples.join(", ") }) : "";
}

/** The line for urgent medical advice; empty where none is known. @param {Base} base @param {Region | null} region */
export function adviceLine(base, region) {
  return region?.advice
    ? base.say("call.advice", { region: region.name, number: region.advice })
    : "";
}

/** Links that call a number, where the region is known. @param {Base} base @param {string[]} numbers */
export function callLinks(base, numbers) {
  return numbers.map((number) =>
    el(
      "a",
      { class: "call", part: "call", href: `tel:${number}` },
      base.say("call.button", { number }),
    ),
  );
}
