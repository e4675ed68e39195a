/*
 * front.h - the command line's part: what the user starts, and what it asks of the engine.
 *   front.c    the conversation with the engine
 *   engine.c   finding or starting one
 *   attach.c   the user's terminal at a container
 */
#ifndef SAMPAN_FRONT_H
#define SAMPAN_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

int front(enum part part, char **arguments, char **environment);
int front_daemon(char **arguments, char **environment);

#endif
