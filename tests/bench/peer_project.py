"""Maps of the peers, interleaved with ours on the same rows: prints "name value unit" lines.

peer_project.py VECSCOPE   the 2,000 most frequent words of the model that ships, at length 1; all
start from principal components. t-SNE and UMAP with their usual options; trustworthiness over 10
neighbours by scikit-learn for both sides. Ours is the whole program, its start and the reading of
the model included.
"""
import os
import subprocess
import sys
import tempfile
import time
import warnings

import numpy
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

warnings.filterwarnings("ignore")
vecscope, WORDS = sys.argv[1], 2000


def put(name, value, unit):
	print(name, f"{value:.4g}", unit, flush=True)


def ours(line):
	t = time.perf_counter()
	text = subprocess.run(
		[vecscope, "--no-history", "--no-config", "demo", "-e", line],
		stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
	).stdout
	seconds = time.perf_counter() - t
	rows = [row.split("\t") for row in text.split("\n")[1:] if row]
	return seconds, numpy.array([[float(x), float(y)] for x, y, _ in rows]), [r[2] for r in rows]


def timed(fit):
	t = time.perf_counter()
	xy = fit()
	return time.perf_counter() - t, xy


with tempfile.TemporaryDirectory() as folder:
	path = os.path.join(folder, "top.vec")
	subprocess.run(
		[vecscope, "--no-history", "--no-config", "demo", "-e", f"export {path} --top {WORDS}"],
		stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
	)
	with open(path) as f:
		dims = int(f.readline().split()[1])
		lines = [line.rstrip("\n").rsplit(" ", dims) for line in f]
words = [line[0] for line in lines]
x = numpy.array([line[1:] for line in lines], float)
x /= numpy.linalg.norm(x, axis=1, keepdims=True)
start = PCA(2).fit_transform(x)

small = start / start[:, 0].std() * 1e-4
peers = {"tsne": ("sklearn_tsne", lambda: TSNE(init=small, learning_rate="auto").fit_transform(x))}
try:
	import umap

	umap.UMAP(init=start[:200], random_state=1).fit_transform(x[:200])  # numba compiles
	peers["umap"] = ("umap_learn", lambda: umap.UMAP(init=start, random_state=1).fit_transform(x))
except ImportError:
	pass
for name, (peer, fit) in peers.items():
	a, xy, order = ours(f"plot -n {WORDS} --by {name}")
	b, theirs = timed(fit)
	again, _, _ = ours(f"plot -n {WORDS} --by {name}")
	assert order == words
	put(f"{name}_2000_words", min(a, again), "s")
	put(f"{peer}_2000_words", b, "s")
	put(f"{name}_trustworthiness", trustworthiness(x, xy, n_neighbors=10), "")
	put(f"{peer}_trustworthiness", trustworthiness(x, theirs, n_neighbors=10), "")
