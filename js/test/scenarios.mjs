/**
 * What people do with the page, in a real browser: node scenarios.mjs NAME FILE [FOLDER]
 *
 * FILE is the page; FOLDER holds what `triage export` wrote, or takes what a scenario leaves.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { tabTo, type, walk } from "./walk.mjs";

const [name, file, folder = ""] = process.argv.slice(2);
const PAGE = pathToFileURL(file).href;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NUMB = { yes: ["group:nerves.cauda_equina", "nerve.saddle_numbness"] };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});

/** A page in a browser of its own, whose faults are ours. */
async function opened(options = {}, address = PAGE) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "en-GB",
    ...options,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(address);
  return page;
}

/** A page on its first question. */
async function begun(options = {}) {
  const page = await opened(options);
  await page.click("main button");
  await page.waitForSelector("form");
  return page;
}

const title = (page) => page.innerText("h1");
const level = (page) => page.getAttribute("section.level", "class");

/** No violation of WCAG 2.2 AA, and no line wider than the window. */
async function sound(page, where) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document);
    return violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
  });
  assert.deepEqual(found, [], where);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.ok(!wide, `${where}: wider than the window`);
}

/** A server on this machine that counts what comes; it serves the folder. */
async function serving(pages = {}) {
  const came = [];
  const kinds = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".html": "text/html",
  };
  const server = createServer((request, response) => {
    came.push(`${request.method} ${request.url}`);
    const wanted = basename(request.url ?? "");
    response.setHeader("Content-Type", kinds[extname(wanted)] ?? "text/plain");
    try {
      response.end(pages[wanted] ?? readFileSync(join(folder, wanted)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(null)));
  return { came, server, address: `http://127.0.0.1:${server.address().port}` };
}

const SCENARIOS = {
  async emergency_with_the_keyboard() {
    const page = await opened();
    await tabTo(page, "main button");
    await page.keyboard.press("Enter");
    const screens = await type(page, NUMB);
    assert.ok(screens < 12, `${screens} screens`);
    assert.match(await level(page), /emergency_now/);
    assert.match(await page.innerText("section.level"), /112 in the EU/);
    assert.match(await page.innerText(".note"), /no clinician has reviewed/);
  },

  async self_care_with_the_keyboard() {
    const page = await opened();
    await page.selectOption("#region", "UK");
    await tabTo(page, "main button");
    await page.keyboard.press("Enter");
    await type(page, {});
    assert.match(await level(page), /self_care/);
    assert.match(await page.innerText("header"), /999/);
    assert.match(await page.innerText("main"), /What may help most/);
    assert.match(await page.innerText(".note"), /no clinician has reviewed/);
    assert.ok(
      await page.$$eval("details", (all) => all.length > 3 && all.every((one) => !one.open)),
    );
  },

  async spanish_emergency() {
    const other = await opened({ locale: "fr-FR" });
    assert.equal(
      await other.getAttribute("html", "lang"),
      "en",
      "no language of theirs: the first",
    );
    const page = await begun({ locale: "es-MX" });
    assert.equal(await page.getAttribute("html", "lang"), "es");
    await walk(page, NUMB);
    const held = JSON.parse(await page.$eval("#text-es", (one) => one.textContent ?? ""));
    assert.equal(await title(page), held.levels.emergency_now.title);
    assert.match(await page.innerText("section.level"), /Número de emergencias/);
    await page.selectOption("#language", "en");
    assert.match(await page.innerText("section.level"), /Emergency number/);
  },

  async going_back_and_reloading() {
    const page = await begun();
    await page.click("button[type=submit]");
    assert.match(await page.innerText("[role=alert]"), /Give a number/);
    await page.fill("#number", "4000");
    await page.click("button[type=submit]");
    assert.match(await page.innerText("[role=alert]"), /out of range/);
    await page.fill("#number", "40");
    await page.click("button[type=submit]");
    const second = await title(page);
    await page.check("#line-0");
    await page.click("button[type=submit]");
    await page.goBack();
    assert.equal(await title(page), second);
    assert.ok(await page.isChecked("#line-0"));
    await page.click("main button.link");
    assert.equal(await page.inputValue("#number"), "40");
    await page.goForward();
    assert.equal(await title(page), second);
    await page.getByRole("button", { name: "See and change" }).click();
    await page.getByRole("button", { name: "Change: How old" }).click();
    await page.fill("#number", "41");
    await page.click("button[type=submit]");
    assert.match(await page.innerText("dl"), /41/);
    let asked = 0;
    page.on("dialog", (dialog) => {
      asked++;
      assert.equal(dialog.type(), "beforeunload");
      dialog.accept();
    });
    await page.reload();
    assert.equal(asked, 1, "the person is warned before answers are lost");
    assert.equal(await page.$("form"), null);
    const kept = await page.evaluate(() => [JSON.stringify(history.state), document.cookie]);
    assert.deepEqual(kept, ['{"view":"start","place":0}', ""]);
  },

  async one_line_at_a_time_not_sure() {
    const page = await begun();
    for (let screens = 0; !(await page.$("#none")); screens++) {
      if (await page.$("#number")) await page.fill("#number", "40");
      else await page.check("#line-0");
      await page.click("button[type=submit]");
    }
    await page.check("#none");
    await page.getByRole("button", { name: "I am not sure about some" }).click();
    await page.check("#unsure-1");
    assert.ok(!(await page.isChecked("#none")));
    await page.check("#line-1");
    assert.ok(!(await page.isChecked("#unsure-1")));
    await page.check("#none");
    assert.ok(!(await page.isChecked("#line-1")));
  },

  async saving_and_opening() {
    const page = await begun({ acceptDownloads: true });
    await walk(page, NUMB);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save" }).click(),
    ]);
    const saved = join(folder, "answers.json");
    await download.saveAs(saved);
    const again = await opened();
    for (const bad of [
      "",
      "{",
      "[]",
      "null",
      '{"format": 2, "answers": []}',
      '{"format": 1, "answers": [{"question": "__proto__"}]}',
    ]) {
      writeFileSync(join(folder, "bad.json"), bad);
      await again.setInputFiles("#file", join(folder, "bad.json"));
      await again.waitForFunction(() => document.querySelector(".problem")?.textContent);
    }
    await again.setInputFiles("#file", saved);
    await again.waitForSelector("section.level");
    assert.match(await level(again), /emergency_now/);
  },

  async the_drawn_body() {
    const page = await begun();
    while (!(await page.$(".figure"))) {
      if (await page.$("#number")) await page.fill("#number", "40");
      else await page.check("#line-0");
      await page.click("button[type=submit]");
    }
    const ticked = () => page.$$eval("form input:checked", (all) => all.map((one) => one.id));
    const marked = () => page.$$eval(".spot.marked", (all) => all.length);
    await page.locator(".spot").first().click();
    assert.equal((await ticked()).length, 1);
    assert.equal(await marked(), 1);
    await page.check("#unsure");
    assert.deepEqual(await ticked(), ["unsure"]);
    assert.equal(await marked(), 0, "what is cleared is not marked any more");
  },

  async going_on_with_answers_that_are_not_the_last() {
    const page = await begun({ acceptDownloads: true });
    await walk(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save" }).click(),
    ]);
    const data = JSON.parse(readFileSync(await download.path(), "utf8"));
    data.answers.splice(4);
    writeFileSync(join(folder, "some.json"), JSON.stringify(data));
    const again = await opened();
    await again.setInputFiles("#file", join(folder, "some.json"));
    await again.waitForSelector("dl");
    assert.equal(await again.$$eval("dt", (all) => all.length), 4);
    await again.getByRole("button", { name: "Go on" }).click();
    assert.match(await again.innerText(".progress"), /Question 5/);
  },

  async nothing_is_sent() {
    const { came, server, address } = await serving();
    const page = await begun();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const tries = await page.evaluate(async (to) => {
      const done = [];
      /** @param {string} name @param {() => unknown} act */
      const attempt = async (name, act) => {
        try {
          await act();
        } catch {
          // refused, as it should be
        }
        done.push(name);
      };
      const put = (tag, values) =>
        document.body.append(Object.assign(document.createElement(tag), values));
      await attempt("fetch", () =>
        fetch(`${to}/fetch`, { mode: "no-cors", method: "POST", body: "x" }),
      );
      await attempt("xhr", () => {
        const request = new XMLHttpRequest();
        request.open("GET", `${to}/xhr`);
        request.send();
      });
      await attempt("beacon", () => navigator.sendBeacon(`${to}/beacon`, "x"));
      await attempt("socket", () => new WebSocket(`${to.replace("http", "ws")}/socket`));
      await attempt("events", () => new EventSource(`${to}/events`));
      await attempt("image", () => put("img", { src: `${to}/image` }));
      await attempt("script", () => put("script", { src: `${to}/script` }));
      await attempt("style", () => put("link", { rel: "stylesheet", href: `${to}/style` }));
      await attempt("prefetch", () => put("link", { rel: "prefetch", href: `${to}/prefetch` }));
      await attempt("frame", () => put("iframe", { src: `${to}/frame` }));
      await attempt("object", () => put("object", { data: `${to}/object` }));
      await attempt("video", () => put("video", { src: `${to}/video` }));
      await attempt("font", () => new FontFace("x", `url(${to}/font)`).load());
      await attempt("worker", () => new Worker(`data:text/javascript,fetch("${to}/worker")`));
      await attempt("import", () => import(`${to}/import`));
      await attempt("form", () => {
        const form = document.createElement("form");
        Object.assign(form, { action: `${to}/form`, method: "post" });
        document.body.append(form);
        form.submit();
      });
      return done;
    }, address);
    assert.equal(tries.length, 16);
    await page.waitForTimeout(1500);
    assert.deepEqual(came, []);
    assert.equal(
      (await page.$("form:not([action])")) !== null,
      true,
      "the page still stands there",
    );
    const plain = await fetch(`${address}/seen`);
    assert.equal(plain.status, 404);
    assert.deepEqual(came, ["GET /seen"], "what does arrive is counted");
    server.close();
  },

  async no_fault_for_who_cannot_see_it() {
    for (const [width, colorScheme, person] of [
      [390, "light", {}],
      [1280, "dark", NUMB],
      [320, "light", NUMB],
      [1440, "light", NUMB],
    ]) {
      const page = await opened({ viewport: { width, height: 844 }, colorScheme });
      const at = `${width} ${colorScheme}`;
      await sound(page, `${at} start`);
      await page.click("main button");
      await page.click("button[type=submit]");
      await sound(page, `${at} error`);
      await walk(page, person, async (screen) => {
        if (screen < 7) await sound(page, `${at} screen ${screen}`);
      });
      await sound(page, `${at} result`);
      await page.$$eval("details", (all) => all.forEach((one) => (one.open = true)));
      await sound(page, `${at} result, unfolded`);
      await page.getByRole("button", { name: "See and change" }).click();
      await sound(page, `${at} review`);
      await page.context().close();
    }
  },

  async printing() {
    const page = await begun();
    await walk(page);
    await page.pdf({ path: join(folder, "result.pdf"), format: "A4" });
  },

  async without_scripts() {
    const page = await opened({ javaScriptEnabled: false });
    assert.match(await page.innerText("body"), /Emergency number/);
    assert.match(await page.innerText("body"), /JavaScript, which is switched off/);
  },

  async an_app_with_the_element() {
    const { came, server, address } = await serving({ "app.html": readFileSync(file) });
    const page = await opened({}, `${address}/app.html`);
    await page.locator("symptom-triage main, symptom-triage h1").first().waitFor();
    const main = page.locator("symptom-triage");
    await main.getByRole("button", { name: "Start" }).click();
    for (let screens = 0; (await main.locator("form").count()) && screens < 20; screens++) {
      const wanted = NUMB.yes.map((one) => `input[value="${one}"]`).join();
      if (await main.locator("#number").count()) await main.locator("#number").fill("40");
      else if (await main.locator(wanted).count()) await main.locator(wanted).first().check();
      else if (await main.locator("#none").count()) await main.locator("#none").check();
      else await main.locator("#line-0").check();
      await main.locator("button[type=submit]").click();
    }
    assert.equal(await page.innerText("#level"), "emergency_now");
    await sound(page, "an app");
    assert.ok(Number(await page.innerText("#screens")) > 3);
    assert.match(await main.locator(".sos").innerText(), /999/);
    assert.ok(
      came.every((one) => one.startsWith("GET /")),
      came.join(),
    );
    assert.ok(!came.some((one) => one.includes("?")), came.join());
    server.close();
  },

  async pictures() {
    for (const [width, colorScheme] of [
      [390, "light"],
      [1280, "dark"],
    ]) {
      const page = await opened({ viewport: { width, height: 844 }, colorScheme });
      const draw = (what) => page.screenshot({ path: join(folder, `${what}-${width}.png`) });
      await draw("start");
      await page.click("main button");
      await walk(page, {}, async (screen) => {
        if (screen === 3) await draw("question");
      });
      await draw("result");
      await page.reload();
      await page.click("main button");
      await walk(page, NUMB);
      await draw("emergency");
      await page.context().close();
    }
  },
};

try {
  if (name === "--list") console.log(Object.keys(SCENARIOS).join("\n"));
  else await SCENARIOS[name]();
} finally {
  await browser.close();
}
