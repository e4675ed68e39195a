/*
 * front.c - a command, as its caller sees it: argv goes to the engine, an exit status comes back.
 *
 * All rights stay with the caller: the engine opens no file of theirs, but asks this process to;
 * and a container in the foreground is started from here, so it lives where its caller lives.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front.h"
#include "target.h"

enum { WRONG = 1, INTERRUPTED = 130, ATTEMPTS = 5 };

static struct {
	int engine;
	bool interrupted;
	bool heard;  /* the engine has said something */
	bool unread; /* it did not take the request: it went away before, or makes way */
	bool exited; /* an attached container did, with this code */
	uint32_t code;
	uint32_t terminals;
	uint16_t rows, columns;
} self = { .engine = -1 };

static struct letter letter;

static void look_at(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) == 0) {
		self.terminals |= 1u << fd;
		if (!self.rows || fd == STDOUT_FILENO) {
			self.rows = size.ws_row;
			self.columns = size.ws_col;
		}
	} else if (errno == EBADF) { /* closed: or the next file would be taken for it */
		int null = open("/dev/null", O_RDWR);

		if (null >= 0 && null != fd) {
			dup2(null, fd);
			close(null);
		}
	}
}

static void look_at_descriptors(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		look_at(fd);
}

bool terminal_window(uint16_t *rows, uint16_t *columns)
{
	static const int order[] = { STDOUT_FILENO, STDIN_FILENO, STDERR_FILENO };
	struct winsize size;

	for (int i = 0; i < 3; i++) {
		if (!(self.terminals & 1u << order[i]) || ioctl(order[i], TIOCGWINSZ, &size) < 0)
			continue;
		*rows = size.ws_row;
		*columns = size.ws_col;
		return true;
	}
	return false;
}

/* What the engine asks for ------------------------------------------------------------------------
 */

static void open_for_engine(void)
{
	struct message answer = { FRONT_OPENED, 0 };
	const char *path = (const char *)letter.payload + sizeof(uint32_t);
	uint32_t mode;
	int fd = -1;

	if (letter.size <= sizeof(mode) || letter.payload[letter.size - 1]) {
		answer.value = EINVAL;
	} else {
		memcpy(&mode, letter.payload, sizeof(mode));
		fd = open(path, (int)letter.header.value | O_CLOEXEC | O_NOCTTY, (mode_t)mode);
		answer.value = fd < 0 ? (uint32_t)errno : 0;
	}
	letter_send(self.engine, answer, NULL, 0, &fd, fd >= 0);
	if (fd >= 0)
		close(fd);
}

static void inherited_for_engine(void)
{
	int fd = (int)letter.header.value, flags = fd > STDERR_FILENO ? fcntl(fd, F_GETFD) : -1;
	/* What this process opened itself does not survive execve(2). */
	bool given = flags >= 0 && !(flags & FD_CLOEXEC);
	struct message answer = { FRONT_OPENED, given ? 0 : EBADF };

	letter_send(self.engine, answer, NULL, 0, &fd, given);
}

static void page_for_engine(void)
{
	int fd = pager_start();
	struct message answer = { FRONT_OPENED, fd < 0 ? (uint32_t)errno : 0 };

	letter_send(self.engine, answer, NULL, 0, &fd, fd >= 0);
	if (fd >= 0)
		close(fd);
}

/* In a vfork(2) child: the parent's memory, but descriptors of its own. */
static void __attribute__((noreturn)) become_launch(const int *fds, int n)
{
	static char *const arguments[] = { (char *)"sampan-launch", NULL }, *const environment[] = {
		NULL
	};
	int null, binary = PROGRAM_FD + n; /* the first of n descriptors that are in nobody's way */

	setsid();
	signal(SIGPIPE, SIG_DFL);
	for (int i = 0; i < n; i++)
		binary = fds[i] >= binary ? fds[i] + 1 : binary;
	for (int i = 0; i < n; i++)
		if (dup3(fds[i], binary + i, O_CLOEXEC) < 0)
			_exit(FRONT_FAILED);
	null = open("/dev/null", O_RDWR);
	for (int i = 0; i <= STDERR_FILENO; i++)
		dup2(null, i);
	for (int i = 1; i < n; i++)
		dup2(binary + i, PROGRAM_FD + i - 1);
	syscall(SYS_close_range, PROGRAM_FD + n - 1, binary - 1, 0);
	syscall(SYS_close_range, binary + 1, ~0u, 0);
	syscall(SYS_execveat, binary, "", arguments, environment, AT_EMPTY_PATH);
	_exit(FRONT_FAILED);
}

static void launch_for_engine(void)
{
	if (letter.count >= 2 && vfork() == 0)
		become_launch(letter.fds, letter.count);
}

static void attach_for_engine(int signals)
{
	struct attachment a = { .engine = self.engine, .stream = -1, .flags = letter.header.value };
	uint8_t keys[32];
	uint32_t end;

	if (letter.count != 1 || letter.size > sizeof(keys)) {
		letter_close(&letter);
		return;
	}
	a.stream = letter.fds[0];
	letter.count = 0;
	memcpy(keys, letter.payload, letter.size);
	a.keys = keys;
	a.key_count = (uint32_t)letter.size;
	attach(&a, signals);
	self.engine = a.engine;
	self.exited = a.over || a.end == ENDED_EXIT;
	self.code = self.exited ? a.code : FRONT_FAILED;
	end = a.end;
	if (!a.over && self.engine >= 0)
		letter_send(self.engine, (struct message){ FRONT_DONE, a.code }, &end, sizeof(end),
		            NULL, 0);
	if (a.over) {
		close(self.engine);
		self.engine = -1;
	}
	close(a.stream);
}

uint32_t front_hear(int engine, uint32_t *value)
{
	if (!letter_receive(engine, &letter)) {
		self.unread = errno == ECONNRESET && !self.heard;
		return 0;
	}
	self.heard = true;
	if (letter.header.type == ENGINE_OPEN)
		open_for_engine();
	if (letter.header.type == ENGINE_INHERITED)
		inherited_for_engine();
	if (letter.header.type == ENGINE_PAGE)
		page_for_engine();
	if (letter.header.type == ENGINE_LAUNCH)
		launch_for_engine();
	if (letter.header.type != ENGINE_ATTACH)
		letter_close(&letter);
	*value = letter.header.value;
	return letter.header.type;
}

/* False once there is no more to do. */
static bool serve_engine(int signals)
{
	uint32_t value, type = front_hear(self.engine, &value);

	if (type == ENGINE_EXIT) {
		self.exited = true;
		self.code = value;
	}
	if (type == ENGINE_ANEW)
		self.unread = true;
	if (type == ENGINE_ATTACH)
		attach_for_engine(signals);
	return type && type != ENGINE_EXIT && type != ENGINE_ANEW && self.engine >= 0;
}

static void relay_signals(void)
{
	uint16_t rows, columns;
	int number;

	while ((number = signals_next()) > 0) {
		struct message m = { FRONT_SIGNAL, (uint32_t)number };

		if (number == SIGINT && pager_runs())
			continue;
		if (number == SIGINT && self.interrupted)
			_exit(INTERRUPTED);
		self.interrupted |= number == SIGINT;
		if (number == SIGWINCH) {
			if (!terminal_window(&rows, &columns))
				continue;
			m = (struct message){ FRONT_WINDOW, (uint32_t)rows << 16 | columns };
		}
		letter_send(self.engine, m, NULL, 0, NULL, 0);
	}
}

static int converse(int signals)
{
	for (;;) {
		struct pollfd table[] = { { self.engine, POLLIN, 0 }, { signals, POLLIN, 0 } };

		if (poll(table, 2, -1) < 0)
			continue;
		if (table[1].revents)
			relay_signals();
		if (table[0].revents && !serve_engine(signals))
			break;
	}
	pager_wait();
	if (self.exited)
		return (int)self.code;
	if (!self.unread)
		say("sampan: the engine went away", NULL);
	return FRONT_FAILED;
}

static int catch_signals(void)
{
	int signals = signals_open();

	signal(SIGPIPE, SIG_IGN);
	signals_catch(SIGINT);
	signals_catch(SIGTERM);
	signals_catch(SIGWINCH);
	return signals;
}

static int ask(const struct roots *roots, enum part part, char **arguments, char **environment)
{
	struct request request = { 0, 0, self.terminals, self.rows, self.columns, part };
	static int signals = -1;

	self.unread = false;
	self.engine = part == PART_RUNTIME ? engine_for_runtime(roots, environment)
	                                   : engine_connect(roots, environment);
	if (self.engine < 0)
		return FRONT_FAILED;
	if (signals < 0)
		signals = catch_signals();
	if (request_send(self.engine, request, arguments, environment))
		return converse(signals);
	self.unread = errno == EPIPE || errno == ECONNRESET;
	if (!self.unread)
		say("sampan: cannot ask the engine: ", strerror(errno), NULL);
	return FRONT_FAILED;
}

/* A runtime's command leaves no process behind but the container's own, which is not a child. */
static void wait_for_children(void)
{
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}

/* An idle engine may end just now, or make way for one of this build: then it is asked anew. */
static int ask_until_heard(const struct roots *roots, enum part part, char **arguments,
                           char **environment)
{
	int status = FRONT_FAILED;

	for (int i = 0; i < ATTEMPTS; i++) {
		status = ask(roots, part, arguments, environment);
		if (!self.unread && part == PART_RUNTIME) {
			close(self.engine);
			wait_for_children();
		}
		if (!self.unread)
			return status;
		close(self.engine);
	}
	say("sampan: the engine went away", NULL);
	return status;
}

static bool is(const char *word, const char *name)
{
	return word && strcmp(word, name) == 0;
}

/* What needs no engine: another program of the same JVM. */
static bool alone(char **arguments)
{
	return is(arguments[0], "daemon") || is(arguments[0], "context");
}

static int run_alone(struct wishes *wishes, char **arguments, char **environment)
{
	static const struct roots none;

	if (is(arguments[0], "context"))
		return engine_run(&none, arguments, environment);
	return engine_run(&wishes->roots, arguments + 1, environment);
}

static void prefer(struct roots *roots, const struct roots *others)
{
	roots->exec = roots->exec ? roots->exec : others->exec;
	roots->data = roots->data ? roots->data : others->data;
}

int front(enum part part, char **arguments, char **environment)
{
	static char *help[] = { NULL, (char *)"--help", NULL };
	struct wishes wishes = { .host = NULL };
	struct roots usual = roots_in(environment);
	bool terminal;

	look_at_descriptors();
	terminal = (self.terminals & 3) == 3;
	if (part == PART_RUNTIME) {
		arguments = take_roots(arguments, &usual);
		return ask_until_heard(&usual, part, arguments, environment);
	}
	take_wishes(arguments, &wishes);
	if (wishes.config && setenv("DOCKER_CONFIG", wishes.config, 1) == 0)
		environment = environ;
	prefer(&wishes.roots, &usual);
	if (is(arguments[0], "help") && alone(arguments + 1)) {
		help[0] = arguments[1];
		arguments = help;
	}
	if (alone(arguments))
		return run_alone(&wishes, arguments, environment);
	if (!choose_target(&wishes, arguments, environment, terminal))
		return WRONG;
	return ask_until_heard(&wishes.roots, part, arguments, environment);
}

int front_daemon(char **arguments, char **environment)
{
	struct roots roots = roots_in(environment);

	look_at_descriptors();
	return engine_run(&roots, arguments, environment);
}
