/*
 * front.h - the command line's part: what the user starts, and what it asks of the engine.
 *   front.c    the conversation with the engine
 *   request.c  the first thing it says
 *   message.c  its messages
 *   target.c   which engine (target.h)
 *   engine.c   finding an engine, or starting one
 *   attach.c   the user's terminal at a container
 *   output.c   what the container says, written where the user wants it
 *   pager.c    long texts in the user's pager
 *   signals.c  signals as bytes in a pipe
 */
#ifndef SAMPAN_FRONT_H
#define SAMPAN_FRONT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "wire.h"

enum { FRONT_FAILED = 125 };

/* front.c */
int front(enum part part, char **arguments, char **environment);
int front_daemon(char **arguments, char **environment);
bool terminal_window(uint16_t *rows, uint16_t *columns); /* of the first of 1, 0, 2 that is one */
uint32_t front_hear(int engine, uint32_t *value); /* serves one message; its type, 0: it is gone */

/* request.c */
bool request_send(int engine, struct request request, char **arguments, char **environment);

/* engine.c */
extern const char DEFAULT_EXEC[];
struct roots {
	const char *exec, *data; /* NULL: nobody said */
};

int engine_for_runtime(const struct roots *roots, char **environment);
int engine_connect(const struct roots *roots, char **environment); /* or -1, and it said why */
int engine_run(const struct roots *roots, char **arguments, char **environment);
void say(const char *first, ...) __attribute__((sentinel)); /* a line on stderr, of several parts */

/* jvm.c */
bool engine_home(char home[PATH_MAX]);                 /* the folder this build of Sampan is in */
void jvm_become(char **arguments, char **environment); /* returns where it cannot be run: errno */

/* message.c */
struct letter {
	struct message header;
	uint8_t payload[MAX_MESSAGE];
	size_t size; /* of the payload */
	int fds[MAX_DESCRIPTORS];
	int count;
};

bool letter_send(int socket, struct message header, const void *payload, size_t size,
                 const int *fds, int count);
/* False: the engine is gone; errno is ECONNRESET if it left something of ours unread, or 0. */
bool letter_receive(int socket, struct letter *letter);
void letter_close(struct letter *letter);

/* attach.c */
struct attachment {
	int engine; /* its socket, or -1 once it is gone */
	int stream;
	uint32_t flags;
	const uint8_t *keys; /* that detach */
	uint32_t key_count;
	enum attach_end end;
	uint32_t code;
	bool over; /* the engine said so: exit with code */
};

void attach(struct attachment *attachment, int signals);
void terminal_restore(void);

/* output.c */
void output_open(uint32_t flags);
ssize_t output_write(int fd, const uint8_t *bytes, size_t size); /* how many, -1 if not now */

/* pager.c */
int pager_start(void); /* where it reads from, or -1 if there is none */
bool pager_runs(void);
void pager_wait(void);

/* signals.c */
int signals_open(void); /* readable when there is one */
void signals_catch(int number);
void signals_catch_all(bool for_container); /* those that it should get, or that would end us */
void signals_release_all(void);
int signals_next(void); /* 0: none */
void signals_die(int number) __attribute__((noreturn));

#endif
