"""rapidfuzz's token_set_ratio, the best over question and alternates. Run: rapidfuzz_token_set.py DIR..."""
import sys

from beir import measure
from rapidfuzz import fuzz, process, utils


def ranker(entries):
    ids = [entry for entry, phrasings, _ in entries for _ in phrasings]
    phrasings = [utils.default_process(phrasing) for _, phrasings, _ in entries for phrasing in phrasings]

    def first(question):
        hit = process.extractOne(utils.default_process(question), phrasings, scorer=fuzz.token_set_ratio)
        return ids[hit[2]] if hit else None

    return first


measure("rapidfuzz token_set", sys.argv[1:], ranker)
