#include "app/session.h"

#include <stdlib.h>
#include <string.h>

#include "app/game.h"
#include "app/lesson_run.h"
#include "app/version.h"
#include "base/clock.h"
#include "base/mem.h"
#include "train/lab.h"

void session_init(struct session *s)
{
	memset(s, 0, sizeof(*s));
	settings_init(&s->settings);
	result_init(&s->last);
	s->fixed_clock_ms = -1;
	hist_open(&s->hist, NULL, VECSCOPE_VERSION, clock_wall_ms(), NULL);
}

static void free_strings(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

size_t session_release(struct session *s)
{
	size_t lost = 0;

	cacher_finish(&s->cacher, s->settings.cache_after ? s->run_apart : NULL);
	for (size_t i = 0; i < s->model_count; i++)
		model_unref(s->models[i]);
	free(s->models);
	free_strings(s->marks, s->mark_count);
	free_strings(s->watched, s->watched_count);
	training_unref(s->training);
	names_release(&s->names);
	lesson_run_free(s->lesson);
	lab_free(s->lab);
	game_free(s->game);
	for (size_t i = s->pending_at; i < s->pending_count; i++)
		free(s->pending[i]);
	free(s->pending);
	for (size_t i = 0; i < s->intent_count; i++)
		free(s->intents[i].text);
	free(s->intents);
	result_release(&s->last);
	free(s->last_command);
	album_release(&s->album);
	free(s->once_path);
	if (s->hist)
		lost = hist_close(s->hist, session_now_ms(s));
	memset(s, 0, sizeof(*s));
	return lost;
}

int64_t session_now_ms(const struct session *s)
{
	return s->fixed_clock_ms >= 0 ? s->fixed_clock_ms : clock_wall_ms();
}

/* --- models --- */

struct model *session_model(const struct session *s)
{
	return s->model_count ? s->models[s->current] : NULL;
}

static size_t model_index(const struct session *s, const char *name)
{
	for (size_t i = 0; i < s->model_count; i++)
		if (!strcmp(s->models[i]->name, name))
			return i;
	return s->model_count;
}

struct model *session_find_model(const struct session *s, const char *name)
{
	size_t i = model_index(s, name);

	return i < s->model_count ? s->models[i] : NULL;
}

/* "glove" is taken: "glove-2", "glove-3" … */
static void make_name_unique(const struct session *s, struct model *m)
{
	char *base = m->name;

	if (!session_find_model(s, base))
		return;
	for (unsigned n = 2;; n++) {
		char *name = xasprintf("%s-%u", base, n);

		if (!session_find_model(s, name)) {
			m->name = name;
			free(base);
			return;
		}
		free(name);
	}
}

void session_add_model(struct session *s, struct model *m)
{
	make_name_unique(s, m);
	ARRAY_RESERVE(s->models, s->model_cap, s->model_count + 1);
	s->current = s->model_count;
	s->models[s->model_count++] = m;
}

bool session_replace_model(struct session *s, const struct model *was, struct model *m)
{
	for (size_t i = 0; i < s->model_count; i++) {
		if (s->models[i] != was)
			continue;
		free(m->name);
		m->name = xstrdup(was->name);
		model_unref(s->models[i]);
		s->models[i] = m;
		return true;
	}
	return false;
}

bool session_use_model(struct session *s, const char *name)
{
	size_t i = model_index(s, name);

	if (i == s->model_count)
		return false;
	s->current = i;
	return true;
}

bool session_close_model(struct session *s, const char *name)
{
	size_t i = model_index(s, name);

	if (i == s->model_count)
		return false;
	if (s->live == s->models[i])
		s->live = NULL;
	model_unref(s->models[i]);
	s->model_count--;
	memmove(s->models + i, s->models + i + 1, (s->model_count - i) * sizeof(*s->models));
	if (s->current > i || s->current == s->model_count)
		s->current -= s->current > 0;
	return true;
}

/* --- intents: what commands ask of the screen --- */

enum status session_intend(struct session *s, struct intent intent, struct error *err)
{
	if (!s->has_screen) {
		free(intent.text);
		return error_set(err, ST_FAILED,
				 "this needs the screen: start vecscope on a "
				 "terminal without -e, -f or --plain");
	}
	ARRAY_RESERVE(s->intents, s->intent_cap, s->intent_count + 1);
	s->intents[s->intent_count++] = intent;
	return ST_OK;
}

bool session_take_intent(struct session *s, struct intent *out)
{
	if (!s->intent_count)
		return false;
	*out = s->intents[0];
	s->intent_count--;
	memmove(s->intents, s->intents + 1, s->intent_count * sizeof(*s->intents));
	return true;
}

/* --- lines to run next --- */

void session_push_line(struct session *s, const char *line)
{
	if (s->pending_at && s->pending_at == s->pending_count)
		s->pending_at = s->pending_count = 0;
	ARRAY_RESERVE(s->pending, s->pending_cap, s->pending_count + 1);
	s->pending[s->pending_count++] = xstrdup(line);
}

char *session_take_line(struct session *s)
{
	return s->pending_at < s->pending_count ? s->pending[s->pending_at++] : NULL;
}

/* --- marks --- */

static size_t find_string(char *const *list, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], text))
			return i;
	return count;
}

static bool remove_string(char **list, size_t *count, const char *text)
{
	size_t i = find_string(list, *count, text);

	if (i == *count)
		return false;
	free(list[i]);
	--*count;
	memmove(list + i, list + i + 1, (*count - i) * sizeof(*list));
	return true;
}

bool session_mark(struct session *s, const char *word)
{
	if (find_string(s->marks, s->mark_count, word) < s->mark_count)
		return false;
	ARRAY_RESERVE(s->marks, s->mark_cap, s->mark_count + 1);
	s->marks[s->mark_count++] = xstrdup(word);
	return true;
}

bool session_unmark(struct session *s, const char *word)
{
	return remove_string(s->marks, &s->mark_count, word);
}

/* --- training --- */

bool session_watch(struct session *s, const char *text)
{
	if (find_string(s->watched, s->watched_count, text) < s->watched_count)
		return false;
	ARRAY_RESERVE(s->watched, s->watched_cap, s->watched_count + 1);
	s->watched[s->watched_count++] = xstrdup(text);
	return true;
}

bool session_unwatch(struct session *s, const char *text)
{
	return remove_string(s->watched, &s->watched_count, text);
}

struct training *session_training(const struct session *s)
{
	return s->training && training_stage(s->training) != TRAINING_ENDED ? s->training : NULL;
}
