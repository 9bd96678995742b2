"""What words are searched in, kept beside a snapshot: folded already, a line a document.

Its pages stand beside the pages of the documents' places, so that of the documents only those are
read that hold the words.
"""

from collections.abc import Iterator, Sequence

from data.store.index import PAGE, SpanPages, Spans
from data.store.pages import Page, Pages
from data.store.search import Search
from data.store.sieve import numbered


class Texts:
    """One text of all documents of a table, folded. Raises `ValueError` where it is damaged."""

    def __init__(self, pages: Pages, places: SpanPages) -> None:
        self._pages = pages
        self._places = places

    def having(self, search: Search) -> Iterator[tuple[Spans, list[int]]]:
        """Where documents lie whose texts have all the words: a page of places, which of them."""
        sieves = search.sieves
        for number in range(len(self._pages)):
            if rows := [row for row, _ in numbered(self._pages.read(number), sieves)]:
                yield self._places.page(number), rows

    def lines(self) -> list[bytes]:
        """Every document's line, in order of id."""
        pages = (self._pages.read(number) for number in range(len(self._pages)))
        return [line for page in pages for line in page.split(b"\n")[:-1]]


def text_pages(ids: Sequence[int], lines: Sequence[bytes]) -> Iterator[Page]:
    """The lines of documents with these ids as pages, each beside a page of places."""
    for low in range(0, len(ids), PAGE):
        yield ids[low], b"\n".join(lines[low : low + PAGE]) + b"\n"
