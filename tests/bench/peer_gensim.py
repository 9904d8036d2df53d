"""What gensim needs for the same work: prints "name value unit" lines.

peer_gensim.py FILE.bin FILE.txt ROWS_OF_TEXT   (the text file may hold fewer rows: gensim's text
reader takes about 40 s for 400,000 x 300, so a tenth is measured and the time scaled)
"""
import sys
import time

import numpy
from gensim.models import KeyedVectors


def seconds(f, n=1):
    best = None
    for _ in range(n):
        t = time.perf_counter()
        f()
        t = time.perf_counter() - t
        best = t if best is None else min(best, t)
    return best


binary, text, scale = sys.argv[1], sys.argv[2], float(sys.argv[3])
print("gensim_load_bin %.3f s" % seconds(lambda: KeyedVectors.load_word2vec_format(binary, binary=True), 2))
print("gensim_load_text_scaled %.1f s" % (scale * seconds(lambda: KeyedVectors.load_word2vec_format(text))))
wv = KeyedVectors.load_word2vec_format(binary, binary=True)
words = [wv.index_to_key[i] for i in range(100, 120)]
wv.most_similar(words[0])
times = sorted(seconds(lambda w=w: wv.most_similar(w, topn=10)) for w in words)
print("gensim_near_median %.1f ms" % (1000 * times[len(times) // 2]))
