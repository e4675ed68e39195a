/*
 * Any bytes, in any pieces, from several clients of a monitor.  The first byte of each piece says
 * whose it is and how long; the monitor's other parts are counters.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../monitor.h"

enum { CLIENTS = 4, FIRST_FD = 1000 };

static const uint8_t *bytes;
static size_t left, piece;
static int speaker;
static bool hung_up, busy;
static uint64_t seen;

/* Descriptors are numbers here: close(2) of them fails and harms nobody. */
ssize_t receive(int fd, void *buffer, size_t size)
{
	size_t n = size < piece ? size : piece;

	if (fd != FIRST_FD + speaker)
		abort();
	if (!n) {
		errno = EAGAIN;
		return hung_up ? 0 : -1;
	}
	memcpy(buffer, bytes, n);
	bytes += n;
	left -= n;
	piece -= n;
	return (ssize_t)n;
}

ssize_t deliver(int fd, const void *message, size_t size, int passed)
{
	(void)fd, (void)passed;
	for (size_t i = 0; i < size; i++)
		seen += ((const uint8_t *)message)[i];
	if (size % 3 == 0 && size > 1) /* not all at once */
		return (ssize_t)(size / 2);
	return (ssize_t)size;
}

bool input_busy(void)
{
	return busy;
}

ssize_t input_receive(int fd, size_t most)
{
	static uint8_t input[CHUNK];

	if (most > MAX_FRAME)
		abort();
	return receive(fd, input, most < sizeof(input) ? most : sizeof(input));
}

void input_left(void)
{
	seen++;
}

void terminal_resize(uint16_t rows, uint16_t columns)
{
	seen += rows + columns;
}

void container_signal(int number)
{
	if (number < 0 || number > 255)
		abort();
}

void container_mapped(void)
{
	seen++;
}

void log_reopen(void)
{
	seen++;
}

void client_greeted(int place)
{
	client_offer(place, client_interest(place) & 1 ? SEND_STDOUT : SEND_STARTED);
}

static void serve(short events)
{
	struct pollfd table[MAX_CLIENTS];
	int count = clients_watch(table);

	for (int i = 0; i < count; i++)
		table[i].revents = table[i].fd == FIRST_FD + speaker ? events : 0;
	clients_serve(table, count);
}

static void say(uint8_t how)
{
	speaker = how & 3;
	busy = how & 4;
	hung_up = how & 8;
	piece = how >> 4 == 15 ? left : how >> 4;
	if (piece > left)
		piece = left;
	serve(POLLIN | POLLOUT);
	bytes += piece; /* what the monitor did not take, it never will */
	left -= piece;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	static uint8_t frame[600] = { FRAME_STDOUT, 0, 0, 0, 0, 0, 2, 80 };

	for (int what = 0; what < OUTGOING; what++)
		clients_prepare((enum outgoing)what, frame, 8 + 37 * (uint32_t)what, -1);
	for (int i = 0; i < CLIENTS; i++)
		client_add(FIRST_FD + i, 0, false);
	bytes = input;
	left = size;
	while (left) {
		uint8_t how = *bytes++;

		left--;
		say(how);
		clients_offer(SEND_STDERR, WANT_STDERR);
	}
	busy = false;
	piece = 0;
	hung_up = true;
	for (speaker = 0; speaker < CLIENTS; speaker++) {
		serve(POLLIN);
		serve(POLLHUP | POLLERR);
	}
	if (clients_any())
		abort();
	return 0;
}
