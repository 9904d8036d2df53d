# Train gensim's Word2Vec and measure it: one TSV line of speed and quality.
#   python3 gensim_train.py CORPUS sg|cbow DIM WORKERS EPOCHS ALPHA SEED QUESTIONS|- WORDSIM|- [OUT.bin]
# QUESTIONS "-": speed only.
# Speed is that of train() alone: raw words of the text over its wall time.
import logging
import sys
import time

from gensim.models import Word2Vec

corpus, kind, dim, workers, epochs, alpha, seed, questions, wordsim = sys.argv[1:10]
m = Word2Vec(sg=int(kind == "sg"), vector_size=int(dim), window=5, negative=5, sample=1e-4,
             min_count=5, alpha=float(alpha), min_alpha=float(alpha) * 1e-4, workers=int(workers),
             seed=int(seed), epochs=int(epochs))
m.build_vocab(corpus_file=corpus)
begun, cpu = time.time(), time.process_time()
m.train(corpus_file=corpus, total_examples=m.corpus_count, total_words=m.corpus_total_words,
        epochs=m.epochs)
took, cpu = time.time() - begun, time.process_time() - cpu
words = sum(m.wv.get_vecattr(w, "count") for w in m.wv.index_to_key) * m.epochs
speed = ["gensim", kind, "dim", dim, "workers", workers, "epochs", epochs, "alpha", alpha, "seed", seed,
         "words/s", int(words / took), "words/cpu-s", int(words / cpu)]
if questions == "-":
    print(*speed, sep="\t")
    sys.exit()
score, sections = m.wv.evaluate_word_analogies(questions, restrict_vocab=30000)
spearman = m.wv.evaluate_word_pairs(wordsim)[1][0]
total = sections[-1]
print(*speed, "analogies", "%.2f" % (100 * score),
      "of", len(total["correct"]) + len(total["incorrect"]), "wordsim", "%.3f" % spearman, sep="\t")
if len(sys.argv) > 10:
    m.wv.save_word2vec_format(sys.argv[10], binary=True)
