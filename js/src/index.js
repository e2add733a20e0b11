/** The interview and the assessment of a compiled rule base; see docs/compiled-format.md. */
export { Base, Problem, NOT_SURE } from "./base.js";
export { Session } from "./session.js";
export { conclude } from "./assessment.js";
export { Knowledge } from "./state.js";
export { readFacts } from "./facts.js";
export { truthsOf } from "./truth.js";
