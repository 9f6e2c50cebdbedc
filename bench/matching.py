"""How well and how fast the right article is found: ours and its peers, over the same phrasings, in one run.

    make bench        writes docs/benchmark-matching.md

Every method runs in a process of its own. A library of 10 or 100 times the size holds as many copies of each article
whose rarer words are other words, as articles on other matters would have. Questions ask for the originals only.
Peers get the words folded as ours are, so what differs is the method.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.knowledge.index import Document, build  # noqa: E402 - the project is not installed, it is run from its folder
from app.knowledge.library import Library, assemble, documents_of, pairs_of, understand  # noqa: E402
from app.knowledge.score import Row, read_rows  # noqa: E402
from app.knowledge.shelf import Shelf, read_shelf  # noqa: E402
from app.knowledge.text import clean, fold, stems, words_of  # noqa: E402

CONTENT = ROOT / "content"
QUESTIONS = (ROOT / "tests/content/dev.jsonl", ROOT / "tests/content/fresh.jsonl")
TABLE = ROOT / "docs/benchmark-matching.md"
SIZES = (1, 10, 100)
FREQUENT = 300  # words of the phrasings that articles on other matters would have too
SLOW = 60.0  # seconds that the questions to one method may take: a slow one is asked fewer of them
OFFERED = 3

Find = Callable[[str], Sequence[str]]  # a question → slugs, best first


def grown(documents: Sequence[Document], times: int) -> Iterator[Document]:
    """Yield the documents, then times - 1 copies of each with other words."""
    counts = Counter(word for document in documents for phrase in document.phrases for word in words_of(phrase))
    common = {word for word, _ in counts.most_common(FREQUENT)}
    yield from documents
    for copy in range(1, times):
        other = {word: word if word in common else _other(word, copy) for word in counts}
        for document in documents:
            said = tuple(" ".join(other[word] for word in words_of(phrase)) for phrase in document.phrases)
            yield Document(f"{document.slug}~{copy}", said, document.ours)


def _other(word: str, copy: int) -> str:
    """Return the word with every vowel and consonant moved on in its row: another word that could be one."""
    return "".join(_moved(letter, copy) for letter in word)


def _moved(letter: str, copy: int) -> str:
    for row, step in (("аеиоуыәөүұі", 1), ("бвгджзклмнпрстфхцчшщ", 3)):
        if letter in row:
            return row[(row.index(letter) + copy * step) % len(row)]
    return letter


def ours(documents: Sequence[Document], shelf: Shelf) -> Find:
    """Our way: the ranking of the library, without the bands."""
    whole = assemble(shelf, [])
    if whole is None:
        raise SystemExit("the content cannot be served: run 'make check'")
    index = whole.index if len(documents) == len(whole.index.slugs) else build(documents, shelf.glossary or _missing())
    library = Library(**{name: getattr(whole, name) for name in Library.__slots__} | {"index": index})
    return lambda text: [match.slug for match in understand(clean(text), library).matches]


def wratio(documents: Sequence[Document], _: Shelf) -> Find:
    """rapidfuzz: the phrasings nearest by WRatio."""
    from rapidfuzz.fuzz import WRatio
    from rapidfuzz.process import extract

    slugs, said = _rows(documents)

    def find(text: str) -> list[str]:
        return _first(slugs[at] for _, _, at in extract(_folded(text), said, scorer=WRatio, limit=30))

    return find


def bm25(documents: Sequence[Document], _: Shelf) -> Find:
    """bm25s over stems, a document per article."""
    import bm25s

    index = bm25s.BM25()
    index.index([[s for phrase in d.phrases for s in _stems(phrase)] for d in documents], show_progress=False)

    def find(text: str) -> list[str]:
        asked = _stems(text)
        found, _ = index.retrieve([asked], k=min(10, len(documents)), show_progress=False)
        return [documents[at].slug for at in found[0].tolist()]

    return find


def fts5(documents: Sequence[Document], _: Shelf) -> Find:
    """SQLite's full-text search over trigrams, a row per phrasing, by its bm25."""
    from sqlite_utils import Database

    slugs, said = _rows(documents)
    db = Database(memory=True)
    db.execute("create virtual table said using fts5(words, tokenize='trigram')")
    db.conn.executemany("insert into said(rowid, words) values (?, ?)", enumerate(said))

    def find(text: str) -> list[str]:
        folded = _folded(text)
        grams = sorted({folded[at : at + 3] for at in range(len(folded) - 2)})
        if not grams:
            return []
        asked = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
        rows = db.execute("select rowid from said where said match ? order by bm25(said) limit 30", [asked])
        return _first(slugs[rowid] for (rowid,) in rows)

    return find


def tfidf(documents: Sequence[Document], _: Shelf) -> Find:
    """scikit-learn: cosine of tf·idf of letter groups inside words, a row per phrasing."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    slugs, said = _rows(documents)
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    matrix = vectors.fit_transform(said)

    def find(text: str) -> list[str]:
        near = (matrix @ vectors.transform([_folded(text)]).T).toarray().ravel()
        return _first(slugs[at] for at in (-near).argsort(kind="stable")[:30].tolist())

    return find


def tantivy(documents: Sequence[Document], _: Shelf) -> Find:
    """tantivy over groups of three letters, a document per article."""
    import tantivy as engine

    schema = engine.SchemaBuilder().add_unsigned_field("at", stored=True)
    schema = schema.add_text_field("said", tokenizer_name="grams", index_option="freq").build()
    grams = engine.TextAnalyzerBuilder(engine.Tokenizer.ngram(3, 3, prefix_only=False)).build()
    index = engine.Index(schema)
    index.register_tokenizer("grams", grams)
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for at, document in enumerate(documents):
        writer.add_document(engine.Document(at=at, said=" ".join(map(_folded, document.phrases))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> list[str]:
        terms = [engine.Query.term_query(schema, "said", gram) for gram in set(grams.analyze(_folded(text)))]
        query = engine.Query.boolean_query([(engine.Occur.Should, term) for term in terms])
        return [documents[searcher.doc(at)["at"][0]].slug for _, at in searcher.search(query, limit=10).hits]

    return find


METHODS: dict[str, Callable[[Sequence[Document], Shelf], Find]] = {
    "ours": ours,
    "rapidfuzz WRatio": wratio,
    "bm25s on stems": bm25,
    "SQLite FTS5 trigrams": fts5,
    "char TF-IDF": tfidf,
    "tantivy 3-grams": tantivy,
}


def _missing() -> Any:
    raise SystemExit("content/glossary.yaml cannot be read: run 'make check'")


def _rows(documents: Sequence[Document]) -> tuple[list[str], list[str]]:
    pairs = [(document.slug, _folded(phrase)) for document in documents for phrase in document.phrases]
    return [slug for slug, _ in pairs], [said for _, said in pairs]


def _folded(text: str) -> str:
    return " ".join(map(fold, words_of(text)))


def _stems(text: str) -> list[str]:
    return [stem for word in words_of(text) for stem in stems(word)]


def _first(slugs: Iterator[str]) -> list[str]:
    """Return each slug once, where it stands first."""
    return list(dict.fromkeys(slugs))


def run(method: str, times: int) -> dict[str, Any]:
    """Build one method over a library of one size, ask it the questions, and return what was measured."""
    shelf = read_shelf(CONTENT)
    base = documents_of(pairs_of(shelf.drafts), shelf.off_topic or (), shelf.asked or ())
    documents = list(grown(base, times))
    rows = [row for path in QUESTIONS for row in read_rows(path.read_text("utf-8")) if row.expect]
    gc.collect()
    before = _resident()
    begun = time.perf_counter()
    find = METHODS[method](documents, shelf)
    built = time.perf_counter() - begun
    gc.collect()
    after = _resident()
    asked = rows[:: _every(find, rows)]
    outcomes, millis = [], []
    for row in asked:
        begun = time.perf_counter()
        slugs = find(row.text)
        millis.append((time.perf_counter() - begun) * 1000)
        said = [slug for slug in slugs if slug != "nothing" and not slug.startswith("nothing~")]
        outcomes.append((said[:1], said[:OFFERED], row))
    millis.sort()
    return {
        "method": method,
        "times": times,
        "phrasings": sum(len(document.phrases) for document in documents),
        "asked": len(asked),
        "first": sum(bool(set(one) & set(row.expect)) for one, _, row in outcomes) / len(asked),
        "among_three": sum(bool(set(three) & set(row.expect)) for _, three, row in outcomes) / len(asked),
        "p50": millis[len(millis) // 2],
        "p99": millis[min(len(millis) - 1, int(len(millis) * 0.99))],
        "build": built,
        "index_mb": (after - before) / 2**20,
        "process_mb": after / 2**20,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10,
    }


def _every(find: Find, rows: Sequence[Row]) -> int:
    """Return of how many questions one is asked, so that all take about SLOW seconds; warms the caches up."""
    begun = time.perf_counter()
    for row in rows[:20]:
        find(row.text)
    each = (time.perf_counter() - begun) / 20
    return max(1, round(each * len(rows) / SLOW))


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def table(results: Sequence[dict[str, Any]], today: str) -> str:
    """Return the page that tells the results."""
    lines = [
        "# How well and how fast the right article is found",
        "",
        f"Made by `make bench` on {today}, Python {platform.python_version()}, one thread. Questions: those in scope",
        "of `tests/content/dev.jsonl` and `tests/content/fresh.jsonl`; a slow method is asked every n-th of them. All",
        "methods have the same phrasings, and the peers get words folded as ours are. *First* and *among three*: the",
        "share of questions whose right article was found so. Times are for one question; *× ours* compares p50 in the",
        "same run. *Index* is what the process grew by while building, without what reading the content took.",
    ]
    for times in dict.fromkeys(result["times"] for result in results):
        here = [result for result in results if result["times"] == times]
        own = next(result for result in here if result["method"] == "ours")
        lines += [
            "",
            f"## {times} × the content: {own['phrasings']:,} phrasings".replace(",", " "),
            "",
            "| method | asked | first | among three | p50 ms | p99 ms | × ours | build s | index MB | process MB |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        lines += [
            f"| {r['method']} | {r['asked']} | {100 * r['first']:.1f} % | {100 * r['among_three']:.1f} % "
            f"| {r['p50']:.2f} | {r['p99']:.2f} | {r['p50'] / own['p50']:.2f} | {r['build']:.1f} | {r['index_mb']:.0f} "
            f"| {r['process_mb']:.0f} |"
            for r in here
        ]
    mine = {result["times"]: result["p50"] for result in results if result["method"] == "ours"}
    if len(mine) > 1:
        least = min(mine)
        grows = ", ".join(f"{size} × the content: {mine[size] / mine[least]:.1f} ×" for size in mine if size != least)
        lines += ["", f"Time of one question of ours against {least} × the content: {grows}."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run what is asked for, each in a process of its own, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many times the content (1 10 100)")
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=METHODS, metavar="METHOD")
    parser.add_argument("--one", nargs=2, metavar=("METHOD", "TIMES"), help="run one here and print its figures")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(run(given.one[0], int(given.one[1]))))
        return
    results = []
    for times in given.sizes:
        for method in given.methods:
            told = subprocess.run(  # noqa: S603 - this very program
                [sys.executable, __file__, "--one", method, str(times)], capture_output=True, text=True, check=True
            )
            result = json.loads(told.stdout)
            results.append(result)
            print(
                f"{times:4} × {method:22} first {100 * result['first']:5.1f} %  p50 {result['p50']:8.2f} ms  "
                f"p99 {result['p99']:8.2f} ms  build {result['build']:6.1f} s  {result['process_mb']:6.0f} MB",
                flush=True,
            )
    if "ours" in given.methods:
        TABLE.write_text(table(results, time.strftime("%Y-%m-%d")), "utf-8")
        print(f"written: {TABLE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
