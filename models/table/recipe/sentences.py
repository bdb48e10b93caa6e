"""Writes the training sentences, the same on every run: questions and messages as people send them to an FAQ, and plain statements.

Sources: WordNet 3.0 (glosses, examples, nouns, verbs), symspellpy's unigrams and bigrams (which words and pairs are used), and the
frames written for this recipe (`frames.txt`). Each pool is a file of one sentence a line: general (see general.py) and
words (every new word in a dozen sentences and more).

usage: sentences.py MODEL_DIR TOKENIZER_DIR SYMSPELL_DIR OUT_DIR
"""
import argparse
import itertools
import json
import random
import re
from bisect import bisect
from collections import defaultdict
from pathlib import Path

import wordnet
from general import ASKING, DETERMINERS, ODD_WORDS, General, with_article
from wordnet import base_forms

HERE = Path(__file__).parent
FRAMES_PER_WORD = 14
LENGTH = (3, 400)  # characters
GENERAL_LENGTH = (3, 260)
STOP = ODD_WORDS | set(
    "do does did can will would should could may there here then only just all each both me him them us said says am re ll ve don".split()
)
QUESTION_WORDS = ASKING | {"will"}
# Which frames suit which of WordNet's kinds of nouns (numbers of its lexicographer files).
SUITS = {
    "illness": {26, 12}, "body": {8}, "substance": {27, 13, 20}, "thing": {6, 25}, "matter": {9, 10, 21, 7, 16, 24, 4, 26, 23},
    "person": {18, 14}, "place": {15, 17}, "event": {4, 11, 19, 28, 22}, "living": {5, 20}, "quantity": {23, 28},
}


def read_sections(path):
    """`[name]` headed lists of lines."""
    out, name = {}, None
    for line in open(path, encoding="utf8"):
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            out[name] = []
        elif line and not line.startswith("#"):
            out[name].append(line)
    return out


class Pick:
    """Weighted draws from a list."""

    def __init__(self, weights, rng):
        self.items, self.rng = list(weights), rng
        self.sums = list(itertools.accumulate(weights.values()))

    def __call__(self):
        return self.items[bisect(self.sums, self.rng.random() * self.sums[-1])]


class Lexicon:
    """Words by part of speech and ending, drawn about as often as the root of their web count."""

    def __init__(self, rng, unigrams, bigrams, vocabulary):
        self.rng = rng
        self.synsets = wordnet.synsets()
        self.counts = {w: int(c) for w, c in (l.split() for l in open(unigrams, encoding="utf-8-sig"))}
        self.senses, self.parts = defaultdict(list), defaultdict(set)
        tagged = wordnet.sense_counts()
        for syn in self.synsets.values():
            for word in syn.words:
                self.parts[word.lower()].add(syn.part)
                if syn.part == "noun":
                    self.senses[word.lower()].append(syn)
        self.order = self._sense_order()
        exceptions = wordnet.irregular()
        self.forms = {}
        groups = defaultdict(dict)
        usable = {w for w in self.counts if w not in STOP and len(w) > 2}
        usable |= {w for w in vocabulary if re.fullmatch("[a-z]{3,}", w) and w not in STOP}
        for word in sorted(usable):
            weight = (self.counts.get(word, 10**6) + 10**5) ** 0.5
            if word not in vocabulary:
                weight *= 0.3
            self.forms[word] = base_forms(word, self.parts, exceptions)
            for group in self._groups(word):
                groups[group][word] = weight
        for word in self.senses:  # compounds and names of WordNet
            if " " in word:
                groups["noun"][word] = 250 + 150 * tagged[word, "n"] ** 0.5
        self.compounds = {}
        for line in open(bigrams, encoding="utf-8-sig"):
            a, b, count = line.split()
            if a not in STOP and b not in STOP and len(a) > 1 and len(b) > 2 and a.isalpha() and b.isalpha() and {"noun", "adj"} & self.parts.get(a, set()):
                if "noun" in self.parts.get(b, ()) or any(p == "noun" for p, _, _ in self.forms.get(b, ())):
                    self.compounds[f"{a} {b}"] = int(count) ** 0.35
        self.draw = {g: Pick(w, rng) for g, w in groups.items()}
        self.draw["compound"] = Pick(self.compounds, rng)

    def _sense_order(self):
        """Word -> key of its most frequent noun sense."""
        out = {}
        for line in open(wordnet.FOLDER / "index.noun"):
            if not line.startswith("  "):
                f = line.split()
                out[f[0].replace("_", " ")] = ("n", f[-int(f[2])])
        return out

    def _groups(self, word):
        """Names of the lists the word belongs to."""
        out = {"any"}
        parts = self.parts.get(word, set())
        endings = {e for _, _, e in self.forms[word]}
        out |= parts & {"noun", "verb", "adj"}
        if "s" in endings and not parts:
            out |= {"plural"}
        out |= {n for n, e in (("past", "ed"), ("gerund", "ing")) if e in endings}
        if not parts and not endings:
            out.add("noun")
        return out

    def sense(self, noun):
        syn = self.synsets.get(self.order.get(noun.lower()))
        return syn or (self.sense(noun.split()[-1]) if " " in noun else None)

    def noun(self):
        return self.draw["compound"]() if self.rng.random() < 0.3 else self.draw["noun"]()

    def sibling(self, syn):
        """A word of a synset with the same parent."""
        for parent in (syn.parents() if syn else [])[:1]:
            children = self.synsets[parent].children()
            if children:
                return self.rng.choice(self.synsets[self.rng.choice(children)].words)
        return self.noun()


class Slots(dict):
    """The fillings of one frame, drawn when the frame asks for them."""

    def __init__(self, lexicon, **given):
        super().__init__(given)
        self.lexicon = lexicon

    def __missing__(self, slot):
        lex = self.lexicon
        if slot in ("n", "m", "o"):
            value = lex.noun()
        elif slot in ("an", "an2", "hyper"):
            value = with_article(self[{"an": "n", "an2": "m", "hyper": "h"}[slot]])
        elif slot == "s":
            value = lex.sibling(lex.sense(self["n"]))
        elif slot == "h":
            syn = lex.sense(self["n"])
            value = lex.synsets[syn.parents()[0]].words[0] if syn and syn.parents() else lex.noun()
        elif slot == "x":
            syn = lex.sense(self["n"])
            words = [w for w in re.findall("[a-z]{3,}", syn.definition.lower()) if w not in STOP] if syn else []
            value = lex.rng.choice(words) if words else lex.noun()
        elif slot in ("D", "D2"):
            value = lex.rng.choice(DETERMINERS)
        else:
            group = {"v": "verb", "v2": "verb", "a": "adj", "e": "past", "f": "past", "g": "gerund", "p": "plural", "q": "plural", "w": "any"}[slot]
            value = lex.draw[group]()
        self[slot] = value
        return value


class Writer:
    """Makes the pool of new words."""

    def __init__(self, rng, lexicon, new_words, frames):
        self.rng, self.lex, self.new_words, self.frames = rng, lexicon, new_words, frames
        self.kinds = defaultdict(list)
        for name, kinds in SUITS.items():
            for kind in kinds:
                self.kinds[kind] += self.frames[name]

    def fill(self, frame, **given):
        text = frame.format_map(Slots(self.lex, **given))
        if text.split()[0] in QUESTION_WORDS and self.rng.random() < 0.4:
            text += "?"
        return text

    def about(self, noun):
        """A question about a noun, with a frame that suits its kind."""
        syn = self.lex.sense(noun)
        own = self.kinds.get(syn.kind if syn else None)
        frames = own if own and self.rng.random() < 0.7 else self.frames["any"]
        return self.fill(self.rng.choice(frames), n=noun)

    def words(self, times):
        """Every new word at least a dozen times: alone, beside related words and in frames for its part of speech."""
        frames = {slot: [f for f in self.frames["mixed"] + self.frames["request"] if "{%s}" % slot in f] for slot in "vaegpw"}
        slots = {"verb": "v", "adj": "a", "past": "e", "gerund": "g", "plural": "p"}
        for word in self.new_words:
            groups = self.lex._groups(word) if word in self.lex.forms else {"any", "noun"}
            roles = [slots[g] for g in sorted(groups & set(slots))] + ["n"] * (2 * ("noun" in groups)) or ["w"]
            bases = list(dict.fromkeys(b for _, b, _ in self.lex.forms.get(word, ()) if b != word))
            syn = self.lex.sense(word) or (self.lex.sense(bases[0]) if bases else None)
            yield word
            yield f"what does {word} mean?"
            for base in bases[:2]:
                yield f"{word} {base}"
            if syn:
                yield f"{word}: {syn.definition}"
                yield f"{word} {self.lex.sibling(syn)}"
                yield f"{' '.join(syn.words[:3])} {word}"
            for _ in range(times):
                role = self.rng.choice(roles)
                yield self.about(word) if role == "n" else self.fill(self.rng.choice(frames[role]), **{role: word})


def write(path, texts, length, rng):
    """Distinct sentences of a fitting length, shuffled."""
    lines = (re.sub(r"\s+", " ", t).strip() for t in texts)
    lines = list(dict.fromkeys(t for t in lines if length[0] <= len(t) <= length[1]))
    rng.shuffle(lines)
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    print(path.name, len(lines), flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("model", "tokenizer", "symspell", "out"):
        ap.add_argument(name)
    args = ap.parse_args()
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    frames = read_sections(HERE / "frames.txt")
    tokens = Path(f"{args.model}/vocab.txt").read_text(encoding="utf8").split("\n")
    general = General(frames, {t: i for i, t in enumerate(tokens)})
    write(out / "general.txt", general.sentences(), GENERAL_LENGTH, random.Random(3))
    vocabulary = set(json.load(open(f"{args.tokenizer}/tokenizer.json", encoding="utf8"))["model"]["vocab"])
    new_words = Path(f"{args.tokenizer}/new_words.txt").read_text().split()
    rng = random.Random("words")
    grams = [f"{args.symspell}/frequency_{n}.txt" for n in ("dictionary_en_82_765", "bigramdictionary_en_243_342")]
    writer = Writer(rng, Lexicon(rng, *grams, vocabulary), new_words, frames)
    write(out / "words.txt", writer.words(FRAMES_PER_WORD), LENGTH, rng)


if __name__ == "__main__":
    main()
