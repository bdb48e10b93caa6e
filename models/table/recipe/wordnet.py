"""Reads WordNet 3.0 (Debian package `wordnet-base`): synsets, sense counts and irregular forms."""
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
PARTS = ("noun", "verb", "adj", "adv")

# Numbers of the lexicographer files that are useful to tell kinds of nouns apart.
ACT, ANIMAL, ARTIFACT, BODY, EVENT, FOOD = 4, 5, 6, 8, 11, 13
PLACE, PERSON, PLANT, STATE, SUBSTANCE = 15, 18, 20, 26, 27


@dataclass
class Synset:
    """One meaning: its words, its gloss and its links."""

    key: tuple
    part: str
    kind: int
    words: list
    definition: str
    examples: list
    links: dict = field(default_factory=lambda: defaultdict(list))
    frames: set = field(default_factory=set)

    def parents(self):
        return self.links["@"] + self.links["@i"]

    def children(self):
        return self.links["~"] + self.links["~i"]


def _parse(line, part):
    head, _, gloss = line.partition("|")
    f = head.split()
    count = int(f[3], 16)
    words = [re.sub(r"\((a|p|ip)\)$", "", w).replace("_", " ") for w in f[4 : 4 + 2 * count : 2]]
    examples = [x.strip() for x in re.findall(r'"([^"]+)"', gloss) if len(x.split()) >= 2]
    definition = re.sub(r"\s+", " ", re.split(r';?\s*"', gloss.strip())[0]).strip(" ;:,")
    syn = Synset((part[0], f[0]), part, int(f[1]), words, definition, examples)
    at = 4 + 2 * count
    links = int(f[at])
    for i in range(links):
        sign, offset, target = f[at + 1 + 4 * i : at + 4 + 4 * i]
        syn.links[sign].append(("a" if target == "s" else target, offset))
    at += 1 + 4 * links
    if part == "verb":
        syn.frames = {int(f[at + 2 + 3 * i]) for i in range(int(f[at]))}
    return syn


def synsets():
    """All synsets by key, in the order of the files."""
    out = {}
    for part in PARTS:
        for line in open(FOLDER / f"data.{part}", encoding="latin-1"):
            if not line.startswith("  "):
                syn = _parse(line, part)
                out[syn.key] = syn
    return out


def sense_counts():
    """How often (word, part of speech) is tagged in WordNet's semantic concordance."""
    out = Counter()
    for line in open(FOLDER / "cntlist.rev", encoding="latin-1"):
        sense, _, count = line.split()
        word, rest = sense.split("%")
        out[word.replace("_", " "), "nvara"[int(rest[0]) - 1]] += int(count)
    return out


def irregular():
    """Irregular form -> set of (part of speech, base form), from the exception lists."""
    out = defaultdict(set)
    for part in PARTS[:3]:
        for line in open(FOLDER / f"{part}.exc"):
            form, *bases = line.split()
            out[form].update((part, b) for b in bases)
    return out


def base_forms(word, known, exceptions):
    """Possible (part, base, ending) of an inflected word; `known` maps a word to its parts of speech."""
    out = [(p, b, "s" if p == "noun" else "ed") for p, b in sorted(exceptions.get(word, ()))]
    rules = (
        ("noun", "s", ("", ), "s"), ("noun", "es", ("", ), "s"), ("noun", "ies", ("y", ), "s"),
        ("verb", "ed", ("", "e"), "ed"), ("verb", "ied", ("y", ), "ed"), ("verb", "ing", ("", "e"), "ing"),
        ("verb", "s", ("", ), "vs"), ("verb", "es", ("", ), "vs"), ("adj", "er", ("", "e"), "er"), ("adj", "est", ("", "e"), "er"),
    )
    for part, ending, repl, name in rules:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            stems = [stem + r for r in repl]
            if stem[-1] == stem[-2]:
                stems.append(stem[:-1])
            out += [(part, b, name) for b in stems if part in known.get(b, ())]
    return out
