/*
 * target.h - which engine a command is for.
 *   target.c  flags, environment and Docker's contexts
 *   json.c    one string out of a JSON document
 *   remote.c  an engine on another machine, and engines behind sockets
 */
#ifndef SAMPAN_TARGET_H
#define SAMPAN_TARGET_H

#include <stdbool.h>

#include "front.h"

/* What the words before the command say; NULL: nothing. */
struct wishes {
	const char *host, *context, *config;
	struct roots roots;
	bool twice;    /* two hosts */
	bool over_ssh; /* typed on another machine */
};

/* target.c */
/* Takes them out of the arguments. */
void take_wishes(char **arguments, struct wishes *wishes);
/* --exec-root and --data-root only; what is behind them */
char **take_roots(char **arguments, struct roots *roots);
/* SAMPAN_EXEC_ROOT and SAMPAN_DATA_ROOT */
struct roots roots_in(char **environment);
/* False, and it said why: there is no such engine. Does not return for one on another machine. */
bool choose_target(struct wishes *wishes, char **arguments, char **environment, bool terminal);

/* json.c; the text is changed */
const char *json_text(char *text, const char *const *path);

/* remote.c */
void __attribute__((noreturn)) run_there(const char *url, char **arguments, bool terminal);
bool find_front(const char *socket, char *folder, size_t size);

#endif
