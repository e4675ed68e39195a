/*
 * attach.c - the user's terminal at a container: bytes, keys that detach, window size and signals.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <linux/sockios.h>

#include "front.h"
#include "text.h"

enum { ROOM = 2 * (FRAME_HEADER + MAX_FRAME), CONTROL = 512, MAX_KEYS = 32 };

static struct attachment *it;

/* From the monitor. */
static struct {
	uint32_t have, at;
	uint32_t left; /* of the payload at `at` */
	int fd;        /* for which it is */
	uint8_t bytes[ROOM];
} from;

/* To the monitor: what is being sent, and the small frames that go next. */
static struct {
	uint32_t have, sent;
	uint32_t control_have;
	uint8_t control[CONTROL];
	uint8_t bytes[FRAME_HEADER + MAX_KEYS + MAX_FRAME];
} to;

static bool input_open, finished;
static uint32_t matched; /* detach keys seen */

static bool raw;
static struct termios saved;

void terminal_restore(void)
{
	if (raw)
		tcsetattr(STDIN_FILENO, TCSANOW, &saved);
	raw = false;
}

static void make_raw(void)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &saved) < 0)
		return;
	t = saved;
	cfmakeraw(&t);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	raw = tcsetattr(STDIN_FILENO, TCSANOW, &t) == 0;
}

/* Who had the terminal is gone without a word: the usual screen, a cursor, no colour. */
static void leave_screen(void)
{
	static const char usual[] = "\033[?1047l\033[?7h\033[?25h\033[0m\r";

	if (raw && it->end == ENDED_LOST && write(STDOUT_FILENO, usual, sizeof(usual) - 1) < 0)
		return; /* nor is the terminal there */
}

static void finish(enum attach_end end, uint32_t code)
{
	it->end = end;
	it->code = code;
	finished = true;
}

/* To the monitor --------------------------------------------------------------------------------
 */

static void header(uint8_t *frame, enum frame type, uint32_t length)
{
	memset(frame, 0, FRAME_HEADER);
	frame[0] = (uint8_t)type;
	be32(frame + 4, length);
}

static bool refill(void)
{
	to.have = to.sent = 0;
	if (!to.control_have)
		return false;
	memcpy(to.bytes, to.control, to.control_have);
	to.have = to.control_have;
	to.control_have = 0;
	return true;
}

static void send_on(void)
{
	while (to.sent < to.have || refill()) {
		ssize_t n = send(it->stream, to.bytes + to.sent, to.have - to.sent,
		                 MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN) /* its last words may still be read */
			to.have = to.sent = to.control_have = 0;
		if (n < 0)
			return;
		to.sent += (uint32_t)n;
	}
}

static void send_control(enum frame type, const void *payload, uint32_t length)
{
	uint8_t *at = to.control + to.control_have;

	if (to.control_have + FRAME_HEADER + length > CONTROL)
		return;
	header(at, type, length);
	if (length)
		memcpy(at + FRAME_HEADER, payload, length);
	to.control_have += FRAME_HEADER + length;
	send_on();
}

/* A container that does not read its stdin holds up the frames behind it. */
static bool held_up(void)
{
	int unread = 0;

	return to.sent < to.have || (ioctl(it->stream, SIOCOUTQ, &unread) == 0 && unread > 0);
}

static void send_size(void)
{
	uint16_t rows, columns;
	uint8_t payload[4];

	if (!terminal_window(&rows, &columns))
		return;
	payload[0] = (uint8_t)(rows >> 8);
	payload[1] = (uint8_t)rows;
	payload[2] = (uint8_t)(columns >> 8);
	payload[3] = (uint8_t)columns;
	send_control(FRAME_RESIZE, payload, sizeof(payload));
}

static void relay(int number)
{
	uint8_t payload = (uint8_t)number;
	struct message m = { FRONT_SIGNAL, (uint32_t)number };

	if (number == SIGWINCH) {
		send_size();
	} else if (!(it->flags & ATTACH_SIGNALS)) {
		terminal_restore();
		signals_die(number);
	} else if (!held_up() || it->engine < 0 || !letter_send(it->engine, m, NULL, 0, NULL, 0)) {
		send_control(FRAME_SIGNAL, &payload, 1);
	}
}

/* Stdin, and the keys that detach -----------------------------------------------------------------
 */

/* Copies input without detach keys; a started sequence is held back until it is clear what it is.
 */
static uint32_t filter(const uint8_t *in, size_t size, uint8_t *out)
{
	uint32_t n = 0;

	for (size_t i = 0; i < size && !finished; i++) {
		if (matched && in[i] != it->keys[matched]) {
			memcpy(out + n, it->keys, matched);
			n += matched;
			matched = 0;
		}
		if (!it->key_count || in[i] != it->keys[matched])
			out[n++] = in[i];
		else if (++matched == it->key_count)
			finish(ENDED_DETACHED, 0);
	}
	return n;
}

static void send_input(uint32_t length)
{
	if (!length)
		return;
	header(to.bytes, FRAME_STDIN, length);
	to.have = FRAME_HEADER + length;
	to.sent = 0;
	send_on();
}

static void end_input(void)
{
	input_open = false;
	send_control(FRAME_CLOSE_STDIN, NULL, 0);
}

static void read_input(void)
{
	static uint8_t bytes[MAX_FRAME - MAX_KEYS];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0) {
		send_input(filter(bytes, (size_t)n, to.bytes + FRAME_HEADER));
		return;
	}
	memcpy(to.bytes + FRAME_HEADER, it->keys, matched); /* they detach no more */
	send_input(matched);
	end_input();
}

/* From the monitor --------------------------------------------------------------------------------
 */

static void hear(const uint8_t *frame)
{
	const uint8_t *payload = frame + FRAME_HEADER;

	switch (frame[0]) {
	case FRAME_EXITED:
		finish(ENDED_EXIT, from_be32(payload));
		break;
	case FRAME_FAILED:
		finish(ENDED_FAILED, from_be32(payload + 4));
		break;
	}
}

/* The descriptor that the output waits for, or -1 when all is written. */
static int write_output(void)
{
	while (!finished && (from.left || from.have - from.at >= FRAME_HEADER)) {
		const uint8_t *frame = from.bytes + from.at;
		uint32_t here = from.have - from.at;
		ssize_t n;

		if (!from.left && frame[0] != FRAME_STDOUT && frame[0] != FRAME_STDERR) {
			if (from_be32(frame + 4) > MAX_FRAME)
				finish(ENDED_LOST, 0);
			if (finished || here < FRAME_HEADER + from_be32(frame + 4))
				break;
			hear(frame);
			from.at += FRAME_HEADER + from_be32(frame + 4);
			continue;
		}
		if (!from.left) {
			from.left = from_be32(frame + 4);
			from.fd = frame[0] == FRAME_STDOUT ? STDOUT_FILENO : STDERR_FILENO;
			from.at += FRAME_HEADER;
			continue;
		}
		if (!here)
			break;
		n = output_write(from.fd, frame, here < from.left ? here : from.left);
		if (n < 0)
			return from.fd;
		from.at += (uint32_t)n;
		from.left -= (uint32_t)n;
	}
	memmove(from.bytes, from.bytes + from.at, from.have - from.at);
	from.have -= from.at;
	from.at = 0;
	return -1;
}

static void read_stream(void)
{
	ssize_t n = recv(it->stream, from.bytes + from.have, ROOM - from.have, MSG_DONTWAIT);

	if (n > 0)
		from.have += (uint32_t)n;
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		finish(ENDED_LOST, 0);
}

/* If the engine dies, the container and its terminal go on. */
static void hear_engine(void)
{
	uint32_t value, type = front_hear(it->engine, &value);

	if (!type) {
		close(it->engine);
		it->engine = -1;
	} else if (type == ENGINE_EXIT) {
		it->over = true;
		finish(ENDED_EXIT, value);
	}
}

/* -------------------------------------------------------------------------------------------------
 */

enum { STREAM, ENGINE, SIGNALS, INPUT, WAITED, WATCHED };

static void watch(struct pollfd *table, int signals, int waiting)
{
	bool sending = to.sent < to.have;

	table[STREAM] = (struct pollfd){ it->stream, 0, 0 };
	if (waiting < 0)
		table[STREAM].events |= POLLIN;
	if (sending)
		table[STREAM].events |= POLLOUT;
	if (!table[STREAM].events) /* or a monitor that is gone would wake us */
		table[STREAM].fd = -1;
	table[ENGINE] = (struct pollfd){ it->engine, POLLIN, 0 };
	table[SIGNALS] = (struct pollfd){ signals, POLLIN, 0 };
	table[INPUT] = (struct pollfd){ input_open && !sending ? STDIN_FILENO : -1, POLLIN, 0 };
	table[WAITED] = (struct pollfd){ waiting, POLLOUT, 0 };
}

static void pump(int signals)
{
	int waiting = -1, number;

	while (!finished) {
		struct pollfd table[WATCHED];

		watch(table, signals, waiting);
		if (poll(table, WATCHED, -1) < 0)
			continue;
		while (table[SIGNALS].revents && (number = signals_next()) > 0)
			relay(number);
		if (table[ENGINE].revents)
			hear_engine();
		if (table[STREAM].revents & POLLOUT)
			send_on();
		if (table[INPUT].revents)
			read_input();
		if (waiting < 0 && table[STREAM].revents & (POLLIN | POLLHUP | POLLERR))
			read_stream();
		if (waiting < 0 || table[WAITED].revents)
			waiting = write_output();
	}
}

void attach(struct attachment *attachment, int signals)
{
	it = attachment;
	from.have = from.at = from.left = to.have = to.sent = to.control_have = matched = 0;
	finished = false;
	input_open = it->flags & ATTACH_STDIN;
	output_open(it->flags);
	signals_catch_all(it->flags & ATTACH_SIGNALS);
	if (it->flags & ATTACH_RAW)
		make_raw();
	send_size();
	pump(signals);
	leave_screen();
	terminal_restore();
	signals_release_all();
}
