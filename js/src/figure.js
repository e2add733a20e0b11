/**
 * A drawn body: a pointer's short cut to the boxes beside it, which are what keyboards and screen
 * readers use.
 *
 * @typedef {[tag: string, attributes: Record<string, string>]} Shape
 * @typedef {{fact: string, box: string, body: Shape[], places: Record<string, Shape[]>}} Figure
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * The figure; a click on a place clicks its box. `again` marks what is ticked now.
 * @param {Figure} figure @param {Map<string, HTMLInputElement>} boxes by place
 */
export function drawn(figure, boxes) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", figure.box);
  picture.setAttribute("class", "figure");
  picture.setAttribute("aria-hidden", "true");
  picture.append(...figure.body.map((shape) => drawnShape(shape, "body")));
  /** @type {(() => void)[]} */
  const marks = [];
  for (const [place, shapes] of Object.entries(figure.places)) {
    const box = boxes.get(place);
    if (box === undefined) continue;
    const spot = document.createElementNS(SVG, "g");
    const mark = () => spot.setAttribute("class", box.checked ? "spot marked" : "spot");
    spot.append(...shapes.map((shape) => drawnShape(shape, "")));
    spot.addEventListener("click", () => box.click());
    marks.push(mark);
    picture.append(spot);
  }
  /** One box may clear another, which tells nobody: all are marked anew. */
  const again = () => marks.forEach((mark) => mark());
  again();
  return { picture, again };
}

/** @param {Shape} shape @param {string} name */
function drawnShape([tag, attributes], name) {
  const shape = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
  if (name) shape.setAttribute("class", `${name} ${attributes.class ?? ""}`.trim());
  return shape;
}
