/*
 * container.h - runs a launch program with the real binary, and talks to its monitor as an engine
 * would.
 */
#ifndef SAMPAN_CONTAINER_H
#define SAMPAN_CONTAINER_H

#include <stdbool.h>
#include <sys/types.h>

#include "assembly.h"

struct container {
	/* what is wanted */
	const char *const *argv; /* of the process */
	struct settings settings;
	bool with_stdin, with_listener, with_directory, without_events;
	uint32_t stream_interest; /* of a first client, 0: none */
	void (*change)(struct assembly *);
	/* what is there */
	pid_t launcher;
	int events, stream;
	char directory[64]; /* a new one if none is given */
};

struct frame_in {
	int type;
	uint32_t length;
	int fd; /* that came with it, or -1 */
	uint8_t payload[MAX_FRAME + 1];
};

/* Runs a file as a launch program with descriptors as 4, 5, ... Returns the process. */
pid_t run_program(const void *program, size_t size, const int *fds, int count);
int status_of(pid_t pid);

void container_start(struct container *c);
/* Waits for the monitor. What it made is gone with the test. */
int container_end(struct container *c);

int container_connect(const struct container *c, uint32_t interest);
/* The two steps of that, for one who may be refused: then nobody hears the second. */
int container_dial(const struct container *c);
bool container_hello(int socket, uint32_t interest);
void frame_send(int socket, enum frame type, const void *payload, size_t size);
bool frame_receive(int socket, struct frame_in *in);
void frame_expect(int socket, enum frame type, struct frame_in *in);
/* Collects output until FRAME_EXITED; returns the code. */
int collect(int socket, char *output, size_t size);
int collect_streams(int socket, char *output, char *errors, size_t size);
size_t file_read(const struct container *c, const char *name, char *text, size_t size);

#endif
