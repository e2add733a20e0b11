/** Walks through an interview as a person would: with the keyboard, or quickly. */
import assert from "node:assert/strict";

/**
 * What a person answers: the lines and choices that are true, and numbers by fact. Who says nothing
 * of a line says no; a choice is then the first one; a number an ordinary one.
 * @typedef {{yes?: string[], numbers?: Record<string, string>}} Person
 */

const MOST_SCREENS = 80;

/** What the screen in front of us would have us do. @param {import("playwright-core").Page} page @param {Person} person */
async function targets(page, person) {
  const number = await page.$("#number");
  if (number) {
    const name = await number.getAttribute("name");
    const logic = JSON.parse((await page.textContent("#logic")) ?? "");
    const { usual } = logic.questions.find((one) => one.facts.includes(name));
    return { number: person.numbers?.[name] ?? String(usual), lines: [] };
  }
  const values = await page.$$eval("form input[id^=line-]", (all) => all.map((one) => one.value));
  const yes = values.filter((one) => person.yes?.includes(one));
  if (await page.$("#none")) return { lines: yes.length ? yes.map(byValue) : ["#none"] };
  const no = values.includes("false") ? byValue("false") : "#line-0";
  return { lines: yes.length ? yes.map(byValue) : [no] };
}

/** @param {string} value */
const byValue = (value) => `form input[value="${value}"]`;

/** Answer quickly, to the end; calls `seen` on each screen. @param {import("playwright-core").Page} page @param {Person} [person] @param {(screen: number) => Promise<void>} [seen] */
export async function walk(page, person = {}, seen = async () => {}) {
  let screens = 0;
  for (; await page.$("form"); screens++) {
    assert.ok(screens < MOST_SCREENS, "the interview does not end");
    assert.equal(
      await page.$$eval("form input:checked", (all) => all.length),
      0,
      "something is ticked",
    );
    await seen(screens);
    const { number, lines } = await targets(page, person);
    if (number) await page.fill("#number", number);
    for (const line of lines) await page.check(line);
    await page.click("button[type=submit]");
  }
  return screens;
}

/** Answer with the keyboard alone, to the end. @param {import("playwright-core").Page} page @param {Person} person */
export async function type(page, person) {
  let screens = 0;
  for (; await page.$("form"); screens++) {
    assert.ok(screens < MOST_SCREENS, "the interview does not end");
    assert.equal(await focused(page), "H1", "the heading of a new screen has the focus");
    const { number, lines } = await targets(page, person);
    if (number) {
      await tabTo(page, "#number");
      await page.keyboard.type(number);
    }
    for (const line of lines) {
      await choose(page, line);
      assert.ok(await page.isChecked(line));
    }
    await tabTo(page, "button[type=submit]");
    await page.keyboard.press("Enter");
  }
  assert.equal(await focused(page), "H1");
  return screens;
}

/** @param {import("playwright-core").Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.tagName);

/** Tick a line; choices of which one holds share one stop, and the arrows move between them. @param {import("playwright-core").Page} page @param {string} line */
async function choose(page, line) {
  const isRadio = (await page.getAttribute(line, "type")) === "radio";
  await tabTo(page, isRadio ? "#line-0" : line);
  await page.keyboard.press("Space");
  for (let presses = 0; isRadio && presses < 30 && !(await page.isChecked(line)); presses++)
    await page.keyboard.press("ArrowDown");
}

/**
 * Press Tab until a control has the focus.
 * @param {import("playwright-core").Page} page @param {string} control
 */
export async function tabTo(page, control) {
  const has = () => page.$eval(control, (one) => one === document.activeElement);
  for (let presses = 0; presses < 60; presses++) {
    if (await has()) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${control}`);
}
