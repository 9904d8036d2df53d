"""Neighbours and analogies of the peers, interleaved with ours: prints "name value unit" lines.

peer_search.py MODEL.bin QUESTIONS BENCH_SEARCH   (BENCH_SEARCH --near prints one time in ms a line on
request, over the same shape; gensim needs minutes for all questions, so the first thousand that
have all words are timed and the time is scaled)
"""
import subprocess
import sys
import tempfile
import time

import numpy
from gensim.models import KeyedVectors

model, questions, ours = sys.argv[1:4]
wv = KeyedVectors.load_word2vec_format(model, binary=True)
words = [wv.index_to_key[i] for i in range(1, 300, 12)]
wv.most_similar(words[0])
try:
    import faiss
    index = faiss.IndexFlatIP(wv.vector_size)
    unit = numpy.ascontiguousarray(wv.vectors / numpy.linalg.norm(wv.vectors, axis=1)[:, None])
    index.add(unit)
except ImportError:
    index = None
near = subprocess.Popen([ours, "--near"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
near.stdout.readline()
times = {"gensim_near_beside": [], "faiss_near_beside": [], "near_400k_beside": []}
for w in words:
    t = time.perf_counter()
    wv.most_similar(w, topn=10)
    times["gensim_near_beside"].append(1000 * (time.perf_counter() - t))
    if index is not None:
        q = unit[wv.key_to_index[w]][None, :]
        t = time.perf_counter()
        index.search(q, 10)
        times["faiss_near_beside"].append(1000 * (time.perf_counter() - t))
    near.stdin.write("\n")
    near.stdin.flush()
    times["near_400k_beside"].append(float(near.stdout.readline()))
near.stdin.close()
for name, values in times.items():
    if values:
        print("%s %.2f ms" % (name, sorted(values)[len(values) // 2]))


def part(restrict, count):
    """Seconds for all 19,544 questions, from those of the first `count` that are asked."""
    known = set(k.upper() for k in wv.index_to_key[:restrict])
    kept = [": part"]
    for line in open(questions):
        f = line.upper().split()
        if len(f) == 4 and all(w in known for w in f) and len(kept) <= count:
            kept.append(line.strip())
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as out:
        out.write("\n".join(kept) + "\n")
        out.flush()
        t = time.perf_counter()
        wv.evaluate_word_analogies(out.name, restrict_vocab=restrict)
        return (time.perf_counter() - t) / (len(kept) - 1) * 19544


print("gensim_eval_30k %.1f s" % part(30000, 1000))
print("gensim_eval_400k %.1f s" % part(400000, 200))
