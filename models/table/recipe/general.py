"""The pool `general`: WordNet's definitions, examples and parts of them, and questions and requests about its nouns and verbs."""
import random
import re
from collections import defaultdict
from itertools import accumulate, islice

import wordnet

ODD_WORDS = set(
    "a an the of or and in to for with by on at from as is are was were be been being that which who whom whose it its this these those not no into than but"
    " also has have had having used esp especially usually etc any some such very more most other one two when where while if so up out about over under"
    " between through during his her their your my our you i he she they we what how".split()
)
ASKING = set("what how is can where why who when do does are am which should".split())
DETERMINERS = ["my"] * 3 + ["the"] * 2 + ["a"] * 2 + ["", "your", "this", "our", "their", "some", "any", "another", "new", "his"]
TRANSITIVE = {8, 9, 10, 11, 14, 15, 16, 17, 20, 21, 31}  # WordNet's sentence frames with an object
OBJECTS = {4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 18, 21, 22, 23, 26, 27, 28}  # kinds of nouns that one does things with
EVERY_NOUN, DRAWN_NOUNS, DRAWN_REQUESTS, GLOSS_REQUESTS, FRAGMENTS = 45_000, 150_000, 60_000, 100_000, 60_000


def with_article(noun):
    if noun[0].isupper() or (noun.endswith("s") and not noun.endswith("ss")):
        return noun
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def content_words(text):
    return [w for w in re.findall(r"[a-z]{3,}", text.lower()) if w not in ODD_WORDS]


def frames_by_kind(f):
    """Lexicographer file -> frames that suit its nouns."""
    ill, sub, matter, event, person, place = (f[k] for k in ("illness", "substance", "matter", "event", "person", "place"))
    return {
        26: ill + matter[:6], 8: f["body"], 27: sub, 13: sub, 6: f["thing"], 9: matter, 10: matter, 21: matter, 7: matter[::2] + ill[2:8],
        4: event + matter[::2], 11: event, 12: ill[::2], 14: person[::2] + place[10:18], 15: place, 16: matter, 17: place[::2], 18: person,
        19: event + ill[::4], 20: f["living"] + sub[::3], 5: f["living"], 22: ill[::2] + event[::2], 23: f["quantity"] + matter[::3], 24: matter,
        25: f["thing"][::3], 28: event + f["quantity"], 3: f["any"],
    }


class General:
    def __init__(self, frames, teacher_vocabulary):
        """`teacher_vocabulary`: token -> number; the teacher's tokens are in order of frequency."""
        self.rng = random.Random(7)
        self.frames, self.by_kind = frames, frames_by_kind(frames)
        self.synsets = wordnet.synsets()
        tagged, rank = wordnet.sense_counts(), teacher_vocabulary.get
        kinds, verbs, adjectives = defaultdict(dict), {}, {}
        for syn in self.synsets.values():
            for word in syn.words:
                place = rank(word.lower(), 10**6)
                weight = 1 + 2 * tagged[word.lower(), syn.part[0]] ** 0.5 + (6 if place < 5000 else 4 if place < 12000 else 2 if place < 30522 else 0)
                if syn.part == "noun":
                    kinds[syn.kind][word, syn.key] = weight
                elif syn.part == "verb" and syn.frames & TRANSITIVE:
                    verbs[word] = max(verbs.get(word, 0), weight)
                elif syn.part == "adj":
                    adjectives[word] = max(adjectives.get(word, 0), weight)
        self.nouns = [(word, key, kind) for kind, group in kinds.items() for word, key in group]
        self.noun_weights = [kinds[kind][word, key] for word, key, kind in self.nouns]
        self.noun_sums = list(accumulate(self.noun_weights))
        self.verbs, self.verb_weights = list(verbs), list(verbs.values())
        self.verb_sums = list(accumulate(self.verb_weights))
        self.adjectives, self.adjective_sums = list(adjectives), list(accumulate(adjectives.values()))
        self.gloss_words = {s.key: content_words(s.definition) for s in self.synsets.values() if s.part == "noun"}

    def glosses(self):
        choice = self.rng.choice
        for s in self.synsets.values():
            word, noun = choice(s.words), s.part == "noun"
            if s.definition:
                named, listed = f"{word}: {s.definition}", f"{', '.join(s.words[:3])}: {s.definition}"
                told, asked = (f"{word} is {s.definition}", f"what do you call {s.definition}?") if noun else (named, s.definition)
                yield choice([s.definition, named, told, listed, s.definition, asked])
            yield from s.examples

    def sibling(self, syn):
        parents = syn.links.get("@") or syn.links.get("@i")
        if not parents:
            return None
        children = self.synsets[self.rng.choice(parents)].children()
        return self.rng.choice(self.synsets[self.rng.choice(children)].words) if children else None

    def question(self, noun, key, kind):
        rng, syn = self.rng, self.synsets[key]
        parents = [self.synsets[k] for k in syn.parents()]
        over = rng.choice(parents[0].words) if parents else "thing"
        other = self.sibling(syn) or rng.choices(self.nouns, cum_weights=self.noun_sums)[0][0]
        everywhere = self.frames["any"]
        suited = self.by_kind.get(kind, everywhere) + everywhere[:14]
        frame = rng.choice(suited if rng.random() < 0.8 else everywhere)
        near = rng.choice(self.gloss_words[key]) if self.gloss_words[key] else over
        text = frame.format(n=noun, an=with_article(noun), h=over, hyper=with_article(over), s=other, an2=with_article(other), x=near)
        return text + "?" if rng.random() < 0.5 and text.split()[0] in ASKING else text

    def questions(self):
        """Most nouns once, then draws by weight."""
        rng = self.rng
        first = [n for n in self.nouns if self.synsets[n[1]].words[0] == n[0] or rng.random() < 0.5]
        for noun in rng.sample(first, min(len(first), EVERY_NOUN)):
            yield self.question(*noun)
        for noun in rng.choices(self.nouns, self.noun_weights, k=DRAWN_NOUNS):
            yield self.question(*noun)

    def request(self, verb, noun, second):
        rng, frame = self.rng, self.rng.choice(self.frames["request"])
        verb2 = rng.choices(self.verbs, cum_weights=self.verb_sums)[0]
        adjective = rng.choices(self.adjectives, cum_weights=self.adjective_sums)[0]
        return frame.format(v=verb, v2=verb2, n=noun, m=second, a=adjective, D=rng.choice(DETERMINERS), D2=rng.choice(DETERMINERS))

    def requests(self):
        """Draws by weight, and verbs with nouns of the same gloss, which belong together."""
        rng = self.rng
        known_verbs = {v for v in self.verbs if " " not in v}
        known_nouns = {w.lower() for w, _, _ in self.nouns if " " not in w}
        together = []
        for syn in self.synsets.values():
            for text in [syn.definition, *syn.examples]:
                words = content_words(text)
                if syn.part == "verb":
                    words = [w.lower() for w in syn.words[:2]] + words
                nouns = [w for w in words if w in known_nouns]
                for verb in [w for w in words if w in known_verbs][:2]:
                    others = [n for n in nouns if n != verb]
                    if others:
                        together.append((verb, rng.choice(others), rng.choice(others)))
        rng.shuffle(together)
        objects = [(n, w) for n, w in zip(self.nouns, self.noun_weights) if n[2] in OBJECTS]
        names, weights = [n[0] for n, _ in objects], [w for _, w in objects]
        verbs = rng.choices(self.verbs, self.verb_weights, k=DRAWN_REQUESTS)
        first, second = (rng.choices(names, weights, k=DRAWN_REQUESTS) for _ in range(2))
        for three in zip(verbs, first, second):
            yield self.request(*three)
        for three in islice(together * 3, GLOSS_REQUESTS):
            yield self.request(*three)

    def fragments(self):
        """Key words and phrases of glosses, and passages of a gloss with an example."""
        rng = self.rng
        long = [s for s in self.synsets.values() if len(s.definition.split()) > 4]
        for syn in rng.choices(long, k=FRAGMENTS):
            shape, words = rng.random(), syn.definition.split()
            if shape < 0.4:
                keys = content_words(syn.definition)
                rng.shuffle(keys)
                head = [rng.choice(syn.words)] if rng.random() < 0.5 else []
                yield " ".join(head + keys[: rng.randint(1, 4)])
            elif shape < 0.75:
                start = rng.randrange(max(1, len(words) - 3))
                yield " ".join(words[start : start + rng.randint(3, 9)])
            else:
                other = rng.choice(long)
                yield f"{rng.choice(syn.words)}: {syn.definition}. {(syn.examples or other.examples or [other.definition])[0]}."

    def sentences(self):
        for part in (self.glosses, self.questions, self.requests, self.fragments):
            yield from part()
