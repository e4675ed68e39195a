/*
 * monitor.c - what a launch process becomes: the companion of one container.
 *
 * It keeps the container's streams, writes its log, serves those who attach, and tells how the
 * container ended: in exit.json, and to every client.  It needs nobody: the engine may be dead for
 * a year, and the container neither notices nor waits.  It allocates nothing, and an idle one
 * touches a few pages only.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "launch.h"
#include "monitor.h"
#include "text.h"

enum { LISTENER, REPORT, CHILD, TERMINAL, STREAM, FIXED = STREAM + WATCH_STREAMS };

enum phase {
	STARTING, /* the child has not reached execve(2) */
	RUNNING,
	EXITED,  /* its last output may be on the way */
	DRAINED, /* everything is said, if not yet heard */
	FAILED,
};

static struct {
	enum phase phase;
	uint32_t flags;
	pid_t pid;
	int pidfd, report, terminal, barrier, listener, oom, directory, exit_file;
	struct outcome end;
	bool reaped, descendants;
	struct report failure;
	bool failure_told;
	bool resting; /* accept(2) failed, the next try is later */
} container;

static struct pollfd table[FIXED + MAX_CLIENTS];

uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static int fd_in(uint8_t r)
{
	return r == NO_REGISTER ? -1 : (int)registers[r];
}

/* The life of the container, as the clients are told --------------------------------------- */

void client_greeted(int place)
{
	uint32_t interest = client_interest(place);

	if (interest & WANT_EVENTS && container.phase != FAILED)
		client_offer(place, SEND_STARTED);
	if (interest & WANT_EVENTS && container.phase >= RUNNING && container.phase != FAILED)
		client_offer(place, SEND_RUNNING);
	if (container.failure_told)
		client_offer(place, SEND_FAILED);
	if (container.phase == DRAINED || (container.phase == EXITED && !(interest & TO_STREAMS)))
		client_offer(place, SEND_EXITED);
}

/* The end ----------------------------------------------------------------------------------- */

static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
		if (pid != container.pid)
			continue;
		container.reaped = true;
		container.end.status = status;
		container.end.ended = now();
	}
	container.descendants = pid == 0;
}

static bool nobody_may_write(void)
{
	return container.reaped &&
	       !(container.flags & SETTING_SUBREAPER_WAIT && container.descendants);
}

static void exited(void)
{
	container.phase = EXITED;
	close_fd(&container.barrier);
	streams_child_ended();
	streams_drain(false); /* so that the log is whole when the end is told */
	container.end.oom_killed = was_oom_killed(container.oom);
	if (container.exit_file >= 0)
		write_exit_file(container.directory, container.exit_file, &container.end);
	close_fd(&container.listener); /* from now on exit.json answers */
	prepare_exited(&container.end);
	clients_offer_idle(SEND_EXITED);
}

static void drained(void)
{
	container.phase = DRAINED;
	clients_offer(SEND_EXITED, TO_STREAMS);
}

static bool over(void)
{
	if (clients_pending(~0u))
		return false;
	return container.failure_told || (container.phase == DRAINED && nobody_may_write());
}

/* Not before the child is gone: nothing keeps its cgroup busy now. */
static void fail(void)
{
	container.failure_told = true;
	if (container.exit_file >= 0)
		drop_exit_file(container.directory);
	announce_failed(container.failure);
}

/* Moves on as far as the facts allow. */
static void advance(void)
{
	if (container.phase == FAILED && container.reaped && !container.failure_told)
		fail();
	if (container.reaped && container.phase == RUNNING)
		exited();
	if (container.phase == EXITED && container.terminal < 0 &&
	    streams_drain(nobody_may_write()))
		drained();
}

/* What is watched --------------------------------------------------------------------------- */

static void running(void)
{
	container.phase = RUNNING;
	announce_running();
}

static void hear_report(void)
{
	struct report report;
	ssize_t n = read(container.report, &report, sizeof(report));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	close_fd(&container.report);
	if (n == sizeof(report)) {
		container.phase = FAILED;
		container.failure = report;
		container_signal(SIGKILL); /* in case it has not gone by itself */
		return;
	}
	running();
}

static void accept_client(void)
{
	struct ucred peer = { .uid = (uid_t)-1 };
	socklen_t size = sizeof(peer);
	int fd = accept4(container.listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0) {
		container.resting = errno != EAGAIN && errno != EINTR && errno != ECONNABORTED;
		return;
	}
	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size);
	if (peer.uid == 0 || peer.uid == geteuid())
		client_add(fd, 0, false);
	else
		close(fd);
}

static void receive_terminal(void)
{
	int master = receive_fd(container.terminal);

	if (master == -EAGAIN)
		return;
	close_fd(&container.terminal);
	streams_terminal(master);
}

void container_mapped(void)
{
	if (container.barrier >= 0)
		(void)!write(container.barrier, "m", 1);
	close_fd(&container.barrier);
}

void container_signal(int number)
{
	if (number < 1 || number > 64 || container.reaped)
		return;
	if (container.pidfd >= 0)
		syscall(SYS_pidfd_send_signal, container.pidfd, number, NULL, 0);
	else if (container.pid > 0)
		kill(container.pid, number);
}

/* A child that waits for mappings which nobody is left to write. */
static bool abandoned(void)
{
	return container.flags & SETTING_MAPPING && container.barrier >= 0 &&
	       container.listener < 0 && !clients_any();
}

/* The loop ---------------------------------------------------------------------------------- */

static void watch_for(int slot, int fd)
{
	table[slot].fd = fd;
	table[slot].events = POLLIN;
}

static int watch(void)
{
	watch_for(LISTENER, container.resting ? -1 : container.listener);
	watch_for(REPORT, container.report);
	watch_for(CHILD, container.reaped ? -1 : container.pidfd);
	watch_for(TERMINAL, container.terminal);
	if (container.phase == STARTING || container.phase == RUNNING || container.phase == EXITED)
		streams_watch(table + STREAM);
	else
		for (int i = 0; i < WATCH_STREAMS; i++)
			table[STREAM + i].fd = -1;
	return clients_watch(table + FIXED);
}

static void serve(int clients)
{
	if (table[TERMINAL].revents)
		receive_terminal();
	if (table[REPORT].revents)
		hear_report();
	streams_serve(table + STREAM);
	clients_serve(table + FIXED, clients);
	container.resting = false;
	if (table[LISTENER].revents && container.listener >= 0)
		accept_client();
}

static const struct timespec *patience(void)
{
	static const struct timespec soon = { 0, 20000000 };

	if (container.resting || (streams_settling() && nobody_may_write()))
		return &soon;
	return NULL;
}

static void loop(void)
{
	sigset_t all_but_child;

	sigfillset(&all_but_child);
	sigdelset(&all_but_child, SIGCHLD);
	for (;;) {
		int clients;

		reap();
		advance();
		if (over())
			return;
		if (abandoned())
			container_signal(SIGKILL);
		clients = watch();
		if (ppoll(table, (nfds_t)(FIXED + clients), patience(), &all_but_child) > 0)
			serve(clients);
		else
			container.resting = false;
	}
}

/* Before it --------------------------------------------------------------------------------- */

static void on_child(int number)
{
	(void)number; /* ppoll(2) returns, that is all */
}

/* Every signal is held back: a monitor must not die with a terminal, a session or a careless kill.
 */
static void hold_signals(void)
{
	struct sigaction action = { .sa_handler = on_child };
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigaction(SIGCHLD, &action, NULL);
}

static void close_others(const struct settings *s)
{
	int kept[] = { s->directory,
		       s->listener,
		       s->oom,
		       s->first_client[0],
		       s->first_client[1],
		       fd_in(s->register_pidfd),
		       fd_in(s->register_report),
		       fd_in(s->register_stdin),
		       fd_in(s->register_stdout),
		       fd_in(s->register_stderr),
		       fd_in(s->register_pty),
		       fd_in(s->register_oom),
		       fd_in(s->register_barrier) };

	close_all_but(kept, sizeof(kept) / sizeof(*kept));
}

static void know_container(const struct settings *s)
{
	container.flags = s->flags;
	container.pid = (pid_t)registers[s->register_pid];
	container.reaped = container.pid <= 0; /* the program made no child */
	container.pidfd = fd_in(s->register_pidfd);
	container.report = fd_in(s->register_report);
	container.terminal = fd_in(s->register_pty);
	container.barrier = fd_in(s->register_barrier);
	container.listener = s->listener;
	container.oom = s->register_oom == NO_REGISTER ? s->oom : fd_in(s->register_oom);
	container.directory = s->directory;
	container.exit_file = -1;
	container.end.started = now();
}

static void add_first_clients(const struct settings *s)
{
	for (int i = 0; i < FIRST_CLIENTS; i++)
		if (s->first_client[i] >= 0)
			client_add(s->first_client[i], s->first_interest[i], true);
}

void monitor(const struct settings *s)
{
	hold_signals();
	know_container(s);
	close_others(s);
	prctl(PR_SET_NAME, "sampan-monitor");
	prctl(PR_SET_DUMPABLE, 0);
	(void)!chdir("/");
	set_nonblocking(container.listener);
	set_nonblocking(container.report);
	terminal_resize(s->rows, s->columns);
	streams_open(fd_in(s->register_stdin), fd_in(s->register_stdout), fd_in(s->register_stderr),
	             s->flags);
	log_open(s);
	if (s->directory >= 0)
		container.exit_file = open_exit_file(s->directory);
	announce_started((uint32_t)container.pid, container.end.started, container.pidfd);
	if (container.report < 0)
		running();
	add_first_clients(s);
	loop();
	_exit(container.phase == FAILED ? 125 : 0);
}

/* The parent part of the program failed; if its child failed first, that is the reason. */
void monitor_failed(const struct settings *s, struct report report)
{
	struct report first;
	int fd = fd_in(s->register_report);

	hold_signals();
	know_container(s);
	container.phase = FAILED;
	if (!container.reaped)
		container_signal(SIGKILL);
	if (fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
	    read(fd, &first, sizeof(first)) == sizeof(first))
		report = first;
	container.failure = report;
	add_first_clients(s);
	loop();
	_exit(125);
}
