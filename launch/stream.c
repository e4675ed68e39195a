/*
 * stream.c - a container's stdin, stdout and stderr: three pipes, or one terminal.
 *
 * Output goes to the log first, then to the clients, and the next chunk is read when all of them
 * have it.  Input comes from any client, a buffer at a time.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "monitor.h"
#include "text.h"

enum { SETTLE = 100000000 /* ns that a terminal is given for its last bytes */ };

struct stream {
	int fd;
	enum frame frame;
	enum outgoing message;
	uint32_t interest;
	bool dry; /* the last read found nothing */
};

static struct stream streams[STREAMS] = {
	{ -1, FRAME_STDOUT, SEND_STDOUT, WANT_STDOUT, false },
	{ -1, FRAME_STDERR, SEND_STDERR, WANT_STDERR, false },
};
static uint8_t frames[STREAMS][FRAME_HEADER + CHUNK];

static struct {
	int fd; /* a pipe, or the terminal */
	uint32_t have, sent;
	bool awaited; /* the terminal that will take it */
	bool closing;
} input = { .fd = -1 };
static uint8_t input_bytes[CHUNK];

static struct {
	int master;
	int slave; /* held open so that a container may close its terminal and open it again */
	uint16_t rows, columns;
	bool child_ended;
	uint64_t quiet_since;
} terminal = { .master = -1, .slave = -1 };

static uint32_t flags;

void streams_open(int in, int output, int errors, uint32_t setting_flags)
{
	flags = setting_flags;
	input.fd = in;
	input.awaited = flags & SETTING_TTY;
	streams[OUTPUT].fd = output;
	streams[ERRORS].fd = errors;
	set_nonblocking(in);
	set_nonblocking(output);
	set_nonblocking(errors);
}

void terminal_resize(uint16_t rows, uint16_t columns)
{
	struct winsize size = { .ws_row = rows, .ws_col = columns };

	terminal.rows = rows;
	terminal.columns = columns;
	if (terminal.master >= 0 && (rows || columns))
		ioctl(terminal.master, TIOCSWINSZ, &size);
}

void streams_terminal(int master)
{
	input.awaited = false;
	if (master < 0)
		return;
	set_nonblocking(master);
	terminal.master = master;
	streams[OUTPUT].fd = master;
	input.fd = master;
	terminal_resize(terminal.rows, terminal.columns);
}

static bool is_terminal(int fd)
{
	return fd >= 0 && fd == terminal.master;
}

static void close_input(void)
{
	if (is_terminal(input.fd))
		input.fd = -1;
	close_fd(&input.fd);
	input.have = input.sent = 0;
}

static void write_input(void)
{
	while (input.sent < input.have) {
		ssize_t n = write(input.fd, input_bytes + input.sent, input.have - input.sent);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0 && is_terminal(input.fd)) /* nobody has it open now */
			break;
		if (n < 0) {
			close_input();
			return;
		}
		input.sent += (uint32_t)n;
	}
	input.have = input.sent = 0;
	if (input.closing)
		close_input();
}

bool input_busy(void)
{
	return input.have > 0 || input.awaited;
}

/* Takes at most one buffer from a client's socket. With stdin closed, the bytes are lost. */
ssize_t input_receive(int fd, size_t most)
{
	ssize_t n = receive(fd, input_bytes, most < CHUNK ? most : CHUNK);

	if (n <= 0 || input.fd < 0 || input.closing)
		return n;
	input.have = (uint32_t)n;
	write_input();
	return n;
}

void input_left(void)
{
	bool once = flags & SETTING_STDIN_ONCE, open = flags & SETTING_OPEN_STDIN;

	if (flags & SETTING_TTY || input.fd < 0)
		return;
	if (!once && (open || clients_want(SENDS_STDIN)))
		return;
	input.closing = true;
	write_input();
}

static void close_stream(int i)
{
	if (streams[i].fd < 0)
		return;
	if (is_terminal(streams[i].fd)) {
		close_input();
		terminal.master = -1;
	}
	close_fd(&streams[i].fd);
	log_end(i);
}

/* The last process closed the terminal, but the container lives: it may open /dev/console again. */
static bool reopen_terminal(void)
{
	close_fd(&terminal.slave);
	if (terminal.child_ended)
		return false;
	terminal.slave = ioctl(terminal.master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	return terminal.slave >= 0;
}

static void pass_on(int i, uint32_t size)
{
	log_chunk(i, frames[i] + FRAME_HEADER, size);
	if (!clients_want(streams[i].interest))
		return;
	frames[i][0] = (uint8_t)streams[i].frame;
	be32(frames[i] + 4, size);
	clients_prepare(streams[i].message, frames[i], FRAME_HEADER + size, -1);
	clients_offer(streams[i].message, streams[i].interest);
}

static bool held_up(int i)
{
	return clients_pending(1u << streams[i].message);
}

/* True if there may be more. */
static bool read_stream(int i)
{
	struct stream *s = &streams[i];
	ssize_t n = read(s->fd, frames[i] + FRAME_HEADER, CHUNK);

	s->dry = n < 0 && errno == EAGAIN;
	if (n > 0) {
		terminal.quiet_since = 0;
		pass_on(i, (uint32_t)n);
		return true;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return errno == EINTR;
	if (!is_terminal(s->fd) || !reopen_terminal())
		close_stream(i);
	return false;
}

void streams_watch(struct pollfd *table)
{
	table[WATCH_STDIN].fd = is_terminal(input.fd) && !input_busy() ? -1 : input.fd;
	table[WATCH_STDIN].events = input_busy() ? POLLOUT : 0;
	for (int i = 0; i < STREAMS; i++) {
		table[WATCH_OUTPUT + i].fd = held_up(i) ? -1 : streams[i].fd;
		table[WATCH_OUTPUT + i].events = POLLIN;
	}
}

void streams_serve(const struct pollfd *table)
{
	const struct pollfd *in = &table[WATCH_STDIN];

	for (int i = 0; i < STREAMS; i++)
		if (table[WATCH_OUTPUT + i].revents && streams[i].fd >= 0 && !held_up(i))
			read_stream(i);
	if (in->revents && in->fd == input.fd && input_busy())
		write_input();
	else if (in->revents & POLLERR && in->fd == input.fd && !is_terminal(input.fd))
		close_input();
}

void streams_child_ended(void)
{
	terminal.child_ended = true;
	input.awaited = false;
	close_fd(&terminal.slave);
	if (!is_terminal(input.fd))
		close_input();
}

/* What a terminal's slave wrote reaches the master by a kernel thread, so "nothing there" is no
 * proof. */
static bool settled(void)
{
	if (!terminal.quiet_since)
		terminal.quiet_since = now();
	return now() - terminal.quiet_since > SETTLE;
}

bool streams_settling(void)
{
	return terminal.child_ended && terminal.master >= 0;
}

bool streams_drain(bool alone)
{
	bool done = true;

	for (int i = 0; i < STREAMS; i++) {
		for (int turn = 0; turn < 64 && streams[i].fd >= 0 && !held_up(i); turn++)
			if (!read_stream(i))
				break;
		if (alone && streams[i].fd >= 0 && streams[i].dry && !held_up(i))
			if (!is_terminal(streams[i].fd) || settled())
				close_stream(i);
		if (streams[i].fd >= 0)
			done = false;
	}
	return done;
}
