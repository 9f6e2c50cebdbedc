"""Other ways to find the right article. Each takes the documents, makes its index, and returns what finds in it.

Peers get words folded as ours are, so that what differs is the method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from app.knowledge.index import Document
from app.knowledge.text import fold, stems, words_of

Find = Callable[[str], Sequence[str]]  # a question → slugs, best first
NEAREST = 30  # phrasings looked at: enough for three articles, as phrasings of one stand together
ARTICLES = 10  # the same where a row is an article


def wratio(documents: Sequence[Document]) -> Find:
    """rapidfuzz: the phrasings nearest by WRatio."""
    from rapidfuzz.fuzz import WRatio
    from rapidfuzz.process import extract

    slugs, said = _rows(documents)

    def find(text: str) -> list[str]:
        return _once(slugs[at] for _, _, at in extract(_folded(text), said, scorer=WRatio, limit=NEAREST))

    return find


def bm25(documents: Sequence[Document]) -> Find:
    """bm25s over stems, a row per article."""
    import bm25s

    index = bm25s.BM25()
    index.index([[s for phrase in d.phrases for s in _stems(phrase)] for d in documents], show_progress=False)

    def find(text: str) -> list[str]:
        found, _ = index.retrieve([_stems(text)], k=min(ARTICLES, len(documents)), show_progress=False)
        return [documents[at].slug for at in found[0].tolist()]

    return find


def fts5(documents: Sequence[Document]) -> Find:
    """SQLite's full-text search over trigrams, a row per phrasing, by its bm25."""
    from sqlite_utils import Database

    slugs, said = _rows(documents)
    db = Database(memory=True)
    db.execute("create virtual table said using fts5(words, tokenize='trigram')")
    db.conn.executemany("insert into said(rowid, words) values (?, ?)", enumerate(said))

    def find(text: str) -> list[str]:
        folded = _folded(text)
        asked = " OR ".join(sorted({f'"{folded[at : at + 3]}"' for at in range(len(folded) - 2)}))
        if not asked:
            return []
        rows = db.execute("select rowid from said where said match ? order by bm25(said) limit ?", [asked, NEAREST])
        return _once(slugs[rowid] for (rowid,) in rows)

    return find


def tfidf(documents: Sequence[Document]) -> Find:
    """scikit-learn: cosine of tf·idf of letter groups inside words, a row per phrasing."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    slugs, said = _rows(documents)
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    matrix = vectors.fit_transform(said)

    def find(text: str) -> list[str]:
        near = (matrix @ vectors.transform([_folded(text)]).T).toarray().ravel()
        return _once(slugs[at] for at in (-near).argsort(kind="stable")[:NEAREST].tolist())

    return find


def tantivy(documents: Sequence[Document]) -> Find:
    """tantivy over groups of three letters, a row per article."""
    import tantivy as engine

    fields = engine.SchemaBuilder().add_unsigned_field("at", stored=True)
    schema = fields.add_text_field("said", tokenizer_name="grams", index_option="freq").build()
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
        return [documents[searcher.doc(at)["at"][0]].slug for _, at in searcher.search(query, limit=ARTICLES).hits]

    return find


PEERS: dict[str, Callable[[Sequence[Document]], Find]] = {
    "rapidfuzz WRatio": wratio,
    "bm25s on stems": bm25,
    "SQLite FTS5 trigrams": fts5,
    "char TF-IDF": tfidf,
    "tantivy 3-grams": tantivy,
}


def _rows(documents: Sequence[Document]) -> tuple[list[str], list[str]]:
    pairs = [(document.slug, _folded(phrase)) for document in documents for phrase in document.phrases]
    return [slug for slug, _ in pairs], [said for _, said in pairs]


def _folded(text: str) -> str:
    return " ".join(map(fold, words_of(text)))


def _stems(text: str) -> list[str]:
    return [stem for word in words_of(text) for stem in stems(word)]


def _once(slugs: Iterable[str]) -> list[str]:
    """Return each slug once, where it stands first."""
    return list(dict.fromkeys(slugs))
