"""Makes banks of parts of data sets in BEIR layout: what a small FAQ is like, and questions that have no answer in it.

    parts.py OUT SET_FOLDER...

For each set: SET-sub0, -sub1 and -sub2 with 18, 30 and 60 of its entries that are asked for, where questions to all other entries
have no answer; and SET-off, the whole bank, asked questions from sets about other subjects (SUBJECTS, by how the name of a set begins). The same on every run with the same sets.
"""
import json
import random
import sys
from pathlib import Path

SUBJECTS = {"covidfaq": "covid", "fbqa": "covid"}  # others are a subject of their own
SIZES = (18, 30, 60)
MOST_ANSWERABLE, LEAST_UNANSWERABLE, FROM_ELSEWHERE = 150, 60, 250


def read(folder):
    lines = lambda name: [json.loads(line) for line in (folder / name).read_text(encoding="utf8").splitlines() if line.strip()]
    judged = {}
    for line in (folder / "qrels/test.tsv").read_text().splitlines()[1:]:
        question, entry, grade = line.split("\t")
        if int(grade) > 0:
            judged.setdefault(question, {})[entry] = grade
    return lines("corpus.jsonl"), lines("queries.jsonl"), judged


def write(folder, entries, questions, judged):
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    (folder / "corpus.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    (folder / "queries.jsonl").write_text("".join(json.dumps(question) + "\n" for question in questions))
    ids = {entry["_id"] for entry in entries}
    rows = [f"{q['_id']}\t{entry}\t{grade}\n" for q in questions for entry, grade in judged.get(q["_id"], {}).items() if entry in ids]
    (folder / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(rows))


def main():
    out, folders = Path(sys.argv[1]), sorted(Path(name) for name in sys.argv[2:])
    rng = random.Random(5)
    sets = {folder.name: read(folder) for folder in folders}
    subject = lambda name: SUBJECTS.get(name.split("_")[0], name)
    for name, (entries, questions, judged) in sets.items():
        asked = sorted({entry for of_question in judged.values() for entry in of_question})
        for number, size in enumerate(SIZES):
            size = size if size <= 0.7 * len(entries) else len(entries) // 2
            kept = set(rng.sample(asked, min(size, len(asked))))
            has_answer = lambda question: any(entry in kept for entry in judged.get(question["_id"], {}))
            answerable = [question for question in questions if has_answer(question)]
            others = [question for question in questions if not has_answer(question)]
            rng.shuffle(answerable), rng.shuffle(others)
            answerable = answerable[:MOST_ANSWERABLE]
            others = others[: max(LEAST_UNANSWERABLE, len(answerable))]
            write(out / f"{name}-sub{number}", [e for e in entries if e["_id"] in kept], answerable + others, judged)
        elsewhere = [q["text"] for other, (_, questions, _) in sets.items() if subject(other) != subject(name) for q in questions]
        rng.shuffle(elsewhere)
        write(out / f"{name}-off", entries, [{"_id": f"o{i}", "text": text} for i, text in enumerate(elsewhere[:FROM_ELSEWHERE])], {})


if __name__ == "__main__":
    main()
