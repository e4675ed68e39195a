/*
 * The monitor: streams, clients, signals and ends, with real processes.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "../text.h"
#include "check.h"
#include "container.h"

#define SHELL(script) ((const char *const[]){ "/bin/sh", "-c", script, NULL })

enum { BOTH = WANT_STDOUT | WANT_STDERR };

static struct frame_in in;
static char output[8 << 20];

static void expect_output(int socket, const char *expected)
{
	char got[256] = "";

	while (strlen(got) < strlen(expected)) {
		frame_expect(socket, FRAME_STDOUT, &in);
		strncat(got, (char *)in.payload, sizeof(got) - strlen(got) - 1);
	}
	CHECK(strcmp(got, expected) == 0);
}

static void output_and_exit_code_reach_an_attached_client(void)
{
	struct container c = { .argv = SHELL("echo out; echo err >&2; exit 7"),
		               .stream_interest = BOTH };
	char errors[64];

	container_start(&c);
	CHECK_EQUAL(collect_streams(c.stream, output, errors, sizeof(errors)), 7);
	CHECK(strcmp(output, "out\n") == 0 && strcmp(errors, "err\n") == 0);
	CHECK_EQUAL(container_end(&c), 0);
}

static void the_engine_hears_started_running_and_exited(void)
{
	struct container c = { .argv = SHELL("read x; kill -9 $$"),
		               .with_stdin = true,
		               .settings.flags = SETTING_OPEN_STDIN };
	struct pollfd ended = { .events = POLLIN };
	int pid;

	container_start(&c);
	frame_expect(c.events, FRAME_STARTED, &in);
	CHECK_EQUAL(in.length, 12);
	pid = (int)from_be32(in.payload);
	CHECK(kill(pid, 0) == 0);
	ended.fd = in.fd;
	frame_send(c.events, FRAME_STDIN, "\n", 1);
	CHECK(poll(&ended, 1, -1) == 1); /* it is a pidfd */
	frame_expect(c.events, FRAME_RUNNING, &in);
	frame_expect(c.events, FRAME_EXITED, &in);
	CHECK_EQUAL(in.length, 21);
	CHECK_EQUAL(from_be32(in.payload), 137);
	CHECK_EQUAL(in.payload[4], 0);
	container_end(&c);
}

static void a_program_that_does_not_exist_is_a_failure_with_its_operation(void)
{
	struct container c = { .argv = (const char *const[]){ "/no/such/file", NULL },
		               .stream_interest = BOTH,
		               .with_directory = true };
	uint32_t op;

	container_start(&c);
	frame_expect(c.events, FRAME_STARTED, &in);
	frame_expect(c.events, FRAME_FAILED, &in);
	op = from_be32(in.payload);
	CHECK_EQUAL(from_be32(in.payload + 4), ENOENT);
	frame_expect(c.stream, FRAME_FAILED, &in);
	CHECK_EQUAL(from_be32(in.payload), op);
	CHECK(!frame_receive(c.stream, &in));
	CHECK_EQUAL(container_end(&c), 125);
	CHECK_EQUAL(file_read(&c, "exit.json", output, sizeof(output)), 0);
	CHECK_EQUAL(file_read(&c, "exit.json.tmp", output, sizeof(output)), 0);
}

static void fail_in_parent(struct assembly *a)
{
	a->ops[a->header.ops - 1].kind = OP_SYSCALL; /* close(~0) in place of OP_END */
	a->ops[a->header.ops - 1].number = SYS_close;
	a->ops[a->header.ops - 1].argument[0] = ~0ull;
	op_of(a, OP_END);
}

static void a_failure_of_the_parent_part_kills_the_child_and_is_told(void)
{
	struct container c = { .argv = SHELL("sleep 100"),
		               .stream_interest = BOTH,
		               .change = fail_in_parent };

	container_start(&c);
	frame_expect(c.stream, FRAME_FAILED, &in);
	CHECK_EQUAL(from_be32(in.payload + 4), EBADF);
	CHECK_EQUAL(container_end(&c), 125);
}

static void break_it(struct assembly *a)
{
	a->ops[0].kind = 99;
}

static void a_refused_program_is_told_to_the_first_clients(void)
{
	struct container c = { .argv = SHELL("true"), .stream_interest = BOTH, .change = break_it };

	container_start(&c);
	frame_expect(c.events, FRAME_FAILED, &in);
	CHECK_EQUAL(from_be32(in.payload), ~0u);
	CHECK_EQUAL(from_be32(in.payload + 4), EINVAL);
	CHECK_EQUAL(container_end(&c), 125);
}

static void exit_json_tells_code_signal_and_times(void)
{
	struct container c = { .argv = SHELL("kill -15 $$"), .with_directory = true };
	unsigned long long started, finished;
	int code, signal;

	container_start(&c);
	status_of(c.launcher);
	CHECK(file_read(&c, "exit.json", output, sizeof(output)));
	CHECK(sscanf(output,
	             "{\"code\":%d,\"signal\":%d,\"oomKilled\":false,\"startedAt\":%llu,"
	             "\"finishedAt\":%llu}\n",
	             &code, &signal, &started, &finished) == 4);
	CHECK_EQUAL(code, 143);
	CHECK_EQUAL(signal, 15);
	CHECK(started > 1500000000000000000 && started <= finished);
	CHECK_EQUAL(file_read(&c, "exit.json.tmp", output, sizeof(output)), 0);
}

static int oom_file(const char *text)
{
	int fd = memfd_create("oom", 0);

	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	return fd;
}

static const char *oom_text;

static void give_oom_file(struct assembly *a)
{
	struct settings *s = (struct settings *)(a->data + a->header.settings);
	char path[64];
	int fd = oom_file(oom_text);

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", getpid(), fd);
	/* opened by the program before all else: shift the operations by one */
	memmove(a->ops + 1, a->ops, a->header.ops * sizeof(struct op));
	a->header.ops++;
	memset(a->ops, 0, sizeof(struct op));
	a->ops[0].result = 20;
	a->ops[0].number = SYS_openat;
	a->ops[0].argument[0] = (uint64_t)AT_FDCWD;
	a->ops[0].type[1] = ADDRESS;
	a->ops[0].argument[1] = string_of(a, path);
	s->register_oom = 20;
}

static bool oom_killed_with(const char *text)
{
	struct container c = { .argv = SHELL("exit 137"), .change = give_oom_file };

	oom_text = text;
	container_start(&c);
	frame_expect(c.events, FRAME_STARTED, &in);
	frame_expect(c.events, FRAME_RUNNING, &in);
	frame_expect(c.events, FRAME_EXITED, &in);
	container_end(&c);
	return in.payload[4];
}

static void an_oom_kill_is_seen_in_both_kinds_of_cgroup(void)
{
	CHECK(oom_killed_with("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"));
	CHECK(!oom_killed_with("oom_kill_disable 1\nunder_oom 1\noom_kill 0\n"));
	CHECK(oom_killed_with("low 0\nhigh 0\nmax 7\noom 7\noom_kill 12\noom_group_kill 0\n"));
	CHECK(!oom_killed_with("low 0\nhigh 0\nmax 7\noom 7\noom_kill 0\noom_group_kill 9\n"));
}

static void stdin_reaches_the_process_and_its_end_too(void)
{
	struct container c = { .argv = SHELL("cat; echo done"),
		               .with_stdin = true,
		               .stream_interest = BOTH | SENDS_STDIN };

	container_start(&c);
	frame_send(c.stream, FRAME_STDIN, "hello\n", 6);
	expect_output(c.stream, "hello\n");
	frame_send(c.stream, FRAME_CLOSE_STDIN, NULL, 0);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(strcmp(output, "done\n") == 0);
	container_end(&c);
}

static void a_half_closed_client_still_gets_the_output(void)
{
	struct container c = { .argv = SHELL("cat; sleep 0.1; echo done"),
		               .with_stdin = true,
		               .stream_interest = BOTH | SENDS_STDIN };

	container_start(&c);
	frame_send(c.stream, FRAME_STDIN, "x", 1);
	CHECK(shutdown(c.stream, SHUT_WR) == 0);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(strcmp(output, "xdone\n") == 0);
	container_end(&c);
}

static void stdin_stays_open_for_the_next_client_if_so_set(void)
{
	struct container c = { .argv = SHELL("read a; read b; echo $a$b"),
		               .with_stdin = true,
		               .with_listener = true,
		               .settings.flags = SETTING_OPEN_STDIN };
	int first, second;

	container_start(&c);
	first = container_connect(&c, BOTH | SENDS_STDIN);
	frame_send(first, FRAME_STDIN, "one\n", 4);
	frame_send(first, FRAME_CLOSE_STDIN, NULL, 0);
	usleep(50000);
	close(first);
	second = container_connect(&c, BOTH | SENDS_STDIN);
	usleep(50000);
	frame_send(second, FRAME_STDIN, "two\n", 4);
	CHECK_EQUAL(collect(second, output, sizeof(output)), 0);
	CHECK(strcmp(output, "onetwo\n") == 0);
	container_end(&c);
}

static void stdin_once_ends_with_its_first_client(void)
{
	struct container c = { .argv = SHELL("cat >/dev/null; echo over"),
		               .with_stdin = true,
		               .with_listener = true,
		               .settings.flags = SETTING_STDIN_ONCE | SETTING_OPEN_STDIN };
	int first, second;

	container_start(&c);
	second = container_connect(&c, BOTH);
	first = container_connect(&c, BOTH | SENDS_STDIN);
	frame_send(first, FRAME_STDIN, "x", 1);
	close(first);
	CHECK_EQUAL(collect(second, output, sizeof(output)), 0);
	CHECK(strcmp(output, "over\n") == 0);
	container_end(&c);
}

/* More than all buffers hold goes in while nobody reads; all of it comes out. */
static void stdin_waits_for_a_slow_process(void)
{
	struct container c = { .argv = SHELL("sleep 0.3; wc -c"),
		               .with_stdin = true,
		               .stream_interest = BOTH | SENDS_STDIN };
	static char block[MAX_FRAME];

	container_start(&c);
	for (int i = 0; i < 64; i++)
		frame_send(c.stream, FRAME_STDIN, block, sizeof(block));
	frame_send(c.stream, FRAME_CLOSE_STDIN, NULL, 0);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK_EQUAL(atoi(output), 64 * MAX_FRAME);
	container_end(&c);
}

static void stdin_of_a_process_that_closed_it_is_dropped(void)
{
	struct container c = { .argv = SHELL("exec <&-; sleep 0.3; echo end"),
		               .with_stdin = true,
		               .stream_interest = BOTH | SENDS_STDIN };
	static char block[MAX_FRAME];

	container_start(&c);
	for (int i = 0; i < 64; i++)
		frame_send(c.stream, FRAME_STDIN, block, sizeof(block));
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(strcmp(output, "end\n") == 0);
	container_end(&c);
}

static void signals_reach_the_process(void)
{
	struct container c = {
		.argv = SHELL(
			"trap 'echo got; exit 3' USR1; echo ready; while :; do sleep 0.01; done"),
		.stream_interest = BOTH
	};

	container_start(&c);
	expect_output(c.stream, "ready\n");
	frame_send(c.stream, FRAME_SIGNAL, (uint8_t[]){ SIGUSR1 }, 1);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 3);
	CHECK(strcmp(output, "got\n") == 0);
	container_end(&c);
}

static void the_monitor_survives_every_signal_it_can(void)
{
	struct container c = { .argv = SHELL("echo ready; read x; exit 5"),
		               .with_stdin = true,
		               .stream_interest = BOTH | SENDS_STDIN };

	container_start(&c);
	expect_output(c.stream, "ready\n");
	for (int i = 1; i < 32; i++)
		if (i != SIGKILL && i != SIGSTOP)
			kill(c.launcher, i);
	frame_send(c.stream, FRAME_STDIN, "\n", 1);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 5);
	CHECK_EQUAL(container_end(&c), 0);
}

static void a_late_client_is_told_what_it_missed(void)
{
	struct container c = { .argv = SHELL("read x; exit 4"),
		               .with_stdin = true,
		               .with_listener = true,
		               .settings.flags = SETTING_OPEN_STDIN };
	int late;

	container_start(&c);
	late = container_connect(&c, WANT_EVENTS);
	frame_expect(late, FRAME_STARTED, &in);
	CHECK(in.fd >= 0);
	frame_expect(late, FRAME_RUNNING, &in);
	frame_send(late, FRAME_STDIN, "\n", 1);
	CHECK_EQUAL(collect(late, output, sizeof(output)), 4);
	container_end(&c);
}

static void a_hundred_clients_get_every_byte(void)
{
	struct container c = {
		.argv = SHELL(
			"read x; i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done"),
		.with_stdin = true,
		.with_listener = true,
		.settings.flags = SETTING_OPEN_STDIN
	};
	static char expected[1 << 17];
	int clients[100];
	pid_t pids[100];
	size_t n = 0;

	for (int i = 0; i < 5000; i++)
		n += (size_t)sprintf(expected + n, "line %d\n", i);
	container_start(&c);
	for (int i = 0; i < 100; i++) {
		clients[i] = container_connect(&c, BOTH | WANT_EVENTS);
		frame_expect(clients[i], FRAME_STARTED, &in);
	}
	for (int i = 0; i < 100; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			CHECK_EQUAL(collect(clients[i], output, sizeof(output)), 0);
			CHECK(strcmp(output, expected) == 0);
			_exit(0);
		}
		if (i)
			close(clients[i]);
	}
	frame_send(clients[0], FRAME_STDIN, "\n", 1);
	for (int i = 0; i < 100; i++)
		CHECK_EQUAL(status_of(pids[i]), 0);
	container_end(&c);
}

static bool is_taken(int client)
{
	return container_hello(client, WANT_EVENTS) && frame_receive(client, &in);
}

static void more_clients_than_there_is_room_for_are_refused(void)
{
	struct container c = { .argv = SHELL("read x; exit 6"),
		               .with_stdin = true,
		               .with_listener = true,
		               .settings.flags = SETTING_OPEN_STDIN };
	int clients[300];

	container_start(&c);
	for (int i = 0; i < 300; i++)
		clients[i] = i < 100 ? container_connect(&c, WANT_EVENTS) : container_dial(&c);
	frame_expect(clients[0], FRAME_STARTED, &in);
	frame_expect(clients[0], FRAME_RUNNING, &in);
	CHECK(!frame_receive(clients[299], &in));
	for (int i = 100; i < 300; i++)
		close(clients[i]);
	while (!is_taken(clients[100] = container_dial(&c))) /* until there is room again */
		close(clients[100]);
	CHECK_EQUAL(in.type, FRAME_STARTED);
	frame_send(clients[0], FRAME_STDIN, "\n", 1);
	CHECK_EQUAL(collect(clients[0], output, sizeof(output)), 6);
	container_end(&c);
}

static void a_client_that_dies_hurts_nobody(void)
{
	struct container c = { .argv = SHELL("head -c 4000000 /dev/zero; echo end"),
		               .with_listener = true,
		               .stream_interest = BOTH,
		               .with_stdin = true };
	int dying[20];
	char half[6] = { 0 };

	container_start(&c);
	for (int i = 0; i < 20; i++)
		dying[i] = container_connect(&c, BOTH | SENDS_STDIN);
	for (int i = 0; i < 20; i++) {
		CHECK(write(dying[i], half, sizeof(half)) ==
		      sizeof(half)); /* in the middle of a header */
		close(dying[i]);
	}
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(memcmp(output + 4000000, "end\n", 4) == 0);
	container_end(&c);
}

static void nonsense_ends_the_connection_only(void)
{
	struct container c = { .argv = SHELL("read x; exit 8"),
		               .with_stdin = true,
		               .with_listener = true,
		               .stream_interest = BOTH | SENDS_STDIN };
	static const uint8_t nonsense[][FRAME_HEADER] = {
		{ 200, 0, 0, 0, 0, 0, 0, 0 },                      /* no such frame */
		{ FRAME_STDIN, 0, 0, 0, 0, 1, 0, 1 },              /* longer than MAX_FRAME */
		{ FRAME_STDIN, 1, 0, 0, 0, 0, 0, 1 },              /* not zero */
		{ FRAME_RESIZE, 0, 0, 0, 0xff, 0xff, 0xff, 0xff }, /* too long */
		{ FRAME_EXITED, 0, 0, 0, 0, 0, 0, 0 },             /* not a client's */
	};

	container_start(&c);
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(*nonsense); i++) {
		int fd = container_connect(&c, 0);

		CHECK(write(fd, nonsense[i], FRAME_HEADER) == FRAME_HEADER);
		CHECK(!frame_receive(fd, &in));
		close(fd);
	}
	frame_send(c.stream, FRAME_STDIN, "\n", 1);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 8);
	container_end(&c);
}

/* The process fills its pipe and waits; the engine's events do not. */
static void a_slow_client_holds_back_the_output_but_no_event(void)
{
	struct container c = { .argv = SHELL("head -c 3000000 /dev/zero; echo end"),
		               .stream_interest = BOTH,
		               .with_listener = true,
		               .with_stdin = true };
	int late;

	container_start(&c);
	usleep(100000);
	late = container_connect(&c, WANT_EVENTS);
	frame_expect(late, FRAME_STARTED, &in);
	frame_expect(late, FRAME_RUNNING, &in);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(memcmp(output + 3000000, "end\n", 4) == 0);
	frame_expect(late, FRAME_EXITED, &in);
	container_end(&c);
}

static void the_engine_hears_of_the_end_before_a_slow_client_does(void)
{
	struct container c = { .argv = SHELL("head -c 50000 /dev/zero"),
		               .stream_interest = BOTH,
		               .with_directory = true };
	int size = 4096;

	container_start(&c);
	setsockopt(c.stream, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	frame_expect(c.events, FRAME_STARTED, &in);
	frame_expect(c.events, FRAME_RUNNING, &in);
	frame_expect(c.events, FRAME_EXITED, &in);
	CHECK(file_read(&c, "exit.json", output, sizeof(output)));
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	container_end(&c);
}

static void without_any_client_the_process_runs_to_its_end(void)
{
	struct container c = { .argv = SHELL("head -c 5000000 /dev/zero; exit 9"),
		               .without_events = true,
		               .with_directory = true };

	container_start(&c);
	CHECK_EQUAL(status_of(c.launcher), 0);
	CHECK(file_read(&c, "exit.json", output, sizeof(output)));
	CHECK(strncmp(output, "{\"code\":9,", 10) == 0);
}

static void a_terminal_is_one_and_can_be_resized(void)
{
	struct container c = {
		.argv = SHELL("tty -s && stty size; read x; stty size; stty raw -echo; echo $x"),
		.settings.flags = SETTING_TTY,
		.settings.rows = 24,
		.settings.columns = 80,
		.stream_interest = BOTH | SENDS_STDIN
	};

	container_start(&c);
	frame_send(c.stream, FRAME_STDIN, "word\n", 5); /* sent before there is a terminal */
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(strstr(output, "24 80\r\n") && strstr(output, "24 80\r\nword\n"));
	container_end(&c);
}

static void resizing_tells_the_process(void)
{
	struct container c = {
		.argv = SHELL(
			"trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.01; done"),
		.settings.flags = SETTING_TTY,
		.stream_interest = BOTH
	};

	container_start(&c);
	expect_output(c.stream, "ready\r\n");
	frame_send(c.stream, FRAME_RESIZE, (uint8_t[]){ 1, 44, 0, 132 }, 4);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(strcmp(output, "300 132\r\n") == 0);
	container_end(&c);
}

static void the_last_bytes_of_a_terminal_arrive(void)
{
	for (int i = 0; i < 50; i++) {
		struct container c = { .argv = SHELL("seq 1 2000; echo end"),
			               .settings.flags = SETTING_TTY,
			               .stream_interest = BOTH };

		container_start(&c);
		CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
		CHECK(strcmp(output + strlen(output) - 5, "end\r\n") == 0);
		container_end(&c);
	}
}

static void a_terminal_that_all_closed_can_be_opened_again(void)
{
	struct container c = {
		.argv = SHELL("t=$(tty); exec <&- >&- 2>&-; sleep 0.1; exec >$t; echo back"),
		.settings.flags = SETTING_TTY,
		.stream_interest = BOTH
	};

	container_start(&c);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 0);
	CHECK(strcmp(output, "back\r\n") == 0);
	container_end(&c);
}

static void background_processes_do_not_keep_the_monitor(void)
{
	struct container c = { .argv = SHELL("sleep 5 & echo $!; exit 2"),
		               .stream_interest = BOTH };

	container_start(&c);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 2);
	container_end(&c);
	kill(atoi(output), SIGKILL);
}

static void become_subreaper(struct assembly *a)
{
	/* prctl(PR_SET_CHILD_SUBREAPER, 1) before the rest */
	memmove(a->ops + 1, a->ops, a->header.ops * sizeof(struct op));
	a->header.ops++;
	memset(a->ops, 0, sizeof(struct op));
	a->ops[0].result = NO_REGISTER;
	a->ops[0].number = SYS_prctl;
	a->ops[0].argument[0] = PR_SET_CHILD_SUBREAPER;
	a->ops[0].argument[1] = 1;
}

static void a_subreaper_waits_for_all_descendants(void)
{
	struct container c = { .argv = SHELL("(sleep 0.2; echo last) & exit 2"),
		               .stream_interest = BOTH,
		               .settings.flags = SETTING_SUBREAPER_WAIT,
		               .change = become_subreaper };

	container_start(&c);
	CHECK_EQUAL(collect(c.stream, output, sizeof(output)), 2);
	CHECK(strcmp(output, "last\n") == 0);
	container_end(&c);
}

/* The child waits for one byte, as one in a new user namespace does. */
static void add_barrier(struct assembly *a)
{
	struct settings *s = (struct settings *)(a->data + a->header.settings);
	struct op wait = { .result = NO_REGISTER, .number = SYS_read };
	struct op pipe = { .result = NO_REGISTER, .number = SYS_pipe2 };
	uint32_t pair = bytes_of(a, NULL, 8), n = a->header.ops, at = 0;

	while (a->ops[at].kind != OP_CLONE)
		at++;
	memmove(a->ops + at + 5, a->ops + at + 1, (n - at - 1) * sizeof(struct op));
	memmove(a->ops + at + 3, a->ops + at, sizeof(struct op));
	a->ops[at + 3].skip_after_success++;
	pipe.type[0] = ADDRESS;
	pipe.argument[0] = pair;
	pipe.argument[1] = O_CLOEXEC;
	a->ops[at] = pipe;
	a->ops[at + 1] = (struct op){ .kind = OP_PEEK, .result = 30, .argument = { pair, 4 } };
	a->ops[at + 2] = (struct op){ .kind = OP_PEEK, .result = 31, .argument = { pair + 4, 4 } };
	wait.type[0] = REGISTER;
	wait.argument[0] = 30;
	wait.type[1] = ADDRESS;
	wait.argument[1] = pair;
	wait.argument[2] = 1;
	a->ops[at + 4] = wait;
	a->header.ops += 4;
	s->register_barrier = 31;
}

static void a_child_waits_for_its_mappings(void)
{
	struct container c = { .argv = SHELL("exit 1"),
		               .settings.flags = SETTING_MAPPING,
		               .change = add_barrier };
	struct pollfd events;

	container_start(&c);
	frame_expect(c.events, FRAME_STARTED, &in);
	events = (struct pollfd){ .fd = c.events, .events = POLLIN };
	CHECK_EQUAL(poll(&events, 1, 100), 0);
	frame_send(c.events, FRAME_MAPPED, NULL, 0);
	frame_expect(c.events, FRAME_RUNNING, &in);
	CHECK_EQUAL(collect(c.events, output, sizeof(output)), 1);
	container_end(&c);
}

static void a_child_whose_mappings_nobody_can_write_is_killed(void)
{
	struct container c = { .argv = SHELL("exit 1"),
		               .settings.flags = SETTING_MAPPING,
		               .change = add_barrier,
		               .with_directory = true };

	container_start(&c);
	close(c.events);
	CHECK_EQUAL(status_of(c.launcher), 0);
	CHECK(file_read(&c, "exit.json", output, sizeof(output)));
	CHECK(strncmp(output, "{\"code\":137,", 12) == 0);
}

static size_t proportional_size(pid_t pid)
{
	char path[64], text[4096];
	const char *pss;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pid);
	file = fopen(path, "r");
	CHECK(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = 0;
	fclose(file);
	pss = strstr(text, "\nPss:");
	CHECK(pss);
	return (size_t)atoi(pss + 5);
}

static void an_idle_monitor_is_small_and_knows_little(void)
{
	struct container c = { .argv = SHELL("read x"),
		               .with_stdin = true,
		               .with_listener = true,
		               .settings.flags = SETTING_OPEN_STDIN,
		               .settings.log_driver = LOG_LOCAL,
		               .settings.log_max_files = 5,
		               .settings.log_max_size = 20 << 20 };
	char path[64], name[32] = "";
	int fd;

	container_start(&c);
	frame_expect(c.events, FRAME_STARTED, &in);
	frame_expect(c.events, FRAME_RUNNING, &in);
	snprintf(path, sizeof(path), "/proc/%d/comm", c.launcher);
	fd = open(path, O_RDONLY);
	CHECK(read(fd, name, sizeof(name) - 1) > 0 && strcmp(name, "sampan-monitor\n") == 0);
	fprintf(stderr, "       idle monitor: %zu KiB PSS\n", proportional_size(c.launcher));
	CHECK(proportional_size(c.launcher) < 300);
	frame_send(c.events, FRAME_STDIN, "\n", 1);
	frame_expect(c.events, FRAME_EXITED, &in);
	container_end(&c);
}

/* A descriptor too many would pin a mount or a cgroup, or be a way in. */
static void a_monitor_keeps_only_what_it_was_told_of(void)
{
	struct container c = { .argv = SHELL("read x"),
		               .with_stdin = true,
		               .with_listener = true,
		               .with_directory = true,
		               .settings.flags = SETTING_OPEN_STDIN };
	char path[64];
	int count = 0;
	DIR *folder;

	container_start(&c);
	frame_expect(c.events, FRAME_STARTED, &in);
	frame_expect(c.events, FRAME_RUNNING, &in);
	snprintf(path, sizeof(path), "/proc/%d/fd", c.launcher);
	folder = opendir(path);
	CHECK(folder);
	for (struct dirent *e = readdir(folder); e; e = readdir(folder))
		count += e->d_name[0] != '.';
	/* 0, 1, 2; folder and exit file, listener, engine; pidfd, stdin, stdout, stderr. The report
	 * pipe is done.
	 */
	CHECK_EQUAL(count, 11);
	frame_send(c.events, FRAME_STDIN, "\n", 1);
	frame_expect(c.events, FRAME_EXITED, &in);
	container_end(&c);
}

static const struct test tests[] = {
	TEST(a_monitor_keeps_only_what_it_was_told_of),
	TEST(output_and_exit_code_reach_an_attached_client),
	TEST(the_engine_hears_started_running_and_exited),
	TEST(a_program_that_does_not_exist_is_a_failure_with_its_operation),
	TEST(a_failure_of_the_parent_part_kills_the_child_and_is_told),
	TEST(a_refused_program_is_told_to_the_first_clients),
	TEST(exit_json_tells_code_signal_and_times),
	TEST(an_oom_kill_is_seen_in_both_kinds_of_cgroup),
	TEST(stdin_reaches_the_process_and_its_end_too),
	TEST(a_half_closed_client_still_gets_the_output),
	TEST(stdin_stays_open_for_the_next_client_if_so_set),
	TEST(stdin_once_ends_with_its_first_client),
	TEST(stdin_waits_for_a_slow_process),
	TEST(stdin_of_a_process_that_closed_it_is_dropped),
	TEST(signals_reach_the_process),
	TEST(the_monitor_survives_every_signal_it_can),
	TEST(a_late_client_is_told_what_it_missed),
	TEST(a_hundred_clients_get_every_byte),
	TEST(more_clients_than_there_is_room_for_are_refused),
	TEST(a_client_that_dies_hurts_nobody),
	TEST(nonsense_ends_the_connection_only),
	TEST(a_slow_client_holds_back_the_output_but_no_event),
	TEST(the_engine_hears_of_the_end_before_a_slow_client_does),
	TEST(without_any_client_the_process_runs_to_its_end),
	TEST(a_terminal_is_one_and_can_be_resized),
	TEST(resizing_tells_the_process),
	TEST(the_last_bytes_of_a_terminal_arrive),
	TEST(a_terminal_that_all_closed_can_be_opened_again),
	TEST(background_processes_do_not_keep_the_monitor),
	TEST(a_subreaper_waits_for_all_descendants),
	TEST(a_child_waits_for_its_mappings),
	TEST(a_child_whose_mappings_nobody_can_write_is_killed),
	TEST(an_idle_monitor_is_small_and_knows_little),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(*tests), argc, argv);
}
