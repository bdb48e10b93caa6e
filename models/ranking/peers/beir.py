"""Reads a data set in BEIR layout, for the scripts beside this one."""
import json
from pathlib import Path


def read(folder):
    """The entries as (id, phrasings, answer with the titles above it), the answerable questions as (text, right ids)."""
    folder, right = Path(folder), {}
    for line in (folder / "qrels/test.tsv").read_text().splitlines()[1:]:
        question, entry, grade = line.split("\t")
        if int(grade) > 0:
            right.setdefault(question, set()).add(entry)
    lines = lambda name: map(json.loads, (folder / name).read_text().splitlines())
    entries = []
    for entry in lines("corpus.jsonl"):
        more = entry.get("metadata") or {}
        context = more.get("context", "")
        answer = "\n".join([*([context] if isinstance(context, str) else context), entry.get("text", "")])
        entries.append((entry["_id"], [entry["title"], *more.get("alternates", [])], answer))
    questions = [(question["text"], right[question["_id"]]) for question in lines("queries.jsonl") if question["_id"] in right]
    return entries, questions


def measure(name, folders, ranker):
    """Prints S@1 in percent: `ranker(entries)` gives a function from a question to the id of the first hit, or None."""
    for folder in folders:
        entries, questions = read(folder)
        first = ranker(entries)
        found = sum(first(text) in right for text, right in questions)
        print(f"{Path(folder).name:24s} {name:24s} {100 * found / len(questions):5.1f}")
