/*
 * client.c - who is attached to a container, what they say, and what they are still to be told.
 *
 * Each client is owed a set of messages.  A message is sent whole before the next begins, and the
 * chunk of a stream stays until every client that wants it has it: a slow client slows the
 * container down, as a slow terminal would, but a client that dies is forgotten at once and hurts
 * nobody.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "monitor.h"
#include "text.h"

enum { MAX_PAYLOAD = 4 /* of every frame but FRAME_STDIN */, TURNS = 16 };

struct client {
	int fd; /* 0: this place is free */
	uint32_t interest;
	bool greeted;   /* has said FRAME_HELLO */
	bool silent;    /* will say nothing more */
	uint8_t owed;   /* set of enum outgoing */
	int8_t sending; /* enum outgoing; meaningful while sent > 0 */
	uint32_t sent;  /* bytes of it */
	uint32_t heard; /* bytes of the frame it is saying */
	uint8_t said[FRAME_HEADER + MAX_PAYLOAD];
};

static struct client clients[MAX_CLIENTS];
static int places; /* all after them are free */

static struct {
	const uint8_t *bytes;
	uint32_t length;
	int fd; /* goes with it, or -1 */
} messages[OUTGOING];

void client_add(int fd, uint32_t interest, bool greeted)
{
	int i = 0;

	while (i < places && clients[i].fd)
		i++;
	if (i == MAX_CLIENTS) {
		close(fd);
		return;
	}
	if (i == places)
		places++;
	clients[i] = (struct client){ .fd = fd, .interest = interest, .greeted = greeted };
	if (greeted)
		client_greeted(i);
}

/* The stdin of a container ends with that of its clients: which of them counts, the settings say.
 */
static void end_input_of(struct client *c)
{
	if (!(c->interest & SENDS_STDIN))
		return;
	c->interest &= ~(uint32_t)SENDS_STDIN;
	input_left();
}

static void forget(struct client *c)
{
	int fd = c->fd;

	if (!fd)
		return;
	end_input_of(c);
	memset(c, 0, sizeof(*c));
	close(fd);
	while (places && !clients[places - 1].fd)
		places--;
}

uint32_t client_interest(int place)
{
	return clients[place].interest;
}

bool clients_want(uint32_t interests)
{
	for (int i = 0; i < places; i++)
		if (clients[i].fd && clients[i].interest & interests)
			return true;
	return false;
}

bool clients_pending(uint32_t whats)
{
	for (int i = 0; i < places; i++)
		if (clients[i].fd && clients[i].owed & whats)
			return true;
	return false;
}

bool clients_any(void)
{
	return places > 0;
}

void clients_prepare(enum outgoing what, const uint8_t *frame, uint32_t length, int fd)
{
	messages[what].bytes = frame;
	messages[what].length = length;
	messages[what].fd = fd;
}

/* Sends what is owed until the socket is full. */
static void speak(struct client *c)
{
	while (c->owed) {
		ssize_t n;

		if (!c->sent)
			c->sending = (int8_t)__builtin_ctz(c->owed);
		n = deliver(c->fd, messages[c->sending].bytes + c->sent,
		            messages[c->sending].length - c->sent,
		            c->sent ? -1 : messages[c->sending].fd);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			forget(c);
		if (n < 0)
			return;
		c->sent += (uint32_t)n;
		if (c->sent == messages[c->sending].length) {
			c->owed &= (uint8_t) ~(1u << c->sending);
			c->sent = 0;
		}
	}
}

void client_offer(int place, enum outgoing what)
{
	struct client *c = &clients[place];

	if (!c->fd || !c->greeted)
		return;
	c->owed |= (uint8_t)(1u << what);
	speak(c);
}

void clients_offer(enum outgoing what, uint32_t interests)
{
	for (int i = 0; i < places; i++)
		if (interests == (uint32_t)TO_ALL || clients[i].interest & interests)
			client_offer(i, what);
}

void clients_offer_idle(enum outgoing what)
{
	for (int i = 0; i < places; i++)
		if (!(clients[i].interest & TO_STREAMS))
			client_offer(i, what);
}

static uint32_t payload_of(const struct client *c)
{
	return from_be32(c->said + 4);
}

static bool acceptable(const struct client *c)
{
	uint32_t length = payload_of(c);

	if (c->said[1] || c->said[2] || c->said[3])
		return false;
	switch (c->said[0]) {
	case FRAME_STDIN:
		return length <= MAX_FRAME;
	case FRAME_HELLO:
	case FRAME_RESIZE:
		return length == 4;
	case FRAME_SIGNAL:
		return length == 1;
	case FRAME_CLOSE_STDIN:
	case FRAME_REOPEN_LOG:
	case FRAME_MAPPED:
		return length == 0;
	default:
		return false;
	}
}

static void act(struct client *c)
{
	const uint8_t *payload = c->said + FRAME_HEADER;

	switch (c->said[0]) {
	case FRAME_HELLO:
		if (c->greeted)
			break;
		c->interest = from_be32(payload);
		c->greeted = true;
		client_greeted((int)(c - clients));
		break;
	case FRAME_CLOSE_STDIN:
		c->interest |= SENDS_STDIN;
		end_input_of(c);
		break;
	case FRAME_RESIZE:
		terminal_resize((uint16_t)(payload[0] << 8 | payload[1]),
		                (uint16_t)(payload[2] << 8 | payload[3]));
		break;
	case FRAME_SIGNAL:
		container_signal(payload[0]);
		break;
	case FRAME_REOPEN_LOG:
		log_reopen();
		break;
	case FRAME_MAPPED:
		container_mapped();
		break;
	}
}

static bool says_stdin(const struct client *c)
{
	return c->heard >= FRAME_HEADER && c->said[0] == FRAME_STDIN;
}

/* Bytes of stdin go from the socket to where they are needed; of other frames, into the client. */
static ssize_t hear(struct client *c)
{
	size_t end = FRAME_HEADER;

	if (says_stdin(c)) {
		c->interest |= SENDS_STDIN;
		return input_receive(c->fd, FRAME_HEADER + payload_of(c) - c->heard);
	}
	if (c->heard >= FRAME_HEADER)
		end += payload_of(c);
	return receive(c->fd, c->said + c->heard, end - c->heard);
}

/* One step: false if there is no more to hear now. */
static bool listen_to(struct client *c)
{
	ssize_t n;

	if (says_stdin(c) && input_busy())
		return false;
	n = hear(c);
	if (n < 0 && errno == EINTR)
		return true;
	if (n < 0 && errno == EAGAIN)
		return false;
	if (n <= 0) { /* it may still want to hear; when it is gone, poll(2) says so */
		c->silent = true;
		end_input_of(c);
		return false;
	}
	c->heard += (uint32_t)n;
	if (c->heard == FRAME_HEADER && !acceptable(c)) {
		forget(c);
		return false;
	}
	if (c->heard >= FRAME_HEADER && c->heard == FRAME_HEADER + payload_of(c)) {
		act(c);
		c->heard = 0;
	}
	return c->fd;
}

int clients_watch(struct pollfd *table)
{
	for (int i = 0; i < places; i++) {
		const struct client *c = &clients[i];
		bool stuck = says_stdin(c) && input_busy();
		short in = c->silent || stuck ? 0 : POLLIN, out = c->owed ? POLLOUT : 0;

		/* A client that hung up while its stdin waits would wake us for nothing. */
		table[i].fd = !c->fd || (stuck && !out) ? -1 : c->fd;
		table[i].events = (short)(in | out);
	}
	return places;
}

static void serve(struct client *c, short events)
{
	if (events & POLLOUT)
		speak(c);
	if (!c->silent && events & (POLLIN | POLLHUP))
		for (int turn = 0; turn < TURNS && c->fd && listen_to(c); turn++)
			;
	else if (events & (POLLHUP | POLLERR | POLLNVAL))
		forget(c);
}

void clients_serve(const struct pollfd *table, int count)
{
	for (int i = 0; i < count; i++)
		if (table[i].revents && clients[i].fd == table[i].fd)
			serve(&clients[i], table[i].revents);
}
