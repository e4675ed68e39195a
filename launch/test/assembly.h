/*
 * assembly.h - an assembler for launch programs, as much of one as tests need.
 */
#ifndef SAMPAN_ASSEMBLY_H
#define SAMPAN_ASSEMBLY_H

#include <stdint.h>
#include <string.h>

#include "../wire.h"

struct assembly {
	struct program header;
	struct op ops[128];
	struct relocation relocations[128];
	uint8_t data[1 << 16];
};

struct operand {
	uint8_t type;
	uint64_t value;
};

#define I(n)  ((struct operand){ IMMEDIATE, (uint64_t)(n) })
#define A(at) ((struct operand){ ADDRESS, (at) })
#define R(r)  ((struct operand){ REGISTER, (r) })

static inline void assembly_begin(struct assembly *a)
{
	memset(a, 0, sizeof(*a));
	memcpy(a->header.magic, PROGRAM_MAGIC, 8);
	a->header.settings = NO_SETTINGS;
	a->header.report = NO_REGISTER;
}

/* Puts bytes into the data, at a multiple of 8, and tells where. */
static inline uint32_t bytes_of(struct assembly *a, const void *bytes, size_t n)
{
	uint32_t at = a->header.data_size;

	if (bytes)
		memcpy(a->data + at, bytes, n);
	a->header.data_size = (uint32_t)((at + n + 7) & ~7ull);
	return at;
}

static inline uint32_t string_of(struct assembly *a, const char *s)
{
	return bytes_of(a, s, strlen(s) + 1);
}

static inline void points_to(struct assembly *a, uint32_t at, uint32_t to)
{
	a->relocations[a->header.relocations++] = (struct relocation){ at, to };
}

static inline uint32_t vector_of(struct assembly *a, const char *const *strings)
{
	uint32_t n = 0, at;

	while (strings[n])
		n++;
	at = bytes_of(a, NULL, 8 * (n + 1));
	for (uint32_t i = 0; i < n; i++)
		points_to(a, at + 8 * i, string_of(a, strings[i]));
	return at;
}

static inline struct op *op_of(struct assembly *a, uint16_t kind)
{
	struct op *op = &a->ops[a->header.ops++];

	op->kind = kind;
	op->result = NO_REGISTER;
	return op;
}

static inline struct op *call_of(struct assembly *a, uint32_t number,
                                 const struct operand *operands, size_t n)
{
	struct op *op = op_of(a, OP_SYSCALL);

	op->number = number;
	for (size_t i = 0; i < n; i++) {
		op->type[i] = operands[i].type;
		op->argument[i] = operands[i].value;
	}
	return op;
}

/* CALL(a, SYS_dup3, R(4), I(0), I(0))->result = 5; */
#define CALL(a, number, ...)                                                                       \
	call_of(a, number, (const struct operand[]){ __VA_ARGS__ },                                \
	        sizeof((const struct operand[]){ __VA_ARGS__ }) / sizeof(struct operand))

static inline void peek(struct assembly *a, uint8_t result, uint32_t at, uint32_t width)
{
	struct op *op = op_of(a, OP_PEEK);

	op->result = result;
	op->argument[0] = at;
	op->argument[1] = width;
}

static inline void poke(struct assembly *a, uint32_t at, uint8_t from, uint32_t width)
{
	struct op *op = op_of(a, OP_POKE);

	op->argument[0] = at;
	op->argument[1] = from;
	op->argument[2] = width;
}

/* A pair of descriptors, as pipe2(2) and socketpair(2) make them, in two registers. */
static inline void peek_pair(struct assembly *a, uint32_t at, uint8_t first, uint8_t second)
{
	peek(a, first, at, 4);
	peek(a, second, at + 4, 4);
}

/* The program as a file; returns its size. */
static inline size_t assembled(const struct assembly *a, uint8_t *to)
{
	const struct program *h = &a->header;
	size_t ops = h->ops * sizeof(struct op),
	       relocations = h->relocations * sizeof(struct relocation);

	memcpy(to, h, sizeof(*h));
	memcpy(to + sizeof(*h), a->ops, ops);
	memcpy(to + sizeof(*h) + ops, a->relocations, relocations);
	memcpy(to + sizeof(*h) + ops + relocations, a->data, h->data_size);
	return sizeof(*h) + ops + relocations + h->data_size;
}

#endif
