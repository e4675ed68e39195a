/*
 * launch.c - runs a launch program: a straight list of system calls compiled by the engine.
 *
 * It knows how to call the kernel, how to carry a result from one call to a later one, and how to
 * tell which call failed.  It does not know what a container is, and no feature ever needs a change
 * here.
 *
 * The contract:
 *   - Everything a program says is checked before its first operation runs: well_formed() is the
 * only judge, and run() trusts it.  What the program's own system calls do to its data is its own
 * affair.
 *   - Operations run in order.  Skips lead forward only, so every program ends.
 *   - An error that is not tolerated ends the program.  So does the last operation: a program's
 * child ends in execve(2), its parent in OP_END.
 *   - The child of OP_CLONE goes on with the next operation; its parent skips.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "launch.h"

uint64_t registers[REGISTERS];

static struct op *ops_of(const struct program *p)
{
	return (struct op *)(p + 1);
}

static struct relocation *relocations_of(const struct program *p)
{
	return (struct relocation *)(ops_of(p) + p->ops);
}

static uint8_t *data_of(const struct program *p)
{
	return (uint8_t *)(relocations_of(p) + p->relocations);
}

static bool is_register(uint64_t r)
{
	return r < REGISTERS;
}

static bool is_register_or_none(uint64_t r)
{
	return r < REGISTERS || r == NO_REGISTER;
}

static bool is_width(uint64_t n)
{
	return n == 1 || n == 2 || n == 4 || n == 8;
}

static bool is_zero(const uint8_t *bytes, size_t n)
{
	while (n && !*bytes)
		bytes++, n--;
	return n == 0;
}

static bool within(uint64_t at, uint64_t length, uint32_t size)
{
	return at <= size && length <= size - at;
}

static bool well_formed_argument(const struct program *p, const struct op *op, int i)
{
	switch (op->type[i]) {
	case IMMEDIATE:
		return true;
	case ADDRESS:
		return op->argument[i] < p->data_size;
	case REGISTER:
		return is_register(op->argument[i]);
	default:
		return false;
	}
}

static bool well_formed_call(const struct program *p, const struct op *op)
{
	for (int i = 0; i < ARGUMENTS; i++)
		if (!well_formed_argument(p, op, i))
			return false;
	return is_register_or_none(op->result);
}

static bool well_formed_op(const struct program *p, uint32_t i)
{
	const struct op *op = &ops_of(p)[i];
	const uint64_t *a = op->argument;
	uint32_t after = p->ops - i - 1;

	if (op->skip_after_success > after || op->skip_after_error > after)
		return false;
	if (!is_zero(op->pad, sizeof(op->pad)))
		return false;
	switch (op->kind) {
	case OP_SYSCALL:
	case OP_CLONE:
		return well_formed_call(p, op);
	case OP_POKE:
		return is_width(a[2]) && within(a[0], a[2], p->data_size) && is_register(a[1]);
	case OP_PEEK:
		return is_width(a[1]) && within(a[0], a[1], p->data_size) &&
		       is_register_or_none(op->result);
	case OP_END:
		return true;
	default:
		return false;
	}
}

static bool well_formed_relocation(const struct program *p, struct relocation r)
{
	return r.at % 8 == 0 && within(r.at, 8, p->data_size) && r.to < p->data_size;
}

static bool well_formed_settings(const struct program *p)
{
	const struct settings *s = (const struct settings *)(data_of(p) + p->settings);
	const uint8_t *r;

	if (p->settings % 8 || !within(p->settings, sizeof(*s), p->data_size))
		return false;
	for (r = &s->register_pid; r <= &s->register_barrier; r++)
		if (!is_register_or_none(*r))
			return false;
	if (!is_zero(s->pad, sizeof(s->pad)))
		return false;
	if (s->log_driver > LOG_JSON_FILE || s->flags >= 2 * SETTING_MAPPING)
		return false;
	if (s->log_driver != LOG_NONE && (s->log_max_files < 1 || s->directory == NO_FD))
		return false;
	return is_register(s->register_pid);
}

static bool well_formed_header(const struct program *p, size_t size)
{
	uint64_t expected = sizeof(*p);

	if (size < sizeof(*p) || size > MAX_PROGRAM)
		return false;
	if (memcmp(p->magic, PROGRAM_MAGIC, sizeof(p->magic)) != 0 || p->ops > MAX_OPS)
		return false;
	expected += (uint64_t)p->ops * sizeof(struct op);
	expected += (uint64_t)p->relocations * sizeof(struct relocation);
	expected += p->data_size;
	return expected == size && is_register_or_none(p->report) &&
	       is_zero(p->pad, sizeof(p->pad));
}

const struct settings *settings_of(const struct program *p, size_t size)
{
	if (!well_formed_header(p, size) || p->settings == NO_SETTINGS || !well_formed_settings(p))
		return NULL;
	return (const struct settings *)(data_of(p) + p->settings);
}

bool well_formed(const struct program *p, size_t size)
{
	if (!well_formed_header(p, size))
		return false;
	if (p->settings != NO_SETTINGS && !well_formed_settings(p))
		return false;
	for (uint32_t i = 0; i < p->ops; i++)
		if (!well_formed_op(p, i))
			return false;
	for (uint32_t i = 0; i < p->relocations; i++)
		if (!well_formed_relocation(p, relocations_of(p)[i]))
			return false;
	return true;
}

static void relocate(const struct program *p)
{
	uint8_t *data = data_of(p);

	for (uint32_t i = 0; i < p->relocations; i++) {
		struct relocation r = relocations_of(p)[i];
		uint64_t address = (uint64_t)(uintptr_t)(data + r.to);

		memcpy(data + r.at, &address, sizeof(address));
	}
}

static long value(const struct op *op, int i, const uint8_t *data)
{
	switch (op->type[i]) {
	case ADDRESS:
		return (long)(uintptr_t)(data + op->argument[i]);
	case REGISTER:
		return (long)registers[op->argument[i]];
	default:
		return (long)op->argument[i];
	}
}

/* Little-endian: the first bytes of a register are its low ones. */
static long execute(const struct op *op, uint8_t *data)
{
	long argument[ARGUMENTS];
	uint64_t peeked = 0;

	switch (op->kind) {
	case OP_POKE:
		memcpy(data + op->argument[0], &registers[op->argument[1]], op->argument[2]);
		return 0;
	case OP_PEEK:
		memcpy(&peeked, data + op->argument[0], op->argument[1]);
		return (long)peeked;
	default:
		for (int i = 0; i < ARGUMENTS; i++)
			argument[i] = value(op, i, data);
		return call(op->number, argument);
	}
}

static bool tolerates(const struct op *op, int error)
{
	return error >= 0 && error < 192 && (op->tolerated[error / 64] >> (error % 64) & 1);
}

static struct ending failure(bool child, uint32_t op, int error)
{
	return (struct ending){ true, child, { op, (uint32_t)error } };
}

struct ending run(struct program *p)
{
	const struct op *ops = ops_of(p);
	uint8_t *data = data_of(p);
	bool child = false;

	relocate(p);
	memset(registers, 0xff, sizeof(registers));
	for (uint32_t i = 0; i < p->ops; i++) {
		const struct op *op = &ops[i];
		bool calls = op->kind == OP_SYSCALL || op->kind == OP_CLONE;
		long r;

		if (op->kind == OP_END)
			return child ? failure(true, i, ENOEXEC)
			             : (struct ending){ .failed = false };
		r = execute(op, data);
		if (calls && r < 0) {
			if (!tolerates(op, errno))
				return failure(child, i, errno);
			i += op->skip_after_error;
			continue;
		}
		if (op->kind != OP_POKE && op->result != NO_REGISTER)
			registers[op->result] = (uint64_t)r;
		if (op->kind == OP_CLONE && r == 0) {
			child = true;
			continue;
		}
		if (op->kind ==
		    OP_CLONE) /* a child that died is told by its report, not by a barrier */
			signal(SIGPIPE, SIG_IGN);
		i += op->skip_after_success;
	}
	return failure(child, p->ops, ENOEXEC);
}
