/*
 * check_programs - whether the interpreter would take a program; for whoever makes up programs
 * elsewhere.
 *
 * On stdin: a length (u32) and that many bytes, again and again.  On stdout for each: one byte, 1
 * or 0.
 */
#include <stdlib.h>
#include <unistd.h>

#include "../launch.h"

long call(uint32_t number, const long argument[ARGUMENTS])
{
	(void)number;
	(void)argument;
	abort(); /* nothing is run here */
}

static int read_all(void *to, size_t size)
{
	for (size_t n = 0; n < size;) {
		ssize_t r = read(STDIN_FILENO, (char *)to + n, size - n);

		if (r <= 0)
			return 0;
		n += (size_t)r;
	}
	return 1;
}

int main(void)
{
	uint32_t size;

	while (read_all(&size, sizeof(size))) {
		char *program =
			malloc(size ? size : 1); /* exact: a sanitizer sees a byte too far */
		char answer;

		if (!program || !read_all(program, size))
			return 1;
		answer = well_formed((struct program *)program, size);
		free(program);
		if (write(STDOUT_FILENO, &answer, 1) != 1)
			return 1;
	}
	return 0;
}
