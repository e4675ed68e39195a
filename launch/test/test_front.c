/*
 * The front, against an engine made of a few lines: this same program, called java.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>

#include "../front.h"
#include "../text.h"
#include "check.h"
#include "container.h"

enum { CLOSED = -2 };

/* One command and the engine's side of it. */
struct command {
	char root[64];
	int listener, engine;
	pid_t front;
	int fds[3]; /* given to it */
	struct letter letter;
};

static struct command c;
static struct frame_in in;

static const char *binary(void)
{
	const char *path = getenv("SAMPAN_BINARY");

	return path ? path : "target/launch/sampan";
}

static int listen_in(const char *root)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/front.sock", root);
	CHECK(bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 64) == 0);
	return fd;
}

static void make_root(char *root)
{
	snprintf(root, sizeof(c.root), "%s/XXXXXX", test_folder);
	CHECK(mkdtemp(root));
}

static void give(int fd, int at)
{
	if (fd == CLOSED)
		close(at);
	else if (fd >= 0)
		dup2(fd, at);
}

static pid_t start_front(const char *program, char *const *arguments, char *const *environment)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	for (int i = 0; i < 3; i++)
		give(c.fds[i], i);
	syscall(SYS_close_range, 3, ~0u, 0);
	execve(program, arguments, environment);
	_exit(99);
}

static void hear(uint32_t type)
{
	CHECK(letter_receive(c.engine, &c.letter));
	CHECK_EQUAL(c.letter.header.type, type);
}

static void tell(uint32_t type, uint32_t value, const void *payload, size_t size, const int *fds,
                 int count)
{
	CHECK(letter_send(c.engine, (struct message){ type, value }, payload, size, fds, count));
}

static void begin_in(char *const *environment, char *const *more)
{
	char *arguments[16] = { "sampan", "--exec-root", c.root };

	for (int i = 0; more && more[i]; i++)
		arguments[3 + i] = more[i];
	make_root(c.root);
	c.listener = listen_in(c.root);
	c.front = start_front(binary(), arguments, environment);
	c.engine = accept4(c.listener, NULL, NULL, SOCK_CLOEXEC);
	CHECK(c.engine >= 0);
	hear(FRONT_REQUEST);
}

static void begin(char *const *more)
{
	static char *const environment[] = { "A=1", "EMPTY=", NULL };

	begin_in(environment, more);
}

static int end(void)
{
	return status_of(c.front);
}

static void no_streams(void)
{
	c.fds[0] = c.fds[1] = c.fds[2] = -1;
}

/* The conversation ------------------------------------------------------------------------------
 */

static void a_request_carries_what_the_caller_has(void)
{
	char text[4096], folder[1024], *home = text + 20;
	struct request request;
	ssize_t n, rest;

	no_streams();
	begin((char *[]){ "run", "", "-it", NULL });
	CHECK_EQUAL(c.letter.header.value, FRONT_PROTOCOL);
	CHECK_EQUAL(c.letter.size, sizeof(request));
	memcpy(&request, c.letter.payload, sizeof(request));
	CHECK_EQUAL(request.argc, 3);
	CHECK_EQUAL(request.envc, 2);
	CHECK_EQUAL(request.part, PART_CLI);
	CHECK_EQUAL(c.letter.count, 5);
	n = read(c.letter.fds[4], text, sizeof(text));
	CHECK(n > 0 && getcwd(folder, sizeof(folder)));
	CHECK(memcmp(text, "run\0\0-it\0A=1\0EMPTY=", 20) == 0);
	CHECK(strcmp(text + 20, folder) == 0);
	home += strlen(folder) + 1;
	rest = n - (home - text);
	CHECK(rest > 1 && home[0] == '/' && !home[rest - 1]);
	CHECK(strncmp(binary(), home, strlen(home)) == 0);
	CHECK(fcntl(c.letter.fds[3], F_GETFL) & O_PATH);
	tell(ENGINE_EXIT, 42, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 42);
}

static void leading_roots_are_the_fronts_others_the_engines(void)
{
	char *arguments[] = { "runc", "--data-root=/x", NULL, "--root",
		              "/y",   "--exec-root",    "/z", NULL };
	char option[128], text[4096];
	struct request request;

	no_streams();
	make_root(c.root);
	c.listener = listen_in(c.root);
	snprintf(option, sizeof(option), "--exec-root=%s", c.root);
	arguments[2] = option;
	c.front = start_front(binary(), arguments, (char *[]){ NULL });
	c.engine = accept4(c.listener, NULL, NULL, SOCK_CLOEXEC);
	hear(FRONT_REQUEST);
	memcpy(&request, c.letter.payload, sizeof(request));
	CHECK_EQUAL(request.part, PART_RUNTIME);
	CHECK_EQUAL(request.argc, 4);
	CHECK(read(c.letter.fds[4], text, sizeof(text)) > 0);
	CHECK(memcmp(text, "--root\0/y\0--exec-root\0/z", 25) == 0);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

static void the_environment_names_the_roots(void)
{
	char variable[128];

	no_streams();
	make_root(c.root);
	c.listener = listen_in(c.root);
	snprintf(variable, sizeof(variable), "SAMPAN_EXEC_ROOT=%s", c.root);
	c.front = start_front(binary(), (char *[]){ "docker", "ps", NULL },
	                      (char *[]){ variable, NULL });
	c.engine = accept4(c.listener, NULL, NULL, SOCK_CLOEXEC);
	hear(FRONT_REQUEST);
	tell(ENGINE_EXIT, 1, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 1);
}

static uint32_t ask_open(const char *path, uint32_t flags, uint32_t mode, int *fd)
{
	uint8_t payload[256];

	memcpy(payload, &mode, sizeof(mode));
	strcpy((char *)payload + 4, path);
	tell(ENGINE_OPEN, flags, payload, 5 + strlen(path), NULL, 0);
	hear(FRONT_OPENED);
	*fd = c.letter.count ? c.letter.fds[0] : -1;
	return c.letter.header.value;
}

static void files_are_opened_by_the_front(void)
{
	char path[128], text[8] = "";
	struct stat st;
	int fd;

	no_streams();
	umask(022);
	begin((char *[]){ "x", NULL });
	snprintf(path, sizeof(path), "%s/new", c.root);
	CHECK_EQUAL(ask_open(path, O_RDONLY, 0, &fd), ENOENT);
	CHECK_EQUAL(ask_open(path, O_RDWR | O_CREAT | O_EXCL, 0666, &fd), 0);
	CHECK(write(fd, "hello", 5) == 5 && fstat(fd, &st) == 0);
	CHECK_EQUAL(st.st_mode & 0777, 0644);
	CHECK_EQUAL(ask_open(path, O_RDONLY, 0, &fd), 0);
	CHECK(read(fd, text, 5) == 5 && strcmp(text, "hello") == 0);
	CHECK_EQUAL(ask_open("launch.c", O_PATH, 0, &fd), 0); /* in its working directory */
	CHECK(fcntl(fd, F_GETFL) & O_PATH);
	tell(ENGINE_OPEN, 0, "\0\0\0\0abc", 7, NULL, 0); /* no end */
	hear(FRONT_OPENED);
	CHECK_EQUAL(c.letter.header.value, EINVAL);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

/* What the engine writes for it comes out as it shows it, and the front waits for its end. */
static void a_pager_of_the_callers_is_started(void)
{
	static char *const environment[] = { "SAMPAN_PAGER=sed s/seen/read/; sleep 0.1; echo end",
		                             "PAGER=false", NULL };
	char shown[32] = "";
	int out[2];
	size_t at = 0;

	no_streams();
	CHECK(pipe2(out, O_CLOEXEC) == 0);
	c.fds[1] = out[1];
	begin_in(environment, (char *[]){ "explain", NULL });
	letter_close(&c.letter);
	close(out[1]);
	tell(ENGINE_PAGE, 0, NULL, 0, NULL, 0);
	hear(FRONT_OPENED);
	CHECK_EQUAL(c.letter.header.value, 0);
	CHECK_EQUAL(c.letter.count, 1);
	CHECK(write(c.letter.fds[0], "seen\n", 5) == 5);
	letter_close(&c.letter);
	kill(c.front, SIGINT); /* is the pager's */
	tell(ENGINE_EXIT, 3, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 3);
	for (ssize_t n; (n = read(out[0], shown + at, sizeof(shown) - 1 - at)) > 0;)
		at += (size_t)n;
	CHECK(strcmp(shown, "read\nend\n") == 0);
	close(out[0]);
}

static void where_there_is_no_pager_the_engine_is_told(void)
{
	static char *const none[] = { "PAGER=", "PAGER=cat", "PAGER=  ", "PAGER=/nowhere/less",
		                      "SAMPAN_PAGER=" };

	no_streams();
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		begin_in((char *[]){ none[i], NULL }, (char *[]){ "explain", NULL });
		letter_close(&c.letter);
		tell(ENGINE_PAGE, 0, NULL, 0, NULL, 0);
		hear(FRONT_OPENED);
		CHECK_EQUAL(c.letter.header.value, ENOENT);
		CHECK_EQUAL(c.letter.count, 0);
		tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
		CHECK_EQUAL(end(), 0);
	}
}

static void closed_descriptors_become_dev_null(void)
{
	struct stat null, given;

	c.fds[0] = c.fds[1] = c.fds[2] = CLOSED;
	begin((char *[]){ "x", NULL });
	CHECK(stat("/dev/null", &null) == 0);
	for (int i = 0; i < 3; i++)
		CHECK(fstat(c.letter.fds[i], &given) == 0 && given.st_rdev == null.st_rdev);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

static void a_dead_engine_is_told(void)
{
	char text[256] = "";
	int pair[2];

	no_streams();
	CHECK(pipe2(pair, O_CLOEXEC) == 0);
	c.fds[2] = pair[1];
	begin(NULL);
	close(c.engine);
	CHECK_EQUAL(end(), 125);
	CHECK(read(pair[0], text, sizeof(text) - 1) > 0 &&
	      strcmp(text, "sampan: the engine went away\n") == 0);
}

/* It had asked for more than it needed: its end of the socket is closed with an answer unread. */
static void the_last_word_of_an_engine_that_does_not_listen_is_heard(void)
{
	int status;

	no_streams();
	begin(NULL);
	tell(ENGINE_OPEN, O_RDONLY, "\0\0\0\0/", 6, NULL, 0);
	while (poll(&(struct pollfd){ c.engine, POLLIN, 0 }, 1, -1) != 1)
		;
	kill(c.front, SIGSTOP);
	CHECK(waitpid(c.front, &status, WUNTRACED) == c.front && WIFSTOPPED(status));
	tell(ENGINE_EXIT, 4, NULL, 0, NULL, 0);
	close(c.engine);
	c.engine = -1;
	kill(c.front, SIGCONT);
	CHECK_EQUAL(end(), 4);
}

/* As one that ends when idle does: it closes its listener without having accepted us. */
static void a_request_that_nobody_read_is_asked_anew(void)
{
	char *arguments[] = { "sampan", "--exec-root", c.root, "ps", NULL };
	char path[128];
	int old;

	no_streams();
	make_root(c.root);
	old = listen_in(c.root);
	c.front = start_front(binary(), arguments, (char *[]){ NULL });
	while (poll(&(struct pollfd){ old, POLLIN, 0 }, 1, -1) != 1)
		;
	usleep(20000);
	snprintf(path, sizeof(path), "%s/front.sock", c.root);
	CHECK(unlink(path) == 0);
	c.listener = listen_in(c.root);
	close(old);
	c.engine = accept4(c.listener, NULL, NULL, SOCK_CLOEXEC);
	hear(FRONT_REQUEST);
	tell(ENGINE_EXIT, 5, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 5);
}

static void an_engine_that_makes_way_is_followed_by_another(void)
{
	int old;

	no_streams();
	begin(NULL);
	tell(ENGINE_ANEW, 0, NULL, 0, NULL, 0);
	old = c.engine;
	c.engine = accept4(c.listener, NULL, NULL, SOCK_CLOEXEC);
	hear(FRONT_REQUEST);
	tell(ENGINE_EXIT, 6, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 6);
	close(old);
}

static void signals_go_to_the_engine_and_a_second_interrupt_ends(void)
{
	no_streams();
	begin(NULL);
	kill(c.front, SIGTERM);
	hear(FRONT_SIGNAL);
	CHECK_EQUAL(c.letter.header.value, SIGTERM);
	kill(c.front, SIGINT);
	hear(FRONT_SIGNAL);
	CHECK_EQUAL(c.letter.header.value, SIGINT);
	kill(c.front, SIGINT);
	CHECK_EQUAL(end(), 130);
}

static void a_launch_program_runs_beside_the_front(void)
{
	static struct assembly a;
	static uint8_t file[sizeof(struct assembly)];
	int pair[2], fds[3] = { open(binary(), O_RDONLY | O_CLOEXEC),
		                memfd_create("program", MFD_CLOEXEC) };
	char text[8] = "";

	no_streams();
	assembly_begin(&a);
	CALL(&a, SYS_write, I(4), A(string_of(&a, "hello")), I(5));
	CALL(&a, SYS_close, I(5))->tolerated[EBADF / 64] = 1ull << EBADF % 64;
	a.ops[1].skip_after_success =
		1; /* nothing else may be there: without EBADF no second word */
	CALL(&a, SYS_write, I(4), A(string_of(&a, "!")), I(1));
	op_of(&a, OP_END);
	CHECK(write(fds[1], file, assembled(&a, file)) > 0);
	CHECK(pipe2(pair, O_CLOEXEC) == 0);
	fds[2] = pair[1];
	begin(NULL);
	tell(ENGINE_LAUNCH, 0, NULL, 0, fds, 3);
	close(pair[1]);
	CHECK(read(pair[0], text, 5) == 5 && strcmp(text, "hello") == 0);
	CHECK(read(pair[0], text, 5) == 1 && text[0] == '!');
	CHECK(read(pair[0], text, 5) == 0);
	tell(ENGINE_EXIT, 3, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 3);
}

/* Attached ----------------------------------------------------------------------------------------
 */

static int begin_attach(uint32_t flags, const char *keys)
{
	int pair[2];

	begin((char *[]){ "run", NULL });
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
	tell(ENGINE_ATTACH, flags, keys, keys ? strlen(keys) : 0, &pair[1], 1);
	close(pair[1]);
	return pair[0];
}

static void send_exited(int monitor, uint32_t code)
{
	uint8_t payload[21] = { 0 };

	be32(payload, code);
	frame_send(monitor, FRAME_EXITED, payload, sizeof(payload));
}

static uint32_t heard_done(uint32_t end)
{
	uint32_t told;

	hear(FRONT_DONE);
	CHECK_EQUAL(c.letter.size, sizeof(told));
	memcpy(&told, c.letter.payload, sizeof(told));
	CHECK_EQUAL(told, end);
	return c.letter.header.value;
}

static void output_of_a_container_reaches_the_caller(void)
{
	int out[2], err[2], monitor;
	char text[16] = "";

	CHECK(pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0);
	no_streams();
	c.fds[1] = out[1];
	c.fds[2] = err[1];
	monitor = begin_attach(ATTACH_STDOUT | ATTACH_STDERR, NULL);
	frame_send(monitor, FRAME_STDOUT, "out", 3);
	frame_send(monitor, FRAME_STDERR, "err", 3);
	CHECK(read(out[0], text, 3) == 3 && strcmp(text, "out") == 0);
	CHECK(read(err[0], text, 3) == 3 && strcmp(text, "err") == 0);
	send_exited(monitor, 17);
	CHECK_EQUAL(heard_done(ENDED_EXIT), 17);
	tell(ENGINE_EXIT, 18, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 18);
}

static void much_output_arrives_whole(void)
{
	enum { FRAMES = 1600 };
	static uint8_t block[MAX_FRAME], got[1 << 20];
	int out[2], monitor;
	size_t total = 0;
	ssize_t n;

	CHECK(pipe2(out, O_CLOEXEC) == 0);
	no_streams();
	c.fds[1] = out[1];
	monitor = begin_attach(ATTACH_STDOUT, NULL);
	close(out[1]);
	if (fork() == 0) {
		for (int i = 0; i < FRAMES; i++) {
			memset(block, i, sizeof(block));
			frame_send(monitor, FRAME_STDOUT, block, sizeof(block));
		}
		send_exited(monitor, 0);
		_exit(0);
	}
	while (total < FRAMES * sizeof(block) && (n = read(out[0], got, sizeof(got))) > 0) {
		for (ssize_t i = 0; i < n; i += 997)
			CHECK_EQUAL(got[i], (total + (size_t)i) / sizeof(block) & 255);
		total += (size_t)n;
	}
	CHECK_EQUAL(total, FRAMES * sizeof(block));
	CHECK_EQUAL(heard_done(ENDED_EXIT), 0);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

static void stdin_reaches_the_container_and_its_end_too(void)
{
	int input[2], monitor;

	CHECK(pipe2(input, O_CLOEXEC) == 0);
	no_streams();
	c.fds[0] = input[0];
	monitor = begin_attach(ATTACH_STDIN, NULL);
	CHECK(write(input[1], "abc", 3) == 3);
	frame_expect(monitor, FRAME_STDIN, &in);
	CHECK(in.length == 3 && memcmp(in.payload, "abc", 3) == 0);
	close(input[1]);
	frame_expect(monitor, FRAME_CLOSE_STDIN, &in);
	send_exited(monitor, 0);
	heard_done(ENDED_EXIT);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

static void type(int to, int monitor, const char *keys, const char *expected)
{
	char got[64] = "";

	CHECK(write(to, keys, strlen(keys)) == (ssize_t)strlen(keys));
	while (strlen(got) < strlen(expected)) {
		frame_expect(monitor, FRAME_STDIN, &in);
		strncat(got, (char *)in.payload, sizeof(got) - strlen(got) - 1);
	}
	CHECK(strcmp(got, expected) == 0);
}

static void keys_detach_and_half_of_them_do_not(void)
{
	int input[2], monitor;

	CHECK(pipe2(input, O_CLOEXEC) == 0);
	no_streams();
	c.fds[0] = input[0];
	monitor = begin_attach(ATTACH_STDIN, "\x10\x11");
	type(input[1], monitor, "a\x10z", "a\x10z");
	type(input[1], monitor, "b\x10", "b");
	type(input[1], monitor, "c",
	     "\x10"
	     "c");
	type(input[1], monitor, "\x10\x10\x11", "\x10");
	CHECK_EQUAL(heard_done(ENDED_DETACHED), 0);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

static void a_failed_start_and_a_lost_monitor_are_told(void)
{
	uint8_t payload[8] = { 0, 0, 0, 9, 0, 0, 0, ENOENT };
	int monitor;

	no_streams();
	monitor = begin_attach(ATTACH_STDOUT, NULL);
	frame_send(monitor, FRAME_FAILED, payload, sizeof(payload));
	CHECK_EQUAL(heard_done(ENDED_FAILED), ENOENT);
	tell(ENGINE_EXIT, 127, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 127);
	monitor = begin_attach(ATTACH_STDOUT, NULL);
	close(monitor);
	CHECK_EQUAL(heard_done(ENDED_LOST), 0);
	tell(ENGINE_EXIT, 125, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 125);
}

static void an_attached_front_outlives_the_engine(void)
{
	int out[2], monitor;
	char text[8] = "";

	CHECK(pipe2(out, O_CLOEXEC) == 0);
	no_streams();
	c.fds[1] = out[1];
	monitor = begin_attach(ATTACH_STDOUT, NULL);
	close(c.engine);
	usleep(20000);
	frame_send(monitor, FRAME_STDOUT, "later", 5);
	CHECK(read(out[0], text, 5) == 5 && strcmp(text, "later") == 0);
	send_exited(monitor, 33);
	CHECK_EQUAL(end(), 33);
}

static void signals_go_to_the_container(void)
{
	static const int numbers[] = { SIGINT,  SIGINT,  SIGTERM, SIGHUP,
		                       SIGUSR1, SIGTSTP, SIGQUIT, SIGCONT };
	int out[2], monitor;
	char text[16];

	CHECK(pipe2(out, O_CLOEXEC) == 0);
	no_streams();
	c.fds[1] = out[1];
	monitor = begin_attach(ATTACH_STDOUT | ATTACH_SIGNALS, NULL);
	frame_send(monitor, FRAME_STDOUT, "out", 3);
	CHECK(read(out[0], text, sizeof(text)) == 3); /* it is attached */
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		kill(c.front, numbers[i]);
		frame_expect(monitor, FRAME_SIGNAL, &in);
		CHECK_EQUAL(in.payload[0], numbers[i]);
	}
	send_exited(monitor, 0);
	heard_done(ENDED_EXIT);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

/* Nobody reads stdin, so a frame would wait for ever. */
static void a_signal_finds_its_way_round_unread_stdin(void)
{
	int monitor;

	no_streams();
	c.fds[0] = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	monitor = begin_attach(ATTACH_STDIN | ATTACH_SIGNALS, NULL);
	CHECK(poll(&(struct pollfd){ monitor, POLLIN, 0 }, 1, -1) == 1); /* some stdin is here */
	kill(c.front, SIGINT);
	hear(FRONT_SIGNAL);
	CHECK_EQUAL(c.letter.header.value, SIGINT);
	send_exited(monitor, 0);
	heard_done(ENDED_EXIT);
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
	close(monitor);
}

static void a_stuck_reader_does_not_hold_up_signals(void)
{
	static uint8_t block[MAX_FRAME];
	int out[2], monitor, flags;

	CHECK(pipe2(out, O_CLOEXEC) == 0);
	no_streams();
	c.fds[1] = out[1];
	monitor = begin_attach(ATTACH_STDOUT | ATTACH_SIGNALS, NULL);
	for (int i = 0; i < 3; i++)
		frame_send(monitor, FRAME_STDOUT, block, sizeof(block));
	while (poll(&(struct pollfd){ out[1], POLLOUT, 0 }, 1, 0) == 1)
		usleep(1000); /* until it is full */
	kill(c.front, SIGTERM);
	frame_expect(monitor, FRAME_SIGNAL, &in);
	flags = fcntl(out[1], F_GETFL);
	CHECK(!(flags & O_NONBLOCK));
	close(out[0]); /* and a broken pipe ends it as it ends others */
	close(out[1]);
	CHECK_EQUAL(end(), 128 + SIGPIPE);
}

/* Terminals ---------------------------------------------------------------------------------------
 */

static int begin_terminal(uint32_t flags, int *master, int *slave)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct request request;
	int monitor;

	CHECK(openpty(master, slave, NULL, NULL, &size) == 0);
	fcntl(*master, F_SETFD, FD_CLOEXEC);
	c.fds[0] = c.fds[1] = c.fds[2] = *slave;
	monitor = begin_attach(ATTACH_STDIN | ATTACH_STDOUT | ATTACH_RAW | flags, NULL);
	memcpy(&request, c.letter.payload, sizeof(request));
	CHECK_EQUAL(request.terminals, 7);
	CHECK_EQUAL(request.rows, 24);
	CHECK_EQUAL(request.columns, 80);
	frame_expect(monitor, FRAME_RESIZE, &in);
	CHECK(memcmp(in.payload, "\0\x18\0\x50", 4) == 0);
	return monitor;
}

static bool is_raw(int slave)
{
	struct termios t;

	CHECK(tcgetattr(slave, &t) == 0);
	return !(t.c_lflag & (ICANON | ECHO | ISIG));
}

static void a_terminal_is_raw_while_attached_only(void)
{
	struct winsize size = { .ws_row = 50, .ws_col = 132 };
	int master, slave, monitor = begin_terminal(ATTACH_SIGNALS, &master, &slave);

	CHECK(is_raw(slave));
	type(master, monitor, "\x03", "\x03"); /* not a signal */
	CHECK(ioctl(master, TIOCSWINSZ, &size) == 0);
	kill(c.front, SIGWINCH);
	frame_expect(monitor, FRAME_RESIZE, &in);
	CHECK(memcmp(in.payload, "\0\x32\0\x84", 4) == 0);
	send_exited(monitor, 0);
	heard_done(ENDED_EXIT);
	CHECK(!is_raw(slave));
	tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
	CHECK_EQUAL(end(), 0);
}

static void a_killed_front_leaves_the_terminal_as_it_was(void)
{
	static const int numbers[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT };

	for (int i = 0; i < 4; i++) {
		int master, slave, monitor = begin_terminal(0, &master, &slave);

		CHECK(is_raw(slave));
		kill(c.front, numbers[i]);
		CHECK_EQUAL(end(), 128 + numbers[i]);
		CHECK(!is_raw(slave));
		close(monitor);
	}
}

/* Starting an engine ------------------------------------------------------------------------------
 */

static void make_home(void)
{
	char command[512];

	make_root(c.root);
	snprintf(command, sizeof(command),
	         "cp %2$s %1$s/sampan && cd %1$s && mkdir -p bin jvm/bin run && mv sampan "
	         "bin/sampan && cp /proc/%3$d/exe jvm/bin/java &&"
	         "ln -s sampan bin/dockerd",
	         c.root, binary(), getpid());
	CHECK(system(command) == 0);
}

static pid_t start_in_home(const char *program, const char *mode, int err)
{
	char path[128], exec[128], variable[64];

	snprintf(path, sizeof(path), "%s/bin/%s", c.root, program);
	snprintf(exec, sizeof(exec), "%s/run", c.root);
	snprintf(variable, sizeof(variable), "FAKE=%s", mode);
	no_streams();
	c.fds[2] = err;
	return start_front(
		path,
		(char *[]){ (char *)(uintptr_t)program, "--exec-root", exec, "--data-root", "/data",
	                    "ps", NULL },
		(char *[]){ variable, "JAVA_TOOL_OPTIONS=-version", "_JAVA_OPTIONS=x", NULL });
}

static size_t read_in_home(const char *name, char *text, size_t size)
{
	char path[128];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", c.root, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = read(fd, text, size - 1);
	text[n < 0 ? 0 : n] = 0;
	close(fd);
	return strlen(text);
}

enum { COMMANDS = 20 };

static void one_engine_is_started_for_many_commands(void)
{
	char log[4096], expected[512];
	pid_t fronts[COMMANDS];
	struct stat st;

	make_home();
	for (int i = 0; i < COMMANDS; i++)
		fronts[i] = start_in_home("sampan", "serve", -1);
	for (int i = 0; i < COMMANDS; i++)
		CHECK_EQUAL(status_of(fronts[i]), 42);
	CHECK(read_in_home("run/engine.log", log, sizeof(log)));
	snprintf(expected, sizeof(expected),
	         "started -Dsampan.start.lock=3 @%s/engine.args --data-root /data --exec-root "
	         "%s/run "
	         "--on-demand\n",
	         c.root, c.root);
	CHECK(strcmp(log, expected) == 0); /* once */
	CHECK(stat(c.root, &st) == 0);
}

static void an_engine_that_dies_says_why(void)
{
	char text[4096] = "";
	int err[2];
	pid_t front;

	CHECK(pipe2(err, O_CLOEXEC) == 0);
	make_home();
	front = start_in_home("sampan", "die", err[1]);
	CHECK_EQUAL(status_of(front), 125);
	close(err[1]);
	while (read(err[0], text + strlen(text), sizeof(text) - 1 - strlen(text)) > 0)
		;
	CHECK(strstr(text, "sampan: the engine could not start; ") &&
	      strstr(text, "no disk today\n"));
}

static void the_daemon_runs_in_the_foreground(void)
{
	char path[128], exec[128], text[4096] = "", expected[512];
	int out[2];
	pid_t front;

	CHECK(pipe2(out, O_CLOEXEC) == 0);
	make_home();
	no_streams();
	c.fds[1] = out[1];
	snprintf(path, sizeof(path), "%s/bin/sampan", c.root);
	snprintf(exec, sizeof(exec), "--exec-root=%s/run", c.root);
	front = start_front(path, (char *[]){ "sampan", exec, "daemon", "-H", "unix:///x", NULL },
	                    (char *[]){ "FAKE=die", NULL });
	CHECK_EQUAL(status_of(front), 1);
	CHECK(read(out[0], text, sizeof(text) - 1) > 0);
	snprintf(expected, sizeof(expected),
	         "started @%s/engine.args --exec-root %s/run -H unix:///x\n", c.root, c.root);
	CHECK(strncmp(text, expected, strlen(expected)) == 0);
	snprintf(path, sizeof(path), "%s/bin/dockerd", c.root);
	front = start_front(path, (char *[]){ "dockerd", "--exec-root", "/e", "-D", NULL },
	                    (char *[]){ "FAKE=die", "SAMPAN_EXEC_ROOT=/not/this", NULL });
	CHECK_EQUAL(status_of(front), 1);
	memset(text, 0, sizeof(text));
	CHECK(read(out[0], text, sizeof(text) - 1) > 0);
	snprintf(expected, sizeof(expected), "started @%s/engine.args --exec-root /e -D\n", c.root);
	CHECK(strncmp(text, expected, strlen(expected)) == 0);
}

static void somebody_else_is_told_that_only_root_may(void)
{
	char text[512] = "";
	int err[2];

	if (getuid() != 0)
		return;
	CHECK(pipe2(err, O_CLOEXEC) == 0);
	make_root(c.root);
	CHECK(chmod(c.root, 0755) == 0);
	c.listener = listen_in(c.root);
	c.front = fork();
	if (c.front == 0) {
		int exe = open(binary(), O_PATH | O_CLOEXEC);

		dup2(err[1], 2);
		CHECK(setgid(65534) == 0 && setuid(65534) == 0);
		syscall(SYS_execveat, exe, "",
		        (char *[]){ "sampan", "--exec-root", c.root, "ps", NULL },
		        (char *[]){ NULL }, AT_EMPTY_PATH);
		_exit(99);
	}
	CHECK_EQUAL(status_of(c.front), 125);
	CHECK(read(err[0], text, sizeof(text) - 1) > 0);
	CHECK(strncmp(text,
	              "permission denied while trying to connect to the Sampan engine at "
	              "unix:///tmp/",
	              78) == 0);
}

static void a_command_costs_little(void)
{
	enum { ROUNDS = 300 };
	struct timespec from, till;
	struct rusage used;
	char *arguments[] = { "sampan", "--exec-root", c.root, "version", NULL };
	double us;

	no_streams();
	make_root(c.root);
	c.listener = listen_in(c.root);
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < ROUNDS; i++) {
		c.front = start_front(binary(), arguments, (char *[]){ "A=1", NULL });
		c.engine = accept4(c.listener, NULL, NULL, SOCK_CLOEXEC);
		hear(FRONT_REQUEST);
		letter_close(&c.letter);
		tell(ENGINE_EXIT, 0, NULL, 0, NULL, 0);
		CHECK_EQUAL(status_of(c.front), 0);
		close(c.engine);
	}
	clock_gettime(CLOCK_MONOTONIC, &till);
	us = ((till.tv_sec - from.tv_sec) * 1e9 + (till.tv_nsec - from.tv_nsec)) / 1e3 / ROUNDS;
	fprintf(stderr, "       a command, from fork to exit status: %.0f us\n", us);
	/* What it costs does not depend on what else the machine has to do. */
	CHECK(getrusage(RUSAGE_CHILDREN, &used) == 0);
	us = ((double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 +
	      (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec)) /
	     ROUNDS;
	CHECK(us < 20000);
}

/* The engine these tests start: serves so many commands if FAKE=serve. */
static int fake_java(int argc, char **argv)
{
	const char *exec = NULL;
	int listener;

	printf("started");
	for (int i = 1; i < argc; i++) {
		printf(" %s", argv[i]);
		if (i > 1 && strcmp(argv[i - 1], "--exec-root") == 0)
			exec = argv[i];
	}
	printf("\n%s", strcmp(getenv("FAKE"), "die") == 0 ? "no disk today\n" : "");
	fflush(stdout);
	if (getenv("JAVA_TOOL_OPTIONS") || getenv("_JAVA_OPTIONS") ||
	    strcmp(getenv("FAKE"), "serve") != 0)
		return 1;
	alarm(TIME_LIMIT);
	usleep(100000);
	listener = listen_in(exec);
	for (int i = 0; i < COMMANDS; i++) {
		c.engine = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		hear(FRONT_REQUEST);
		letter_close(&c.letter);
		tell(ENGINE_EXIT, 42, NULL, 0, NULL, 0);
		close(c.engine);
	}
	return 0;
}

static const struct test tests[] = {
	TEST(a_request_carries_what_the_caller_has),
	TEST(leading_roots_are_the_fronts_others_the_engines),
	TEST(the_environment_names_the_roots),
	TEST(files_are_opened_by_the_front),
	TEST(a_pager_of_the_callers_is_started),
	TEST(where_there_is_no_pager_the_engine_is_told),
	TEST(closed_descriptors_become_dev_null),
	TEST(a_dead_engine_is_told),
	TEST(the_last_word_of_an_engine_that_does_not_listen_is_heard),
	TEST(a_request_that_nobody_read_is_asked_anew),
	TEST(an_engine_that_makes_way_is_followed_by_another),
	TEST(signals_go_to_the_engine_and_a_second_interrupt_ends),
	TEST(a_launch_program_runs_beside_the_front),
	TEST(output_of_a_container_reaches_the_caller),
	TEST(much_output_arrives_whole),
	TEST(stdin_reaches_the_container_and_its_end_too),
	TEST(keys_detach_and_half_of_them_do_not),
	TEST(a_failed_start_and_a_lost_monitor_are_told),
	TEST(an_attached_front_outlives_the_engine),
	TEST(signals_go_to_the_container),
	TEST(a_signal_finds_its_way_round_unread_stdin),
	TEST(a_stuck_reader_does_not_hold_up_signals),
	TEST(a_terminal_is_raw_while_attached_only),
	TEST(a_killed_front_leaves_the_terminal_as_it_was),
	TEST(one_engine_is_started_for_many_commands),
	TEST(an_engine_that_dies_says_why),
	TEST(the_daemon_runs_in_the_foreground),
	TEST(somebody_else_is_told_that_only_root_may),
	TEST(a_command_costs_little),
};

int main(int argc, char **argv)
{
	if (strstr(argv[0], "/jvm/bin/java"))
		return fake_java(argc, argv);
	return run_tests(tests, sizeof(tests) / sizeof(*tests), argc, argv);
}
