"""Fits the table to the teacher and writes it in the format of model2vec.

A sentence is the sum of the rows of its tokens; only its direction counts, so the length of a row is the weight of its token.
Loss = (1 - MIX) * (1 - cosine to the teacher's vector on its first DIM principal axes) + MIX * KL divergence, in batches, of the
teacher's similarities (384 dimensions, softmax at temperature TAU, diagonal left out) from the student's. Adam on the rows that a batch touches, linear decay.

usage: student.py TOKENIZER_DIR TEACHER_DIR OUT_DIR POOL ...   (TEACHER_DIR/POOL.txt, POOL.npy and vocabulary.npy)
"""
import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from tokenizers import Tokenizer

DIM = 128
BATCH = 512
LIMIT = 64  # tokens of a sentence
EPOCHS = 2
RATE = 2e-2
MIX = 0.5
TAU = 0.1
KL_SCALE = 0.5  # of the KL gradient against that of the cosine


def unit(x):
    return x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-9)


def load(folder, tokenizer, pools):
    """Token counts (sparse) and unit teacher vectors of all sentences."""
    tok = Tokenizer.from_file(f"{tokenizer}/tokenizer.json")
    tok.no_padding()
    tok.enable_truncation(LIMIT)
    ids, vectors = [], []
    for pool in pools:
        lines = Path(f"{folder}/{pool}.txt").read_text(encoding="utf8").splitlines()
        y = np.load(f"{folder}/{pool}.npy")
        lines = lines[: len(y)]
        vectors.append(y)
        for i in range(0, len(lines), 20_000):
            ids += [e.ids for e in tok.encode_batch(lines[i : i + 20_000], add_special_tokens=False)]
        print(pool, len(lines), flush=True)
    ends = np.cumsum([0] + [len(i) for i in ids])
    x = sp.csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(ids).astype(np.int32), ends), (len(ids), tok.get_vocab_size()))
    y = np.concatenate(vectors)
    for i in range(0, len(y), 50_000):
        y[i : i + 50_000] = unit(y[i : i + 50_000].astype(np.float32))
    return x, y


def principal_axes(y, dim, rng):
    sample = y[rng.permutation(len(y))[:60_000]].astype(np.float64)
    return np.linalg.eigh(sample.T @ sample)[1][:, ::-1][:, :dim].astype(np.float32)


def first_rows(vectors, axes):
    """The teacher's vector of every token alone, centred, rare tokens weighing more (Zipf's law by position)."""
    p = 1 / (np.arange(len(vectors)) + 3.7)
    p /= p.sum()
    rows = ((vectors - vectors.mean(0)) @ axes * (1e-4 / (1e-4 + p))[:, None]).astype(np.float32)
    return rows / np.sqrt((rows**2).sum(1).mean())


def softmax_without_self(s):
    np.fill_diagonal(s, -1e9)
    np.exp(s - s.max(1, keepdims=True), out=s)
    s /= s.sum(1, keepdims=True)
    return s


def fit(rows, x, y, axes, rng):
    z = np.concatenate([unit(y[i : i + 50_000].astype(np.float32) @ axes) for i in range(0, len(y), 50_000)])
    mean, square = np.zeros_like(rows), np.zeros_like(rows)
    total, step, start = EPOCHS * (len(y) // BATCH), 0, time.time()
    for epoch in range(EPOCHS):
        seen = []
        order = rng.permutation(len(y))
        for b in order[: len(order) // BATCH * BATCH].reshape(-1, BATCH):
            xb, yb = x[b], y[b].astype(np.float32)
            p = xb @ rows
            length = np.linalg.norm(p, axis=1, keepdims=True) + 1e-6
            p /= length
            grad = -(1 - MIX) / BATCH * z[b]
            mine = softmax_without_self(p @ p.T / TAU)
            mine -= softmax_without_self(yb @ yb.T / TAU)
            mine *= MIX * KL_SCALE / BATCH / TAU
            grad += (mine + mine.T) @ p
            grad = (grad - (grad * p).sum(1, keepdims=True) * p) / length
            used = np.unique(xb.indices)
            g = (xb.T.tocsr()[used] @ grad)
            step += 1
            m = mean[used] = 0.9 * mean[used] + 0.1 * g
            v = square[used] = 0.999 * square[used] + 0.001 * g * g
            rate = RATE * (1 - step / (total + 1)) / (1 - 0.9 ** min(step, 200))
            rows[used] -= rate * m / (np.sqrt(v / (1 - 0.999**step)) + 1e-9)
            if len(seen) < 50:
                seen.append(float((p * z[b]).sum(1).mean()))
        print(f"epoch {epoch + 1}: cosine {np.mean(seen):.4f}, {time.time() - start:.0f} s", flush=True)
    return rows


def save(rows, tokenizer, out):
    """int8 rows with one scale each; the row of [UNK] is zero."""
    rows = rows / np.sqrt((rows**2).sum(1).mean())
    text = Path(f"{tokenizer}/tokenizer.json").read_text(encoding="utf8")
    rows[json.loads(text)["model"]["vocab"]["[UNK]"]] = 0
    scale = np.abs(rows).max(1, keepdims=True) / 127 + 1e-12
    tensors = {"embeddings": ("I8", np.round(rows / scale).astype(np.int8)), "weights": ("F32", scale[:, 0].astype(np.float32))}
    head, blob = {}, b""
    for name, (kind, a) in tensors.items():
        head[name] = {"dtype": kind, "shape": list(a.shape), "data_offsets": [len(blob), len(blob) + a.nbytes]}
        blob += a.tobytes()
    head = json.dumps(head).encode()
    head += b" " * (-len(head) % 8)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + blob)
    (out / "tokenizer.json").write_text(text, encoding="utf8")
    config = {"model_type": "model2vec", "architectures": ["StaticModel"], "tokenizer_name": "all-MiniLM-L6-v2", "hidden_dim": rows.shape[1],
              "normalize": True, "seq_length": 1000000, "embedding_dtype": "int8", "vocabulary_quantization": None}
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    print({f.name: f.stat().st_size for f in out.iterdir()}, hashlib.sha256((out / "model.safetensors").read_bytes()).hexdigest())


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("tokenizer")
    ap.add_argument("teacher")
    ap.add_argument("out")
    ap.add_argument("pools", nargs="+")
    opt = ap.parse_args()
    rng = np.random.default_rng(0)
    x, y = load(opt.teacher, opt.tokenizer, opt.pools)
    keep = np.flatnonzero(np.diff(x.indptr))
    x, y = x[keep], y[keep]
    axes = principal_axes(y, DIM, rng)
    rows = first_rows(np.load(f"{opt.teacher}/vocabulary.npy"), axes)
    save(fit(rows, x, y, axes, rng), opt.tokenizer, opt.out)


if __name__ == "__main__":
    main()
