#include "unit.h"

#include "load_dump.h"

#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"

static void put_bytes(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 && c < 0x7F)
			strbuf_addc(out, (char)c);
		else
			strbuf_addf(out, "\\x%02X", (unsigned)c);
	}
}

static void put_row(struct strbuf *out, const struct model *m, uint32_t row)
{
	size_t n;
	const char *word = vocab_word(m->vocab, row, &n);

	put_bytes(out, word, n);
	strbuf_addc(out, ':');
	for (size_t j = 0; j < model_dims(m); j++) {
		char text[NUMBER_TEXT_MAX];

		number_format_f32(text, model_row(m, row)[j]);
		strbuf_addf(out, " %s", text);
	}
	strbuf_addc(out, '\n');
}

static void put_sentence(void *ctx, const char *sentence)
{
	struct strbuf *out = ctx;

	strbuf_adds(out, "! ");
	put_bytes(out, sentence, strlen(sentence));
	strbuf_addc(out, '\n');
}

static const char *const status_names[] = {
	[ST_OK] = "no",
	[ST_FAILED] = "failed",
	[ST_USAGE] = "usage",
	[ST_FORMAT] = "format",
	[ST_IO] = "io",
	[ST_NOMEM] = "nomem",
	[ST_CANCELLED] = "cancelled",
};

static void put_error(struct strbuf *out, const struct error *err, const char *path)
{
	char *dir = path_dir(path);
	size_t k = strlen(dir);

	strbuf_addf(out, "%s error: ", status_names[err->status]);
	for (const char *p = err->text, *at; *p; p = at) {
		at = strstr(p, dir);
		put_bytes(out, p, at ? (size_t)(at - p) : strlen(p));
		at = at ? at + k + (at[k] == '/') : p + strlen(p);
	}
	strbuf_addc(out, '\n');
	free(dir);
}

char *load_dump_path(const char *path, const struct load_options *opt)
{
	struct strbuf out = STRBUF_INIT;
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	enum status st = model_load(&m, path, opt, NULL, &err);

	assert_int_equal(st, err.status);
	if (st == ST_OK) {
		for (uint32_t i = 0; i < model_rows(m); i++)
			put_row(&out, m, i);
		report_each(&m->report, put_sentence, &out);
	} else {
		put_error(&out, &err, path);
	}
	model_unref(m);
	return strbuf_detach(&out, NULL);
}

char *load_dump(const char *name, const void *bytes, size_t n, const struct load_options *opt)
{
	char *dir = temp_dir_make(), *path = temp_file(dir, name, bytes, n);
	char *dump = load_dump_path(path, opt);

	free(path);
	temp_dir_remove(dir);
	return dump;
}

void check_load_cases(const char *name, const struct load_case *cases, size_t count,
		      const struct load_options *opt)
{
	for (size_t i = 0; i < count; i++) {
		char *got = load_dump(name, cases[i].bytes, cases[i].n, opt);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("case %zu of %s gives\n%swhere this was expected:\n%s", i + 1,
				 name, got, cases[i].want);
		free(got);
	}
}
