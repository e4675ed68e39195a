/*
 * monitor.h - the parts of a container's monitor, and what they know of each other:
 *   monitor.c  the container's life, and the loop
 *   stream.c   its stdin, stdout and stderr, or its terminal
 *   client.c   who is attached, and the frames they say
 *   log.c      the log files
 *   record.c   the formats of a log record
 *   outcome.c  how it ended
 *   announce.c, descriptors.c
 */
#ifndef SAMPAN_MONITOR_H
#define SAMPAN_MONITOR_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "wire.h"

enum { MAX_CLIENTS = 256, CHUNK = MAX_FRAME };

/* monitor.c */
void monitor(const struct settings *settings) __attribute__((noreturn));
void monitor_failed(const struct settings *settings, struct report report)
	__attribute__((noreturn));
void container_mapped(void);
void container_signal(int number);
void client_greeted(int place); /* tells a new client what it missed */
uint64_t now(void);

/* What the monitor sends, in the order in which a client that misses several gets them. */
enum outgoing {
	SEND_STARTED,
	SEND_RUNNING,
	SEND_STDOUT,
	SEND_STDERR,
	SEND_FAILED,
	SEND_EXITED,
	OUTGOING,
};

enum { TO_ALL = ~0, TO_STREAMS = WANT_STDOUT | WANT_STDERR };

/* client.c */
void client_add(int fd, uint32_t interest, bool greeted);
uint32_t client_interest(int place);
void client_offer(int place, enum outgoing what);
void clients_prepare(enum outgoing what, const uint8_t *frame, uint32_t length, int fd);
void clients_offer(enum outgoing what, uint32_t interests);
void clients_offer_idle(enum outgoing what); /* to those who want no stream */
bool clients_want(uint32_t interests);
bool clients_pending(uint32_t whats);
bool clients_any(void);
int clients_watch(struct pollfd *table);
void clients_serve(const struct pollfd *table, int count);
ssize_t receive(int fd, void *buffer, size_t size);
ssize_t deliver(int fd, const void *bytes, size_t size, int passed);

/* stream.c */
enum { OUTPUT, ERRORS, STREAMS };
enum { WATCH_STDIN, WATCH_OUTPUT, WATCH_ERRORS, WATCH_STREAMS };

void streams_open(int input, int output, int errors, uint32_t flags);
void streams_terminal(int master);
void streams_watch(struct pollfd *table);
void streams_serve(const struct pollfd *table);
void streams_child_ended(void);
bool streams_drain(
	bool alone);         /* true once nothing more can come; alone: no descendant may write */
bool streams_settling(void); /* a terminal's last bytes may be on their way */
void terminal_resize(uint16_t rows, uint16_t columns);
bool input_busy(void);
ssize_t input_receive(int fd, size_t most);
void input_left(void); /* a client that sent stdin sends no more */

/* log.c */
void log_open(const struct settings *settings);
void log_chunk(int stream, const uint8_t *bytes, size_t size);
void log_end(int stream);
void log_reopen(void);

/* outcome.c */
struct outcome {
	int status; /* as waitpid(2) tells it */
	bool oom_killed;
	uint64_t started, ended; /* ns since the epoch */
};

uint32_t code_of(const struct outcome *outcome);
bool was_oom_killed(int fd);
int open_exit_file(int directory);
void drop_exit_file(int directory); /* of a container that never ran */
void write_exit_file(int directory, int fd, const struct outcome *outcome);

/* announce.c */
void announce_started(uint32_t pid, uint64_t started, int pidfd);
void announce_running(void);
void announce_failed(struct report report);
void prepare_exited(const struct outcome *outcome); /* who hears it when, the monitor decides */

/* descriptors.c */
void close_fd(int *fd);
void set_nonblocking(int fd);
void close_all_but(int *kept, size_t count); /* and but 0, 1 and 2; sorts kept */
int receive_fd(int socket);                  /* -1: none, -EAGAIN: not yet */

/* record.c */
enum { MAX_LINE = 16384, ID_SIZE = 64, MAX_RECORD = 6 * MAX_LINE + 256 };

struct record {
	int stream;
	uint64_t time;
	const uint8_t *line;
	uint32_t length;
	bool partial, last;
	uint32_t ordinal;
	const char *id;
};

/* Both write at most MAX_RECORD bytes and return how many. */
size_t record_local(uint8_t *to, const struct record *record);
size_t record_json(uint8_t *to, const struct record *record);

#endif
