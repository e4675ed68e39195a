/*
 * check.h - a test is a function; each runs in a process of its own, with a time limit.
 */
#ifndef SAMPAN_CHECK_H
#define SAMPAN_CHECK_H

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: not so: %s (errno: %s)\n", __FILE__, __LINE__,     \
			        #condition, strerror(errno));                                      \
			_exit(1);                                                                  \
		}                                                                                  \
	} while (0)

#define CHECK_EQUAL(actual, expected)                                                              \
	do {                                                                                       \
		long long actual_ = (long long)(actual), expected_ = (long long)(expected);        \
		if (actual_ != expected_) {                                                        \
			fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__,       \
			        #actual, actual_, expected_);                                      \
			_exit(1);                                                                  \
		}                                                                                  \
	} while (0)

struct test {
	const char *name;
	void (*run)(void);
};

#define TEST(function)                                                                             \
	{                                                                                          \
#function, function                                                                \
	}

enum { TIME_LIMIT = 60 };

/* Where a test may make files: gone after it, however it ended. */
extern char test_folder[40];

static inline int run_test(const struct test *test)
{
	char command[80];
	int status;
	pid_t pid;

	strcpy(test_folder, "/tmp/sampan-test-XXXXXX");
	if (!mkdtemp(test_folder))
		return 1;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, 9);
		alarm(TIME_LIMIT);
		test->run();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	kill(-pid, SIGKILL); /* what a failed test left */
	snprintf(command, sizeof(command), "rm -rf %s", test_folder);
	if (system(command))
		return 1;
	if (WIFSIGNALED(status))
		fprintf(stderr, "signal %d in %s\n", WTERMSIG(status), test->name);
	printf("%s %s\n", status ? "FAILED" : "ok    ", test->name);
	return status != 0;
}

static inline int run_tests(const struct test *tests, int count, int argc, char **argv)
{
	int failed = 0;

	/* A background job of a shell is started with these ignored, and what ignores them passes
	 * that on. */
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);

	for (int i = 0; i < count; i++)
		if (argc < 2 || strstr(tests[i].name, argv[1]))
			failed += run_test(&tests[i]);
	printf("%d failed\n", failed);
	return failed != 0;
}

#endif
