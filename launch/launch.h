/*
 * launch.h - the interpreter of launch programs, and its seam to the kernel.
 */
#ifndef SAMPAN_LAUNCH_H
#define SAMPAN_LAUNCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

extern uint64_t registers[REGISTERS];

/* How the part of a program that ran in this process came to its end. */
struct ending {
	bool failed;
	bool child; /* this process was made by OP_CLONE */
	struct report report;
};

/* True if every number in the program is one that run() can trust.  Changes nothing. */
bool well_formed(const struct program *program, size_t size);

/* Resolves the relocations, then interprets. Only for a well-formed program. */
struct ending run(struct program *program);

/* Its settings, or NULL if there are none that could be trusted. */
const struct settings *settings_of(const struct program *program, size_t size);

/* The only way by which a program acts: syscall(2), or what a test puts in its place. */
long call(uint32_t number, const long argument[ARGUMENTS]);

/* Plays the whole part: reads the program from PROGRAM_FD, runs it, becomes the monitor. */
void launch(void) __attribute__((noreturn));

#endif
