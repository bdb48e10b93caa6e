// fuse.js over question and alternates, minisearch over these and the answer. Run: node libraries.mjs DIR...
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Fuse from "fuse.js";
import MiniSearch from "minisearch";

const lines = (folder, name) => readFileSync(join(folder, name), "utf8").split("\n").filter((line) => line.trim());

function read(folder) {
  const right = new Map();
  for (const line of lines(folder, "qrels/test.tsv").slice(1)) {
    const [question, entry, grade] = line.split("\t");
    if (Number(grade) > 0) right.set(question, (right.get(question) ?? new Set()).add(entry));
  }
  const entries = lines(folder, "corpus.jsonl").map(JSON.parse).map((entry) => (
    { id: entry._id, title: entry.title, alternates: entry.metadata?.alternates ?? [],
      text: [entry.metadata?.context ?? [], entry.text ?? ""].flat().join("\n") }));
  const questions = lines(folder, "queries.jsonl").map(JSON.parse).filter((question) => right.has(question._id));
  return { entries, questions, right };
}

const rankers = {
  // By default the question has to stand near the beginning of the text, which finds less.
  "fuse.js": (entries) => {
    const fuse = new Fuse(entries, { keys: ["title", "alternates"], ignoreLocation: true, threshold: 1 });
    return (question) => fuse.search(question, { limit: 1 })[0]?.item.id;
  },
  // Its `fuzzy` and `prefix` make it worse on every one of seven data sets.
  "minisearch": (entries) => {
    const fields = ["title", "alternates", "text"];
    const extractField = (entry, field) => [entry[field]].flat().join(" ");
    const search = new MiniSearch({ fields, extractField, searchOptions: { boost: { title: 2, alternates: 2 } } });
    search.addAll(entries);
    return (question) => search.search(question)[0]?.id;
  },
};

for (const folder of process.argv.slice(2)) {
  const { entries, questions, right } = read(folder);
  for (const [name, ranker] of Object.entries(rankers)) {
    const first = ranker(entries);
    const found = questions.filter((question) => right.get(question._id).has(first(question.text))).length;
    console.log(`${basename(folder).padEnd(24)} ${name.padEnd(24)} ${(100 * found / questions.length).toFixed(1).padStart(5)}`);
  }
}
