/* Files that people try to open and that vecscope does not read: what they are, and the command
 * that makes a file of them that it reads. */
#include <string.h>
#include <strings.h>

#include "base/compiler.h"
#include "formats.h"

static bool begins(const char *head, size_t n, const char *magic, size_t k)
{
	return n >= k && memcmp(head, magic, k) == 0;
}

static bool contains(const char *head, size_t n, const char *part)
{
	return memmem(head, n, part, strlen(part)) != NULL;
}

static void skip_space(const char **p, size_t *n)
{
	while (*n && **p && strchr(" \t\r\n", **p))
		++*p, --*n;
}

/* Protocol 2 … 5 and a first opcode that pickles begin with. */
static int sniff_pickle(const char *head, size_t n, const struct source *src)
{
	(void)src;
	if (n < 4 || (unsigned char)head[0] != 0x80 || head[1] < 2 || head[1] > 5)
		return 0;
	if ((unsigned char)head[2] == 0x95)
		return 95; /* a frame: protocol 4 */
	return (head[2] && strchr("c(}]X\x8a\x8c", head[2])) ||
			       contains(head, n < 256 ? n : 256, "gensim")
		       ? 90
		       : 0;
}

static int sniff_finalfusion(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "FiFu\0\0\0\0", 8) ? 95 : 0;
}

static int sniff_hdf5(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "\x89HDF\r\n\x1a\n", 8) ? 100 : 0;
}

static int sniff_parquet(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "PAR1", 4) ? 90 : 0;
}

static int sniff_arrow(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "ARROW1\0\0", 8) || begins(head, n, "FEA1", 4) ? 95 : 0;
}

/* A protobuf whose first field is the version, followed by the name of what made it. */
static int sniff_onnx(const char *head, size_t n, const struct source *src)
{
	(void)src;
	if (n < 16 || head[0] != 0x08 || (unsigned char)head[1] > 20 || head[2] != 0x12)
		return 0;
	return 60;
}

/* Older files of PyTorch: a pickled magic number first. */
static int sniff_pytorch(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14) ? 99
											       : 0;
}

static int sniff_html(const char *head, size_t n, const struct source *src)
{
	static const char *const starts[] = { "<!doctype html", "<html", "<head", "<?xml" };

	(void)src;
	skip_space(&head, &n);
	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		if (n >= strlen(starts[i]) && strncasecmp(head, starts[i], strlen(starts[i])) == 0)
			return 95;
	return 0;
}

/* {"the": … or [["the", … ; a text embedding has no such first line. */
static int sniff_json(const char *head, size_t n, const struct source *src)
{
	char first;

	(void)src;
	skip_space(&head, &n);
	if (n < 2 || (*head != '{' && *head != '['))
		return 0;
	first = *head++;
	n--;
	skip_space(&head, &n);
	return n && strchr(first == '{' ? "\"}" : "[{\"]", *head) && *head ? 40 : 0;
}

/* What git leaves in place of a large file that was not fetched. */
static int sniff_lfs(const char *head, size_t n, const struct source *src)
{
	static const char start[] = "version https://git-lfs.github.com/spec/";

	(void)src;
	return begins(head, n, start, sizeof(start) - 1) ? 100 : 0;
}

static int sniff_picture(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "\x89PNG\r\n\x1a\n", 8) || begins(head, n, "\xff\xd8\xff", 3) ||
			       begins(head, n, "GIF8", 4)
		       ? 95
		       : 0;
}

static int sniff_program(const char *head, size_t n, const struct source *src)
{
	(void)src;
	if (begins(head, n, "\x7f\x45LF", 4) || begins(head, n, "MZ\x90\0", 4))
		return 95;
	return begins(head, n, "#!/", 3) ? 50 : 0;
}

static int sniff_pdf(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "%PDF-", 5) ? 95 : 0;
}

static int sniff_archive(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return begins(head, n, "7z\xbc\xaf\x27\x1c", 6) || begins(head, n, "Rar!\x1a\x07", 6) ? 100
											      : 0;
}

const struct format format_pickle = {
	.name = "pickle",
	.title = "Python pickle",
	.suffixes = " .kv .model .pkl .pickle ",
	.gives = "gensim's own files: not read, because reading them runs code",
	.sniff = sniff_pickle,
	.refuse =
		"a Python pickle, which runs code when it is read; with gensim: python3 -c \"from "
		"gensim.models import KeyedVectors as K; "
		"K.load('FILE').save_word2vec_format('FILE.bin', binary=True)\" (for a .model: "
		"Word2Vec.load('FILE').wv.save_…)",
};

const struct format format_finalfusion = {
	.name = "finalfusion",
	.title = "finalfusion",
	.suffixes = " .fifu ",
	.gives = "not read yet",
	.sniff = sniff_finalfusion,
	.refuse = "a finalfusion file, which this version does not read; convert it: finalfusion "
		  "convert -f finalfusion -t word2vec FILE FILE.bin",
};

const struct format format_hdf5 = {
	.name = "hdf5",
	.title = "HDF5",
	.suffixes = " .h5 .hdf5 ",
	.gives = "not read",
	.sniff = sniff_hdf5,
	.refuse = "an HDF5 file; write its table as .npy with one word a line in .vocab beside it: "
		  "python3 -c \"import h5py, numpy; numpy.save('FILE.npy', "
		  "h5py.File('FILE')['NAME'][:])\"",
};

const struct format format_parquet = {
	.name = "parquet",
	.title = "Parquet",
	.suffixes = " .parquet ",
	.gives = "not read",
	.sniff = sniff_parquet,
	.refuse = "a Parquet file; with DuckDB: duckdb -c \"COPY (SELECT word, "
		  "array_to_string(vector, ' ') FROM 'FILE') TO 'FILE.txt' (DELIMITER ' ', HEADER "
		  "false, QUOTE '')\"",
};

const struct format format_arrow = {
	.name = "arrow",
	.title = "Arrow",
	.suffixes = " .arrow .feather ",
	.gives = "not read",
	.sniff = sniff_arrow,
	.refuse =
		"an Arrow (Feather) file; with Python: import pyarrow.feather, then write each row "
		"as a line of text: the word, a space, and its numbers separated by spaces",
};

const struct format format_onnx = {
	.name = "onnx",
	.title = "ONNX",
	.suffixes = " .onnx ",
	.gives = "not read",
	.sniff = sniff_onnx,
	.refuse =
		"an ONNX network (or another protobuf); take the table out with the Python "
		"packages onnx and numpy (onnx.numpy_helper.to_array, numpy.save('FILE.npy')) and "
		"put its words, one a line, into FILE.vocab",
};

const struct format format_pytorch = {
	.name = "pytorch",
	.title = "PyTorch",
	.suffixes = " .pt .pth ",
	.gives = "not read, because reading them runs code",
	.sniff = sniff_pytorch,
	.refuse =
		"a PyTorch file, which holds a Python pickle that runs code when it is read; with "
		"torch: python3 -c \"import torch, numpy; t = torch.load('FILE', "
		"weights_only=True); print(t.keys())\", then numpy.save('FILE.npy', "
		"t[KEY].numpy()) "
		"and the words, one a line, in FILE.vocab",
};

const struct format format_html = {
	.name = "html",
	.title = "web page",
	.suffixes = " .html .htm .xml ",
	.gives = "a download that went wrong",
	.sniff = sniff_html,
	.refuse = "a web page, not a model: the download went wrong (a login or an error page?); "
		  "look into it and fetch the file itself",
};

const struct format format_pdf = {
	.name = "pdf",
	.title = "PDF",
	.suffixes = " .pdf ",
	.gives = "not read",
	.sniff = sniff_pdf,
	.refuse = "a PDF document, not a model",
};

const struct format format_archive = {
	.name = "archive",
	.title = "7z or RAR archive",
	.suffixes = " .7z .rar ",
	.gives = "unpack it first",
	.sniff = sniff_archive,
	.refuse = "a 7z or RAR archive: unpack it first (7z x FILE)",
};

const struct format format_json = {
	.name = "json",
	.title = "JSON",
	.suffixes = " .json .jsonl ",
	.gives = "not read",
	.sniff = sniff_json,
	.refuse =
		"JSON, which is no embedding format; if it is an object of word: list of numbers: "
		"python3 -c \"import json; [print(w, *v) for w, v in "
		"json.load(open('FILE')).items()]\" > FILE.txt",
};

const struct format format_lfs = {
	.name = "git-lfs",
	.title = "Git LFS pointer",
	.suffixes = " ",
	.gives = "the file itself was not fetched",
	.sniff = sniff_lfs,
	.refuse = "a Git LFS pointer, not the file itself: fetch it with git lfs pull",
};

const struct format format_picture = {
	.name = "picture",
	.title = "picture",
	.suffixes = " .png .jpg .gif ",
	.gives = "not read",
	.sniff = sniff_picture,
	.refuse = "a picture, not a model",
};

const struct format format_program = {
	.name = "program",
	.title = "program",
	.suffixes = " .exe .so .sh ",
	.gives = "not read",
	.sniff = sniff_program,
	.refuse = "a program, not a model",
};
