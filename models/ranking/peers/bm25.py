"""Plain BM25 (rank_bm25's BM25Okapi) over question, alternates and answer as one text: lower case, no stemming. Run: bm25.py DIR..."""
import re
import sys

from beir import measure
from rank_bm25 import BM25Okapi


def words(text):
    return re.findall(r"\w+", text.lower())


def ranker(entries):
    bank = BM25Okapi([words(" ".join([*phrasings, answer])) for _, phrasings, answer in entries])

    def first(question):
        scores = bank.get_scores(words(question))
        return entries[scores.argmax()][0] if scores.max() > 0 else None

    return first


measure("BM25", sys.argv[1:], ranker)
