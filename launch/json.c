/*
 * json.c - one string out of a JSON document, by the keys that lead to it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "target.h"

static int hex(const char *digits)
{
	int n = 0;

	for (int i = 0; i < 4; i++) {
		char c = (char)(digits[i] | 0x20);

		if (c >= '0' && c <= '9')
			n = n * 16 + c - '0';
		else if (c >= 'a' && c <= 'f')
			n = n * 16 + c - 'a' + 10;
		else
			return -1;
	}
	return n;
}

/* What stands behind a backslash; more than ASCII is of no use in an address. */
static char unescaped(char **at)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *known = strchr(from, **at);
	int code;

	if (**at == 'u') {
		code = hex(*at + 1);
		if (code < 0)
			return '?';
		*at += 4;
		return code < 128 ? (char)code : '?';
	}
	return known && **at ? to[known - from] : **at;
}

/* A string, unescaped where it stands; `at` is behind its opening quote, and then behind the other.
 */
static char *string(char **at)
{
	char *start = *at, *end = start;

	while (**at && **at != '"') {
		char c = **at;

		if (c == '\\' && (*at)[1]) {
			++*at;
			c = unescaped(at);
		}
		++*at;
		*end++ = c;
	}
	if (**at)
		++*at;
	*end = 0;
	return start;
}

static char *behind_space(char *at)
{
	return at + strspn(at, " \t\r\n");
}

const char *json_text(char *text, const char *const *path)
{
	int depth = 0, matched = 0; /* of the path, on the way to here */

	for (char *at = text; *at;) {
		char c = *at++;

		if (c == '{' || c == '[')
			depth++;
		if ((c == '}' || c == ']') && --depth <= matched)
			matched = depth > 0 ? depth - 1 : 0;
		if (c == '"') {
			bool wanted = strcmp(string(&at), path[matched]) == 0;

			at = behind_space(at);
			if (*at != ':' || !wanted || depth != matched + 1)
				continue;
			at = behind_space(at + 1);
			if (!path[matched + 1])
				return *at++ == '"' ? string(&at) : NULL;
			matched += *at == '{';
		}
	}
	return NULL;
}
