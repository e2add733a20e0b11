/**
 * Elements. Every text enters as text, never as markup.
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * An element: `el("p", {class: "hint", onclick: f}, "text", child, ...)`. An attribute that is
 * true stands without a value; false and null leave it out.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on") && value)
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined)
      made.setAttribute(name, String(value));
  }
  made.append(...present(children.flat()));
  return made;
}

/** @param {Child[]} children @returns {(Node | string)[]} */
export function present(children) {
  return /** @type {(Node | string)[]} */ (
    children.filter((one) => one !== null && one !== undefined && one !== false && one !== "")
  );
}

/** A list of points; null for none. @param {Child[]} points */
export function list(points) {
  return points.length ? el("ul", {}, ...points.map((one) => el("li", {}, one))) : null;
}

/** A part that is folded until somebody opens it. @param {string} title @param {...Child} body */
export function folded(title, ...body) {
  return present(body).length
    ? el("details", {}, el("summary", {}, title), el("div", {}, ...body))
    : null;
}

/** A control for input. @param {Record<string, unknown>} attributes @param {boolean} [checked] */
export function input(attributes, checked = false) {
  const made = /** @type {HTMLInputElement} */ (el("input", attributes));
  made.checked = checked;
  return made;
}
