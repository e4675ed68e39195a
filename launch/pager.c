/*
 * pager.c - the program in which the caller reads what is longer than the terminal.
 *
 * It is the caller's choice and runs with the caller's rights: the engine only writes into its
 * pipe.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front.h"

enum { MAX_COMMAND = 1024, MAX_WORDS = 32 };

static pid_t pager;

/* SAMPAN_PAGER, then PAGER; an empty one, or cat, is none. */
static const char *wanted(void)
{
	const char *own = getenv("SAMPAN_PAGER"), *usual = getenv("PAGER");

	own = own ? own : usual;
	return own ? own : "less -FRX";
}

/* Words as they stand, or the whole as a line for a shell where only a shell understands it. */
static bool split(char *command, char **words)
{
	static const char special[] = "|&;<>()$`\\\"'*?[]#~=%{}!";
	char *rest = command, *word;
	int n = 0;

	if (strpbrk(command, special)) {
		words[n++] = (char *)"/bin/sh";
		words[n++] = (char *)"-c";
		words[n++] = command;
		words[n] = NULL;
		return true;
	}
	while (n < MAX_WORDS && (word = strsep(&rest, " \t\n")))
		if (*word)
			words[n++] = word;
	words[n < MAX_WORDS ? n : 0] = NULL;
	return words[0] && strcmp(words[0], "cat") != 0;
}

/* In a vfork(2) child: the parent sees what became of it. */
static void __attribute__((noreturn)) become(char **words, int input, volatile int *failed)
{
	dup2(input, STDIN_FILENO);
	signal(SIGPIPE, SIG_DFL);
	execvp(words[0], words);
	*failed = errno;
	_exit(FRONT_FAILED);
}

int pager_start(void)
{
	char command[MAX_COMMAND], *words[MAX_WORDS + 1];
	volatile int failed = 0;
	int ends[2];

	if (pager || strlen(wanted()) >= sizeof(command) ||
	    !split(strcpy(command, wanted()), words)) {
		errno = ENOENT;
		return -1;
	}
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	setenv("LESS", "FRX", 0);
	pager = vfork();
	if (pager == 0)
		become(words, ends[0], &failed);
	close(ends[0]);
	if (pager > 0 && !failed)
		return ends[1];
	failed = failed ? failed : errno;
	pager_wait();
	close(ends[1]);
	errno = failed;
	return -1;
}

bool pager_runs(void)
{
	return pager > 0;
}

void pager_wait(void)
{
	while (pager > 0 && waitpid(pager, NULL, 0) < 0 && errno == EINTR)
		;
	pager = 0;
}
