#!/usr/bin/env node
/**
 * Holds the engine to a conformance file: node conformance.js FOLDER
 *
 * Prints what was compared and the first differences as JSON; exit status 1 when there are any.
 */
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";

import { parseNumber } from "./src/answers.js";
import { sha256 } from "./src/sha256.js";
import { Base, Knowledge, Problem, Session, conclude, readFacts } from "./src/index.js";

const MOST_TOLD = 10;
const CODES = new Set(
  (
    "disposition complete red_flags not_ruled_out unanswered not_sure recommendations left_out " +
    "not_checked not_supported safety_net follow_up advice rule remedy code strength known facts " +
    "ask_first because"
  ).split(" "),
);

const [folder] = process.argv.slice(2);
/** A file whose digest is right. @param {string} name */
function read(name) {
  const file = JSON.parse(readFileSync(join(folder, name), "utf8"));
  const { digest, ...rest } = file;
  if (sha256(JSON.stringify(rest)) !== digest)
    throw new Error(`${name}: the digest is another one`);
  return file;
}
const logic = read("logic.json");
/** The rule base in the language of the file. @type {Base} */
let base;

/** @type {Record<string, number>} */
const compared = {
  cases: 0,
  truths: 0,
  assessments: 0,
  interviews: 0,
  screens: 0,
  saved: 0,
  damaged: 0,
  numbers: 0,
};
/** @type {string[]} */
const differences = [];

/** @param {string} what @param {unknown} ours @param {unknown} wanted */
function same(what, ours, wanted) {
  if (isDeepStrictEqual(plain(ours), wanted)) return;
  differences.push(`${what}: ${firstDifference(plain(ours), wanted)}`);
}

/** As JSON would hold it. @param {unknown} value */
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

/** @param {any} ours @param {any} wanted @param {string} [at] @returns {string} */
function firstDifference(ours, wanted, at = "") {
  if (typeof ours !== "object" || typeof wanted !== "object" || ours === null || wanted === null)
    return `${at || "/"} is ${JSON.stringify(ours)?.slice(0, 200)}, should be ${JSON.stringify(wanted)?.slice(0, 200)}`;
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(ours)]))
    if (!isDeepStrictEqual(ours[key], wanted[key]))
      return firstDifference(ours[key], wanted[key], `${at}/${key}`);
  return `${at} differs`;
}

/** An assessment without its texts and its trace. @param {any} value @returns {unknown} */
function codes(value) {
  if (Array.isArray(value)) return value.map(codes);
  if (typeof value !== "object" || value === null) return value;
  if ("facts" in value) return { code: value.code, facts: value.facts };
  const kept = Object.entries(value).filter(([name]) => CODES.has(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, codes(one)]));
}

/** @param {string} what @param {any} assessment @param {any} line */
function sameAssessment(what, assessment, line) {
  compared.assessments++;
  if ("assessment" in line) same(what, assessment, line.assessment);
  else same(what, codes(assessment), line.codes);
}

/** @param {any} line @param {string} where */
function checkCase(line, where) {
  const knowledge = new Knowledge(base, readFacts(base, line.facts));
  const truths = [...base.node.keys()].map(
    (node) => ({ true: "t", false: "f", null: "u" })[String(knowledge.truth(node))],
  );
  compared.cases++;
  compared.truths += truths.length;
  same(`${where} truths`, truths.join(""), line.truths);
  sameAssessment(`${where} assessment`, conclude(base, knowledge, line.facts), line);
}

/** @param {any} line @param {string} where */
function checkInterview(line, where) {
  const session = new Session(base);
  compared.interviews++;
  for (const [at, step] of line.steps.entries()) {
    if (step.do === "answer") session.answer(step.question, step.value);
    if (step.do === "back") session.back();
    checkScreen(session, step, `${where} step ${at}`);
  }
  same(`${where} ending`, session.whyOver(), line.ending);
  sameAssessment(`${where} assessment`, session.assess(), line);
  compared.saved++;
  same(`${where} saved`, session.toData(), line.saved);
  const again = Session.from(base, line.saved);
  same(`${where} set aside`, again.setAside, []);
  same(`${where} read back`, again.answers, session.answers);
}

/** @param {Session} session @param {any} step @param {string} where */
function checkScreen(session, step, where) {
  const screen = session.nextQuestion();
  compared.screens++;
  if ("codes" in step) {
    same(
      where,
      screen && { id: screen.id, facts: screen.facts, remaining: screen.remaining },
      step.codes,
    );
    return;
  }
  same(where, screen, step.screen);
  if (screen === null || step.screen === null) return;
  same(`${where} expected`, session.expectedScreens(), step.expected);
  same(
    `${where} why`,
    session.why(screen).map((one) => [one.code, one.title, one.worry, one.disposition]),
    step.why,
  );
}

/** @param {any} line @param {string} where */
function checkNumber(line, where) {
  const screen = new Session(base).whole(line.question);
  compared.numbers++;
  let value = null;
  try {
    value = parseNumber(screen, line.text);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  same(`${where} ${JSON.stringify(line.text)}`, value, line.value);
}

/** @param {any} line @param {string} where */
function checkSaved(line, where) {
  compared.damaged++;
  /** @type {unknown} */
  let ours = { taken: null, aside: null };
  try {
    const session = Session.from(base, line.data);
    const aside = session.setAside.map((one) => String(one.question));
    ours = { taken: session.answers.map((one) => one.question), aside };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  same(where, ours, { taken: line.taken, aside: line.aside });
}

/** @type {Record<string, (line: any, where: string) => void>} */
const CHECKS = {
  saved: checkSaved,
  case: checkCase,
  interview: checkInterview,
  number: checkNumber,
};
let number = 0;
for await (const text of createInterface({
  input: createReadStream(join(folder, "conformance.jsonl")),
})) {
  const line = JSON.parse(text);
  number++;
  if (line.kind === "head") {
    base = new Base(logic, read(`text.${line.language}.json`), read(`text.${logic.language}.json`));
    same("the logic file", logic.digest, line.logic);
  } else CHECKS[line.kind](line, `line ${number}`);
}
console.log(
  JSON.stringify(
    { compared, different: differences.length, first: differences.slice(0, MOST_TOLD) },
    null,
    1,
  ),
);
process.exitCode = differences.length ? 1 : 0;
