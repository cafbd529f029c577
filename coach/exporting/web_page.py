"""A web page in one file, without script or anything to load: the draft with numbered marks, made to be printed."""

from collections.abc import Sequence
from html import escape
from itertools import groupby, islice
from pathlib import Path

from coach.exporting.report import Comment, Names, printable, report
from coach.exporting.structure import Block, Kind, Piece, blocks, shown
from coach.models import Evaluation

_STYLE = (Path(__file__).parent / "web_page.css").read_text("utf-8")


def web_page(title: str, draft: str, evaluation: Evaluation, names: Names) -> str:
    """HTML; every text of the learner's and the model's is escaped."""
    said = report(title, evaluation, names)
    parts = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title>\n<style>\n{_STYLE}</style>",
        f"<main>\n{_draft(draft, said.comments)}\n</main>",
        f'<section dir="auto">\n<h1>{_text(said.heading)}</h1>\n<p>{_text(said.judge)}</p>\n{_list(said.levels)}',
    ]
    if said.missing:
        parts.append(f"<h2>{_text(said.missing_heading)}</h2>\n{_list(said.missing)}")
    if said.comments:
        parts.append(f"<h2>{_text(said.comments_heading)}</h2>\n<ol>")
        parts += [_comment(n, c) for n, c in enumerate(said.comments, 1)]
        parts.append("</ol>")
    return "\n".join((*parts, "</section>\n</html>\n"))


def _draft(draft: str, comments: Sequence[Comment]) -> str:
    found = blocks(draft, [(c.start, c.end) for c in comments])
    pieces = [piece for block in found for piece in block.pieces]
    marked: dict[int, str] = {}
    for n, comment in enumerate(comments, 1):
        quoted = shown(pieces, comment.start, comment.end)
        for i in quoted:
            marked.setdefault(i, "")
        if quoted:
            marked[quoted[-1]] += f'<sup><a href="#comment-{n}">{n}</a></sup>'
    pieces_html = (_piece(piece, marked.get(i)) for i, piece in enumerate(pieces))
    html = []
    for (kind, level), group in groupby(found, lambda b: (b.kind, b.level)):
        items = [(block, "".join(islice(pieces_html, len(block.pieces)))) for block in group]
        html.append(_same_kind(kind, level, items))
    return "\n".join(html)


def _piece(piece: Piece, numbers: str | None) -> str:
    """`numbers` are those of the comments that end here; None outside of every quote."""
    html = f"<strong>{_text(piece.text)}</strong>" if piece.bold else _text(piece.text)
    return html if numbers is None else f"<mark>{html}</mark>{numbers}"


def _same_kind(kind: Kind, level: int, items: Sequence[tuple[Block, str]]) -> str:
    if kind == "paragraph":
        return "\n".join(f'<p dir="auto">{html}</p>' for _block, html in items)
    if kind == "heading":
        return "\n".join(f'<h{level} dir="auto">{html}</h{level}>' for _block, html in items)
    if kind == "bullet":
        lines = (f'<li dir="auto">{html}</li>' for _block, html in items)
        return "\n".join((f'<ul class="deep{level}">', *lines, "</ul>"))
    lines = (f'<li value="{block.number}" dir="auto">{html}</li>' for block, html in items)
    return "\n".join((f'<ol class="deep{level}">', *lines, "</ol>"))


def _comment(n: int, comment: Comment) -> str:
    said = "".join(f"<p>{_text(paragraph)}</p>" for paragraph in comment.said)
    return (
        f'<li id="comment-{n}" dir="auto"><blockquote dir="auto">{_text(comment.quote)}</blockquote>\n<p><strong>{_text(comment.head)}</strong></p>{said}</li>'
    )


def _list(lines: Sequence[str]) -> str:
    return "\n".join(("<ul>", *(f"<li>{_text(line)}</li>" for line in lines), "</ul>"))


def _text(text: str) -> str:
    return escape(printable(text))
