/*
 * The program once more, apart from this one: a child that nobody waits for, in a session of its own, with
 * /dev/null for a terminal and nothing else open but one descriptor that it is to keep. Whoever reads
 * our output sees its end when we end.
 */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#include <sys/syscall.h>
#endif

#include "front/front.h"

#define KEPT	 3 /* the descriptor in the child */
#define ARGV_MAX 32

extern char **environ;

static const char *own_program(void)
{
	static const char path[] = "/proc/self/exe";

	return access(path, X_OK) == 0 ? path : NULL;
}

static void plan_files(posix_spawn_file_actions_t *files, int keep)
{
	posix_spawn_file_actions_init(files);
	posix_spawn_file_actions_adddup2(files, keep, KEPT);
	posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(files, STDOUT_FILENO, STDERR_FILENO);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
	posix_spawn_file_actions_addclosefrom_np(files, KEPT + 1);
#endif
}

/* Its signals are those of a fresh program: we ignore some, and a batch may have been interrupted. */
static void plan_signals(posix_spawnattr_t *attr)
{
	sigset_t none, usual;

	posix_spawnattr_init(attr);
	sigemptyset(&none);
	sigfillset(&usual);
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &usual);
	posix_spawnattr_setflags(
		attr, (short)(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID));
}

bool front_run_apart(const char *const *argv, int keep)
{
	const char *program = own_program();
	char *copy[ARGV_MAX + 2] = { (char *)(uintptr_t) "vecscope" };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	pid_t child;
	bool ok;

	for (size_t i = 0; argv[i] && i < ARGV_MAX; i++)
		copy[i + 1] = (char *)(uintptr_t)argv[i]; /* only read */
	if (!program)
		return false;
	plan_files(&files, keep);
	plan_signals(&attr);
	ok = posix_spawn(&child, program, &files, &attr, copy, environ) == 0;
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return ok;
}

void front_allow_apart(struct front *f)
{
	const char *wish = getenv("VECSCOPE_APART");

	if (!wish || strcmp(wish, "no") != 0)
		f->session->run_apart = front_run_apart;
}

/* Processor and disk only while nobody else wants them. */
void front_stand_back(void)
{
	setpriority(PRIO_PROCESS, 0, 19);
#ifdef __linux__
	enum { OF_PROCESS = 1, IDLE_CLASS = 3 << 13 };
	struct sched_param none = { 0 };

	sched_setscheduler(0, SCHED_IDLE, &none);
	syscall(SYS_ioprio_set, OF_PROCESS, 0, IDLE_CLASS);
#endif
	if (chdir("/") != 0)
		return; /* where we stand cannot be unmounted meanwhile */
}
