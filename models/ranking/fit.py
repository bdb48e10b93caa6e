"""Fits the weights of the ranking and of the confidence, and shows how they do on sets that they were not fitted on.

    fit.py DUMPS PARTS [--held-back covidfaq_sedoc ...] [--words-only]

DUMPS holds a file SET.jsonl for each data set, PARTS a file SET-NAME.jsonl for each bank made of a part of a set (see parts.py),
both written by `faqbot eval --beir FOLDER --features FILE`. Sets that are held back are measured and never
fitted on. Tables are of sets that were left out of the fit, with their parts; the last line of each part is what the program takes.
`--words-only` is for dumps that were written with `[search] model = "none"`.

Ranking: the score is a weighted sum of the features. Loss: minus the logarithm of the softmax share of the right entries, over
questions that have a right and a wrong entry among their candidates. A set weighs as the root of the number of its questions.

Confidence: logistic regression on whether the first hit is right, for answerable and unanswerable questions alike.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import rankdata

FEATURES = ["coverage", "likeness", "meaning", "pairs", "words"]
IN_PROGRAM = np.array([4.0, 4.0, 8.0, 2.0, 1.0])
IN_PROGRAM_WORDS_ONLY = np.array([2.5, 5.5, 0.0, 2.0, 3.3])
CONFIDENCE = ["share", "likeness", "meaning", "words", "bias"]
RIVALS = 5  # the best hit's share is measured among so many
TEMPERATURE = 2.0
HALF_OF_WORDS = 0.5  # at this many, `words` has half of its effect
SET, PART, OTHER_TOPIC = 1.0, 1 / 3, 0.3  # how much they count for the confidence
L2_RANKING, L2_CONFIDENCE = 2e-2, 1e-3


class Question:
    """The candidates of a question: features, a row each, and which are right."""

    def __init__(self, line):
        read = json.loads(line)
        self.is_answerable = read["answerable"]
        hits = read["hits"]
        self.features = np.array([[hit["features"][name] for name in FEATURES] for hit in hits]).reshape(len(hits), len(FEATURES))
        self.right = np.array([hit["right"] for hit in hits], bool)


class Bank:
    """The questions of a file; `origin` is the set that it was made of."""

    def __init__(self, path, sets):
        self.name = path.stem
        made_of = [name for name in sets if self.name == name or self.name.startswith(name + "-")]
        if not made_of:
            raise SystemExit(f"{path}: there is no set that it is a part of")
        self.origin = max(made_of, key=len)
        with open(path, encoding="utf8") as lines:
            self.questions = [Question(line) for line in lines]
        is_set = self.name == self.origin
        self.weight = SET if is_set else OTHER_TOPIC if self.name.endswith("-off") else PART


def minimum(loss, count, least=None):
    found = minimize(loss, np.zeros(count), jac=True, method="L-BFGS-B", bounds=[(least, None)] * count)
    return found.x


def fit_ranking(banks):
    """Weights of FEATURES, none below 0."""
    scale = np.concatenate([question.features for bank in banks for question in bank.questions if question.is_answerable]).std(axis=0) + 1e-9
    padded, total = [], 0.0
    for bank in banks:
        usable = [q for q in bank.questions if q.right.any() and not q.right.all()]
        shape = len(usable), max(len(q.right) for q in usable)
        features, right, valid = np.zeros((*shape, len(FEATURES))), np.zeros(shape, bool), np.zeros(shape, bool)
        for row, question in enumerate(usable):
            count = len(question.right)
            features[row, :count] = question.features / scale
            right[row, :count], valid[row, :count] = question.right, True
        padded.append((features, right, valid, np.sqrt(len(usable))))
        total += np.sqrt(len(usable))

    def loss(weights):
        value, gradient = L2_RANKING * weights @ weights, 2 * L2_RANKING * weights
        for features, right, valid, importance in padded:
            scores = np.where(valid, features @ weights, -np.inf)
            share = np.exp(scores - scores.max(axis=1, keepdims=True))
            share /= share.sum(axis=1, keepdims=True)
            of_right = (share * right).sum(axis=1, keepdims=True) + 1e-12
            per_question = importance / total / len(features)
            value -= per_question * np.log(of_right).sum()
            gradient = gradient + per_question * np.einsum("qc,qcf->f", share - share * right / of_right, features)
        return value, gradient

    return minimum(loss, len(FEATURES), least=0) / scale


def success_at_1(bank, weights):
    """In percent of the answerable questions."""
    asked = [question for question in bank.questions if question.is_answerable]
    first = [len(q.right) and q.right[(q.features @ weights).argmax()] for q in asked]
    return 100 * np.mean(first)


def evidence(bank, weights):
    """For each question: the inputs of the confidence, whether the first hit is right, and whether there is an answer."""
    rows, right = [], []
    for question in bank.questions:
        if not len(question.right):
            rows.append([0.0] * len(CONFIDENCE)), right.append(False)
            continue
        scores = question.features @ weights
        order = np.argsort(-scores, kind="stable")
        best = scores[order]
        _, likeness, meaning, _, words = question.features[order[0]]
        share = 1 / np.exp((best[:RIVALS] - best[0]) / TEMPERATURE).sum()
        rows.append([share, likeness, meaning, words / (words + HALF_OF_WORDS), 1.0])
        right.append(question.right[order[0]])
    return np.array(rows), np.array(right), np.array([question.is_answerable for question in bank.questions])


def fit_confidence(banks, seen):
    """Weights of CONFIDENCE; `seen` is what `evidence` gave for each bank."""
    scale = np.concatenate([rows for rows, _, _ in seen.values()]).std(axis=0) + 1e-9
    scale[-1] = 1
    penalty = np.full(len(CONFIDENCE), L2_CONFIDENCE)
    penalty[-1] = 0
    total = sum(bank.weight for bank in banks)

    def loss(weights):
        value, gradient = penalty @ weights**2, 2 * penalty * weights
        for bank in banks:
            rows, right, _ = seen[bank.name]
            rows = rows / scale
            odds = rows @ weights
            importance = bank.weight / total / len(rows)
            value += importance * (np.logaddexp(0, odds) - right * odds).sum()
            gradient = gradient + importance * rows.T @ (expit(odds) - right)
        return value, gradient

    return minimum(loss, len(CONFIDENCE)) / scale


def area(values, is_high):
    """The chance in percent that one of the high is above one of the others (AUROC)."""
    high = is_high.sum()
    low = len(values) - high
    if not high or not low:
        return np.nan
    return 100 * (rankdata(values)[is_high].sum() - high * (high + 1) / 2) / high / low


def spelled(names, weights):
    return "  ".join(f"{name} {weight:.2f}" for name, weight in zip(names, weights))


def table(title, columns, rows):
    print(f"\n{title}\n{'':28s}" + "".join(f"{column:>14s}" for column in columns))
    for name, values in [*rows, ("mean", np.nanmean([values for _, values in rows], axis=0))]:
        print(f"{name:28s}" + "".join(f"{'-':>14s}" if np.isnan(value) else f"{value:14.1f}" for value in values))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dumps", type=Path)
    arguments.add_argument("parts", type=Path)
    arguments.add_argument("--held-back", nargs="*", default=["covidfaq_sedoc"])
    arguments.add_argument("--words-only", action="store_true")
    options = arguments.parse_args()
    in_program = IN_PROGRAM_WORDS_ONLY if options.words_only else IN_PROGRAM
    paths = sorted(path for path in options.dumps.glob("*.jsonl") if not path.stem.startswith("golden"))
    names = [path.stem for path in paths]
    sets = [Bank(path, names) for path in paths]
    banks = sets + [Bank(path, names) for path in sorted(options.parts.glob("*.jsonl"))]

    def fitted_on(banks, without=None):
        return [bank for bank in banks if bank.origin not in (without, *options.held_back)]

    rows = []
    for bank in sets:
        weights = fit_ranking(fitted_on(sets, bank.origin))
        print(f"without {bank.name:20s} {spelled(FEATURES, weights)}")
        rows.append((bank.name, [success_at_1(bank, weights), success_at_1(bank, in_program)]))
    table("S@1, %", ["left out", "in program"], rows)
    print(f"\nranking, all sets: {spelled(FEATURES, fit_ranking(fitted_on(sets)))}")

    # The confidence belongs to the weights that stand in the program.
    seen = {bank.name: evidence(bank, in_program) for bank in banks}
    rows = []
    for name in names:
        weights = fit_confidence(fitted_on(banks, name), seen)
        for bank in (bank for bank in banks if bank.origin == name):
            inputs, right, is_answerable = seen[bank.name]
            rows.append((bank.name, [area(inputs @ weights, right), area(inputs @ weights, is_answerable)]))
    table("confidence, its set left out: AUROC, %", ["right", "answerable"], rows)
    print(f"\nconfidence, all sets: {spelled(CONFIDENCE, fit_confidence(fitted_on(banks), seen))}")


if __name__ == "__main__":
    main()
