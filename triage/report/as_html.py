"""A handout as one HTML file: its styles inside, no script, nothing fetched."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from xml.etree.ElementTree import Element, SubElement, tostring

from triage.report.body_map import svg_element
from triage.report.for_person import Entry, Section
from triage.report.page import Handout


def html_text(page: Handout) -> str:
    """Return the handout as an HTML document. Every text is escaped by the tree it is put in."""
    folder = files("triage.report") / "templates"
    shell = Template((folder / "handout.html").read_text(encoding="utf-8"))
    return shell.substitute(
        language=page.language,
        title=_markup(_element("title", page.title)),
        style=(folder / "handout.css").read_text(encoding="utf-8"),
        body=_markup(_body(page)),
    )


def _markup(element: Element) -> str:
    return tostring(element, encoding="unicode", method="html")


def _element(tag: str, text: str = "", **attributes: str) -> Element:
    element = Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    element.text = text
    return element


def _body(page: Handout) -> Element:
    main = _element("main")
    header = SubElement(main, "header")
    header.append(_element("h1", page.title))
    about = SubElement(header, "dl")
    for label, value in page.about:
        about.append(_element("dt", label))
        about.append(_element("dd", value))
    header.append(_element("p", page.warning, class_="warning"))
    lead = SubElement(main, "section", {"class": f"lead {page.disposition}"})
    _fill(lead, page.lead)
    figure = SubElement(main, "figure")
    figure.append(svg_element(page.places, page.picture))
    figure.append(_element("figcaption", page.picture))
    for section in page.sections:
        _fill(SubElement(main, "section", {"class": section.name}), section)
    footer = SubElement(main, "footer")
    footer.append(_element("p", page.disclaimer))
    return main


def _fill(parent: Element, section: Section) -> None:
    parent.append(_element("h2", section.heading))
    for paragraph in section.paragraphs:
        parent.append(_element("p", paragraph))
    if section.entries:
        points = SubElement(parent, "ul")
        for entry in section.entries:
            points.append(_point(entry))


def _point(entry: Entry) -> Element:
    point = Element("li")
    lead = SubElement(point, "strong" if entry.text or entry.details else "span")
    lead.text = entry.headline
    if entry.link:
        lead.tail = " "
        link = {"href": entry.link, "rel": "noreferrer"}
        SubElement(point, "a", link).text = entry.text
    elif entry.text:
        lead.tail = f" {entry.text}"
    if entry.details:
        details = SubElement(point, "ul")
        for detail in entry.details:
            details.append(_element("li", detail))
    return point
