"""A deck as a PowerPoint file: a slide a screen, its charts and tables native, so that a meeting can edit them.

Sizes are points on a slide of 960 × 540. Whoever opens the file may have another font than ours, so room is reckoned
for a wide one: what fits by ``ems`` fits.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from math import ceil, floor, inf, isfinite, log10
from typing import Any, NamedTuple

import xlsxwriter
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_AXIS_CROSSES, XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.deck import Big, Column, Deck, Plot, Point, Progress, Screen, Table
from dashboard.exports.still import still

WIDTH, HEIGHT = 960, 540
SIDE, TOP, BOTTOM, GAP = 36, 26, 18, 14
INNER = WIDTH - 2 * SIDE
LINE = 1.2  # of the size of its letters
TITLE_SIZES, LONE_SIZES = (30, 28, 26, 24, 22, 20, 18), (44, 40, 36, 32, 28, 24, 20, 18)
TITLE_HEIGHT = 96  # of a title that has something below it, wherever its smallest size allows it
BIG_SIZES, BOX_SIZES = (48, 44, 40, 36, 32, 28, 24, 20, 18, 16, 14), (18, 16, 14, 12)
# Letters of 18 and more are read from the back row; smaller ones are taken only where a deck is overfull.
TABLE_SIZES, CHART_SIZES = (24, 22, 20, 18, 16, 14, 12, 11, 10), (18, 16, 14, 12, 11, 10)
PLAIN = 20  # letters of a table are larger only where each row is one line
NOTE_SIZES, NOTE_LINES, NUMBER = (16, 14), 2, 92
AXIS = 32  # the height of the axis below a chart of ranges
ROW = 84  # the most a row of a chart takes
NAMES = 0.48  # the most of a chart's width its names take
CELL = (8, 4)  # margins of a cell: at its sides, above and below
COLOURS = {
    "dk1": "0A1518",
    "lt1": "FFFFFF",
    "dk2": "4C5D63",
    "lt2": "F1F5F6",
    "accent1": "17808F",
    "accent2": "D9730D",
    "accent3": "B9C6CA",
}
GREY, SOLID, ACCENT, EDGE = (getattr(MSO_THEME_COLOR, name) for name in ("TEXT_2", "ACCENT_1", "ACCENT_2", "ACCENT_3"))
EDGES = ("low", "value_of", "high")  # of a band, by their names in the deck's words
LANGUAGES = {"id": "id-ID", "en": "en-US"}
FONT = "Plus Jakarta Sans"
# Characters XML cannot hold, and breaks of lines within what is one line.
ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
NARROW, BROAD = frozenset(" .,:;'|!()[]iljftrIJ/\\-·’"), frozenset("mwMW@%—…&+=<>#")
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
DROPPED = ("extended-properties", "thumbnail", "printerSettings")  # what the template says of itself
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"


class Box(NamedTuple):
    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[Pt, Pt, Pt, Pt]:
        left, top, width, height = (Pt(side) for side in self)
        return left, top, width, height


class Text(NamedTuple):
    """A paragraph."""

    words: str
    size: float
    bold: bool = False
    colour: Any = None
    """A colour of the theme; None: that of text."""
    right: bool = False


def pptx(deck: Deck, progress: Progress = lambda *_step: None) -> bytes:
    """The presentation; the same deck gives the same bytes. ``progress(done, all)`` is told before each slide."""
    show = _template()
    language = LANGUAGES.get(deck.words.language, "en-US")
    for number, screen in enumerate(deck.screens):
        progress(number, len(deck.screens))
        slide = show.slides.add_slide(show.slide_layouts[0])
        _fill(slide, deck, screen, number)
        _notes(slide, deck, screen)
        _speak(slide, language)
    _properties(show, deck, language)
    buffer = io.BytesIO()
    show.save(buffer)
    return still(buffer.getvalue(), deck.as_of)


def legal(text: str) -> str:
    """Text as XML can hold it, on one line."""
    return ILLEGAL.sub(" ", text).strip()


def ems(text: str, bold: bool = False) -> float:
    """The width of a text in sizes of its letters, rather too wide than too narrow."""
    wide = sum(
        0.35
        if letter in NARROW
        else 1.0
        if letter in BROAD or ord(letter) > 0x2100
        else 0.7
        if letter.isupper()
        else 0.62
        for letter in text
    )
    return wide * (1.15 if bold else 1)


def lines(text: str, room: float, bold: bool = False) -> int:
    """The lines a text takes in ``room`` ems; a word wider than that is broken."""
    count, used = 1, 0.0
    for word in text.split(" "):
        wide = ems(word, bold)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        count += max(0, ceil(wide / room) - 1)
        used += wide % room + ems(" ", bold)
    return count


def tall(text: str, size: float, width: float, bold: bool = False) -> float:
    """The height of a text in letters of ``size`` on lines of ``width``."""
    return lines(text, max(width / size, 1), bold) * size * LINE


def fitting(sizes: Sequence[int], height: float, of: Callable[[int], float]) -> int:
    """The first size whose height, ``of(size)``, fits ``height``; else the last one."""
    return next((size for size in sizes if of(size) <= height), sizes[-1])


def _template() -> Any:
    """An empty presentation: 16:9, one layout with a title, our fonts and colours in the theme, nothing else."""
    show: Any = Presentation()
    show.slide_width, show.slide_height = Pt(WIDTH), Pt(HEIGHT)
    show.element.find(qn("p:sldSz")).attrib.pop("type", None)  # "4:3"
    for layout in list(show.slide_layouts):
        if layout.name != "Title Only":
            show.slide_layouts.remove(layout)
    for part in (show.part, show.part.package):
        for key, relation in [*(getattr(part, "rels", None) or part._rels).items()]:
            if relation.reltype.endswith(DROPPED):
                part.drop_rel(key)
    master = show.slide_master
    for holder in (master, show.slide_layouts[0]):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type.name in ("DATE", "FOOTER", "SLIDE_NUMBER"):
                shape.element.getparent().remove(shape.element)
    for shape, top, height in zip(master.placeholders, (TOP, TOP + TITLE_HEIGHT), (TITLE_HEIGHT, 380), strict=True):
        shape.left, shape.top, shape.width, shape.height = Box(SIDE, top, INNER, height).emu()
        _frame(shape.text_frame)
    style = master.element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    style.find(qn("a:defRPr")).attrib.update({"sz": str(TITLE_SIZES[0] * 100), "b": "1"})
    for one in (master, show.notes_master):
        _theme(one.part)
    return show


def _theme(part: Any) -> None:
    """Our fonts and colours, in the theme of a master: all text and every chart inherit them."""
    theme = next(relation.target_part for relation in part.rels.values() if relation.reltype.endswith("/theme"))
    root = theme._element if isinstance(theme, XmlPart) else parse_xml(theme.blob)
    for latin in root.iter(qn("a:latin")):
        # the family and the look (a sans serif like Arial) by which another font is found where ours is missing
        latin.attrib.update({"typeface": FONT, "panose": "020B0604020202020204", "pitchFamily": "34", "charset": "0"})
    for name, colour in COLOURS.items():
        (old,) = root.iter(qn(f"a:{name}"))
        old[:] = [parse_xml(f'<a:srgbClr {NAMESPACES} val="{colour}"/>')]
    if not isinstance(theme, XmlPart):
        theme._blob = serialize_part_xml(root)


def _properties(show: Any, deck: Deck, language: str) -> None:
    about = show.core_properties
    about.title, about.subject = (legal(text)[:255] for text in (deck.title, deck.scope))
    about.author = about.last_modified_by = "CRM Jakarta"
    about.created = about.modified = deck.as_of
    about.keywords, about.comments, about.language, about.revision = "", "", language, 1


def _speak(slide: Any, language: str) -> None:
    """The language of every run, for spelling and for reading aloud."""
    charts = [shape.chart.element for shape in slide.shapes if shape.has_chart]
    for root in (slide.element, slide.notes_slide.element, *charts):
        for run in root.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", language)
        for rest in root.iter(qn("a:endParaRPr")):
            rest.set("lang", language)


def _fill(slide: Any, deck: Deck, screen: Screen, number: int) -> None:
    """Title, body and note, in the order they are read."""
    below = " · ".join(part for part in map(legal, (deck.source, screen.note)) if part)
    note_size = fitting(NOTE_SIZES, NOTE_LINES * NOTE_SIZES[0] * LINE, lambda size: tall(below, size, INNER - NUMBER))
    note = min(tall(below, note_size, INNER - NUMBER), HEIGHT / 3)
    last = HEIGHT - BOTTOM - note - GAP
    top = _title(slide, screen, (last - TOP) * 0.6 if screen.is_empty else TITLE_HEIGHT) + GAP
    box = Box(SIDE, top, INNER, last - top)
    if screen.figures:
        _figures(slide, screen.figures, box)
    elif screen.plot and screen.plot.points:
        _described(_chart(slide, deck, screen.plot, box), screen)
    elif screen.table and screen.table.columns:
        _described(_table(slide, screen.table, box), screen)
    place = Box(SIDE, HEIGHT - BOTTOM - note, INNER - NUMBER, note)
    _text(slide, "Note", place, [Text(below, note_size, colour=GREY)])
    place = Box(WIDTH - SIDE - NUMBER, place.top, NUMBER, note)
    _text(slide, "Number", place, [Text(f"{number + 1} / {len(deck.screens)}", note_size, True, GREY, True)])


def _described(frame: Any, screen: Screen) -> None:
    """What is read aloud instead of a chart or a table: its message."""
    frame.element.nvGraphicFramePr.cNvPr.set("descr", legal(screen.title))
    frame.name = legal(screen.name)


def _title(slide: Any, screen: Screen, height: float) -> float:
    """The title at the size that fits; where it ends."""
    words, sizes = legal(screen.title), LONE_SIZES if screen.is_empty else TITLE_SIZES
    size = fitting(sizes, height, lambda size: tall(words, size, INNER, bold=True))
    box = Box(SIDE, TOP, INNER, tall(words, size, INNER, bold=True))
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = box.emu()
    _write(title.text_frame, [Text(words, size)])
    return box.top + box.height


def _frame(frame: Any, anchor: Any = MSO_ANCHOR.TOP, side: float = 0, above: float = 0) -> None:
    frame.word_wrap, frame.vertical_anchor, frame.auto_size = True, anchor, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = Pt(side)
    frame.margin_top = frame.margin_bottom = Pt(above)


def _write(frame: Any, texts: Iterable[Text]) -> None:
    """The paragraphs of an empty frame."""
    for position, text in enumerate(texts):
        paragraph = frame.add_paragraph() if position else frame.paragraphs[0]
        if text.right:
            paragraph.alignment = PP_ALIGN.RIGHT
        if not (words := legal(text.words)):  # an empty line is as high as one with letters
            paragraph._p.get_or_add_endParaRPr().set("sz", str(round(text.size * 100)))
            continue
        run = paragraph.add_run()
        run.text, run.font.size = words, Pt(text.size)
        if text.bold:
            run.font.bold = True
        if text.colour:
            run.font.color.theme_color = text.colour


def _text(slide: Any, name: str, box: Box, texts: Iterable[Text]) -> None:
    shape = slide.shapes.add_textbox(*box.emu())
    shape.name = name
    _frame(shape.text_frame, MSO_ANCHOR.BOTTOM)
    _write(shape.text_frame, texts)


def _figures(slide: Any, figures: Sequence[Big], box: Box) -> None:
    """A box a figure, three in a row, all in the same sizes."""
    across = min(3, len(figures))
    down = ceil(len(figures) / across)
    width = (box.width - GAP * (across - 1)) / across
    height = min(170, (box.height - GAP * (down - 1)) / down)
    room = width - 36
    # Headlines stay on one line wherever a size allows it, and as large as what stands around them.
    big = fitting(BIG_SIZES, 1, lambda size: max(lines(one.words, room / size, True) for one in figures))

    def needed(size: int) -> float:
        return max(
            tall(one.label, size, room)
            + tall(one.words, min(big, 2 * size + 8), room, True)
            + tall(one.note, size, room)
            for one in figures
        )

    size = fitting(BOX_SIZES, height - 20, needed)
    for position, one in enumerate(figures):
        row, column = divmod(position, across)
        place = Box(box.left + column * (width + GAP), box.top + row * (height + GAP), width, height)
        shape = slide.shapes.add_textbox(*place.emu())
        shape.name = legal(one.label)
        shape.fill.solid()
        shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
        _frame(shape.text_frame, MSO_ANCHOR.MIDDLE, 18, 8)
        _write(
            shape.text_frame,
            [
                Text(one.label, size, colour=GREY),
                Text(one.words, min(big, 2 * size + 8), True),
                Text(one.note, size, colour=GREY),
            ],
        )


def _table(slide: Any, table: Table, box: Box) -> Any:
    """A native table at the largest letters with which it ends above the note."""
    rows = [tuple(column.heading for column in table.columns), *table.words]
    widths = [box.width * column.width / sum(one.width for one in table.columns) for column in table.columns]

    def heights(size: int) -> list[float]:
        return [
            max(
                tall(legal(words), size, width - 2 * CELL[0], not row)
                for words, width in zip(cells, widths, strict=True)
            )
            + 2 * CELL[1]
            for row, cells in enumerate(rows)
        ]

    def needed(size: int) -> float:
        tops = heights(size)
        is_folded = max(tops[1:], default=0) > size * LINE + 2 * CELL[1]
        return inf if size > PLAIN and is_folded else sum(tops)

    size = fitting(TABLE_SIZES, box.height, needed)
    tops = heights(size)
    frame = slide.shapes.add_table(len(rows), len(widths), *box._replace(height=sum(tops)).emu())
    made = frame.table
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_TABLE
    made.horz_banding = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width)
    for row, (cells, height) in enumerate(zip(rows, tops, strict=True)):
        made.rows[row].height = Pt(height)
        for words, column, cell in zip(cells, table.columns, made.rows[row].cells, strict=True):
            _cell(cell, Text(words, size, not row, right=_is_right(column)))
    return frame


def _is_right(column: Column) -> bool:
    return column.kind in ("number", "share")


def _cell(cell: Any, text: Text) -> None:
    cell.margin_left = cell.margin_right = Pt(CELL[0])
    cell.margin_top = cell.margin_bottom = Pt(CELL[1])
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if text.bold else MSO_ANCHOR.TOP
    _write(cell.text_frame, [text])
    width, colour = (25_400, "tx1") if text.bold else (9_525, "accent3")
    line = f'<a:lnB {NAMESPACES} w="{width}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().append(parse_xml(line))


def _real(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _chart(slide: Any, deck: Deck, plot: Plot, box: Box) -> Any:
    """A native bar chart; its workbook holds the true numbers, and what is edited there changes the chart."""
    box = _heading(slide, deck, plot, box)
    names, series = [legal(point.label) for point in plot.points], _series(deck, plot)
    axis = AXIS if plot.kind == "ranges" else 0
    room, rows = box.height - axis, len(names)
    size = fitting(CHART_SIZES, room / rows, lambda size: _names(names, size, box.width)[1])
    height = min(room, rows * ROW) + axis
    data: Any = CategoryChartData(number_format="0.0 %" if plot.is_share else "General")  # type: ignore[no-untyped-call]
    data.categories = names
    for name, values in series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box._replace(height=height).emu(), data)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(names, series, plot.is_share))
    chart.has_legend, chart.has_title, chart.font.size = False, False, Pt(size)
    left = _names(names, size, box.width)[0]
    right = max(ems(legal(point.words), point.is_own) for point in plot.points) * size + 12
    width = max(box.width - left - right, box.width / 5)
    _lay(chart, left / box.width, 0, width / box.width, 1 - axis / height)
    _names_axis(chart.category_axis)
    (_bars if plot.kind == "bars" else _ranges)(chart, plot, size)
    return frame


def _heading(slide: Any, deck: Deck, plot: Plot, box: Box) -> Box:
    """What is measured, of ranges also what the three edges of a band are; the room below it."""
    words = plot.measure
    if plot.kind == "ranges":
        words += f" ({' | '.join(deck.words[name] for name in EDGES)})"
    height = tall(legal(words), 18, box.width)
    _text(slide, "Measure", box._replace(height=height), [Text(words, 18, colour=GREY)])
    return Box(box.left, box.top + height + 8, box.width, box.height - height - 8)


def _series(deck: Deck, plot: Plot) -> list[tuple[str, list[float | None]]]:
    """What the columns of the workbook are called, and their numbers."""
    values = [_real(point.value) for point in plot.points]
    if plot.kind == "bars":
        return [(legal(plot.measure), values)]
    lows, highs = [_real(point.low) for point in plot.points], [_real(point.high) for point in plot.points]
    return [(legal(deck.words[name]), numbers) for name, numbers in zip(EDGES, (lows, values, highs), strict=True)]


def _names(names: Sequence[str], size: int, width: float) -> tuple[float, float]:
    """The width the names of the rows need, and how far apart rows must be for no two names to meet."""
    wide = min(max(map(ems, names)) * size, NAMES * width)
    heights = [tall(name, size, wide) for name in names]
    return wide + 14, max((one + other) / 2 for one, other in zip(heights, heights[1:] or heights, strict=False)) + 3


def _workbook(names: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], is_share: bool) -> bytes:
    """What stands behind a chart. Text is written as text: nothing in it becomes a formula or an address."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")  # the name the chart refers to
    form = book.add_format({"num_format": "0.0 %"} if is_share else {})
    sheet.set_column(0, 0, 50)
    for row, name in enumerate(names, 1):
        sheet.write_string(row, 0, name)
    for column, (name, values) in enumerate(series, 1):
        sheet.write_string(0, column, name)
        for row, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value, form)
    book.close()
    return buffer.getvalue()


def _lay(chart: Any, *sides: float) -> None:
    """Where the bars stand, in parts of the chart (left, top, width, height): else each program finds another place."""
    places = "".join(f'<c:{name} val="{side:.4f}"/>' for name, side in zip("xywh", sides, strict=True))
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    layout = f"<c:layout {NAMESPACES}><c:manualLayout>{modes}{places}</c:manualLayout></c:layout>"
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(layout))


def _names_axis(axis: Any) -> None:
    """The rows from top to bottom, every name written."""
    axis.reverse_order = True
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.fill.background()
    last = axis._element.find(qn("c:noMultiLvlLbl"))
    last.addprevious(parse_xml(f'<c:tickLblSkip {NAMESPACES} val="1"/>'))


def _colour(format_: Any, point: Point) -> None:
    format_.fill.solid()
    format_.fill.fore_color.theme_color = ACCENT if point.is_own else SOLID


def _label(series: Any, position: int, point: Point, size: int) -> None:
    """The words of a row at the end of its bar."""
    label = series.points[position].data_label
    _write(label.text_frame, [Text(point.words, size, point.is_own)])
    label.text_frame.word_wrap = False
    label.position = XL_LABEL_POSITION.OUTSIDE_END


def _bars(chart: Any, plot: Plot, size: int) -> None:
    (series,) = chart.plots[0].series
    chart.plots[0].gap_width = 45
    axis = chart.value_axis
    axis.has_major_gridlines, axis.visible = False, False
    values = [_real(point.value) or 0 for point in plot.points]
    axis.minimum_scale, axis.maximum_scale = min(0, *values), max(0, *values) or 1
    for position, point in enumerate(plot.points):
        _colour(series.points[position].format, point)
        _label(series, position, point, size)


def _ranges(chart: Any, plot: Plot, size: int) -> None:
    """A band from low to high, in two tones that meet at the value.

    Three bars a row lie upon one another: to the high in the light tone, to the value in the full one, and to the low
    in the colour of the ground. So each number is drawn as it is, and stands in the workbook as it is.
    """
    low, value, high = chart.plots[0].series
    chart.plots[0].gap_width, chart.plots[0].overlap = 80, 100
    _scale(chart, plot)
    for position, point in enumerate(plot.points):
        _colour(value.points[position].format, point)
        light = high.points[position].format
        _colour(light, point)
        for colour in light.fill._xPr.iter(qn("a:schemeClr")):
            colour.append(parse_xml(f'<a:alpha {NAMESPACES} val="40000"/>'))
        _label(high if _real(point.high) is not None else value, position, point, size)
    low.format.line.width = Pt(1.5)  # covers the soft edges of what lies below
    low.format.fill.solid()
    low.format.fill.fore_color.theme_color = low.format.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    # what is drawn first lies below
    low._element.addprevious(high._element)
    low._element.addprevious(value._element)
    for order, one in enumerate((high, value, low)):
        one._element.find(qn("c:order")).set("val", str(order))


def _scale(chart: Any, plot: Plot) -> None:
    """Limits, steps and numbers of the axis below a chart of ranges."""
    known = [
        real for point in plot.points for real in map(_real, (point.low, point.value, point.high)) if real is not None
    ]
    least, most = plot.scale or (min(0, *known, 0), max(known, default=1))
    if plot.is_share:
        step, form = (most - least) / 4 or 0.25, "0 %"
        first, last = least, most
    else:
        # Programs count steps from the limit, and ranks are whole: limits on the next step, with no number at what lies
        # beyond the scale.
        step = _step(most - least)
        first, last = floor(least / step) * step, ceil(most / step) * step
        form = f'[<{least:.6g}]"";[>{most:.6g}]"";0' if least >= 0 else "0"
    last = max(last, first + step)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = first, last, step
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
    axis.major_tick_mark, axis.has_major_gridlines = XL_TICK_MARK.OUTSIDE, False
    axis.format.line.color.theme_color = EDGE
    axis.crosses = XL_AXIS_CROSSES.MINIMUM  # where bars begin
    axis._element.find(qn("c:crosses")).set("val", "max")  # at the bottom, as the rows run downwards


def _step(span: float) -> float:
    """A round number, at least 1, of which four to ten make ``span``."""
    rough = max(span / 5, 1)
    power = 10 ** floor(log10(rough))
    return float(next(power * part for part in (1, 2, 5, 10) if power * part >= rough * 0.99))


def _notes(slide: Any, deck: Deck, screen: Screen) -> None:
    """What the speaker knows besides: how it is counted, what it stands on, and where it comes from."""
    notes = slide.notes_slide
    about = [deck.source, *(f"{name}: {words}" for name, words in deck.about)]
    parts = [screen.definition, screen.note, *about]
    notes.notes_text_frame.text = "\n".join(legal(part) for part in parts if part)
