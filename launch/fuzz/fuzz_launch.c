/*
 * Any bytes as a launch program: what the checks let through must run without touching anything
 * else. The kernel is this file: a call's answer is taken from the program's own bytes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../launch.h"

static const uint8_t *answers;
static size_t answers_left, program_size;
static const uint8_t *program_bytes;

/* A call may read and write its arguments' memory; those that are addresses must be the program's.
 */
static void touch(long address)
{
	uintptr_t at = (uintptr_t)address, start = (uintptr_t)program_bytes;

	if (at >= start && at < start + program_size)
		*(volatile uint8_t *)at = *(volatile uint8_t *)at;
}

long call(uint32_t number, const long argument[ARGUMENTS])
{
	uint8_t answer = 0;

	(void)number;
	for (int i = 0; i < ARGUMENTS; i++)
		touch(argument[i]);
	if (answers_left) {
		answer = *answers++;
		answers_left--;
	}
	if (answer < 0x80)
		return answer;
	errno = answer - 0x7f;
	return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct program *program =
		malloc(size ? size : 1); /* of exactly this size: ASan sees one byte more */
	struct ending ending;

	memcpy(program, bytes, size);
	answers = bytes;
	answers_left = size;
	program_bytes = (const uint8_t *)program;
	program_size = size;
	if (settings_of(program, size) && settings_of(program, size)->register_pid >= REGISTERS)
		abort();
	if (well_formed(program, size)) {
		ending = run(program);
		if (ending.failed && ending.report.op > program->ops)
			abort();
	}
	free(program);
	return 0;
}
