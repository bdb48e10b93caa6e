"""Chooses the whole words that are added to the teacher's WordPiece vocabulary, and writes the tokenizer.

A word that the teacher's vocabulary splits into pieces gets a row of its own, because a sum of rows cannot tell `ib ##up ##ro ##fen`
from its parts. Candidates: the unigram list of symspellpy (web counts; MIT, counts CC-BY 3.0, words SCOWL), and the words of
`modern.txt` that are younger than that list. They are ranked by count, times a factor for words people ask about (illness, body, medicine, food, things).
`[unusedN]` entries give way to new words, so that their rows are not wasted.

usage: vocabulary.py MODEL_DIR UNIGRAMS.txt OUT_DIR --total ROWS -> OUT_DIR/tokenizer.json, OUT_DIR/new_words.txt
"""
import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

import wordnet

HERE = Path(__file__).parent
BOOST = {wordnet.STATE: 4, wordnet.BODY: 4, wordnet.SUBSTANCE: 2, wordnet.FOOD: 2, wordnet.ARTIFACT: 2, wordnet.ACT: 1.5}
NAME_ONLY = 0.25  # words known to WordNet and SCOWL as proper names alone
UNKNOWN = 0.3  # words in neither


def ranked_words(unigrams, taken):
    """Words that are not yet in `taken`, best first."""
    kinds, lower = defaultdict(set), set()
    for syn in wordnet.synsets().values():
        for word in syn.words:
            kinds[word.lower()].add(syn.kind if syn.part == "noun" else 0)
            if word[0].islower():
                lower.add(word)
    scowl = {line.strip() for line in open("/usr/share/dict/american-english")}
    known, exceptions = {w: {"noun", "verb"} for w in kinds}, wordnet.irregular()
    scores = {}
    for line in open(unigrams, encoding="utf-8-sig"):
        word, count = line.split()
        if word in taken or not re.fullmatch("[a-z]{3,}", word):
            continue
        bases = [word] + [b for _, b, _ in wordnet.base_forms(word, known, exceptions)]
        found = set().union(*(kinds.get(b, ()) for b in bases))
        factor = max((BOOST.get(k, 1) for k in found), default=1)
        if not found and word not in scowl:
            factor = NAME_ONLY if word.capitalize() in scowl else UNKNOWN
        elif not (any(b in lower for b in bases) or word in scowl):
            factor = NAME_ONLY
        scores[word] = int(count) * factor
    return sorted(scores, key=lambda w: (-scores[w], w))


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("model")
    ap.add_argument("unigrams")
    ap.add_argument("out")
    ap.add_argument("--total", type=int, required=True, help="rows of the table")
    args = ap.parse_args()
    tok = json.load(open(f"{args.model}/tokenizer.json", encoding="utf8"))
    old = sorted(tok["model"]["vocab"], key=tok["model"]["vocab"].get)
    modern = [w for w in (HERE / "modern.txt").read_text().split() if w not in old]
    new = list(dict.fromkeys(modern + ranked_words(args.unigrams, set(old))))
    unused = {t for t in old if t.startswith("[unused")}
    new = new[: args.total - len(old) + len(unused)]
    fresh = iter(new)
    names = [next(fresh) if t in unused else t for t in old] + list(fresh)
    tok["model"]["vocab"] = {t: i for i, t in enumerate(names)}
    tok["truncation"] = tok["padding"] = tok["post_processor"] = None
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(tok, ensure_ascii=False, separators=(",", ":"))
    (out / "tokenizer.json").write_text(text, encoding="utf8")
    (out / "new_words.txt").write_text("\n".join(new) + "\n")
    print(len(new), "new words,", len(names), "rows,", len(text.encode()), "bytes of tokenizer")


if __name__ == "__main__":
    main()
