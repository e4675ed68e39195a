/*
 * text.h - writes text into a buffer that cannot overflow, without stdio.
 */
#ifndef SAMPAN_TEXT_H
#define SAMPAN_TEXT_H

#include <stdint.h>
#include <string.h>

struct text {
	char *at, *end;
};

static inline void put_bytes(struct text *t, const void *bytes, size_t n)
{
	if (n > (size_t)(t->end - t->at))
		n = (size_t)(t->end - t->at);
	memcpy(t->at, bytes, n);
	t->at += n;
}

static inline void put(struct text *t, const char *s)
{
	put_bytes(t, s, strlen(s));
}

/* At least `width` digits. */
static inline void put_digits(struct text *t, uint64_t n, int width)
{
	char digits[20];
	int i = sizeof(digits);

	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n || (int)sizeof(digits) - i < width);
	put_bytes(t, digits + i, sizeof(digits) - (size_t)i);
}

static inline void put_number(struct text *t, uint64_t n)
{
	put_digits(t, n, 1);
}

static inline void be32(uint8_t *to, uint32_t n)
{
	for (int i = 3; i >= 0; i--, n >>= 8)
		to[i] = (uint8_t)n;
}

static inline void be64(uint8_t *to, uint64_t n)
{
	be32(to, (uint32_t)(n >> 32));
	be32(to + 4, (uint32_t)n);
}

static inline uint32_t from_be32(const uint8_t *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

#endif
