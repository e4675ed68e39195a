/*
 * record.c - one line of a container's output as a log driver writes it.
 *
 * local: length (u32 big-endian), protobuf message LogEntry, the length again; so that the log can
 * be read from either end.  json-file: one JSON object a line, escaped as Go's encoding/json does.
 */
#include <string.h>
#include <time.h>

#include "monitor.h"
#include "text.h"

static const char *const NAMES[STREAMS] = { "stdout", "stderr" };

enum { NAME_SIZE = 6 };

/* protobuf's field keys: number << 3 | wire type */
enum {
	ENTRY_SOURCE = 1 << 3 | 2,
	ENTRY_TIME = 2 << 3,
	ENTRY_LINE = 3 << 3 | 2,
	ENTRY_PARTIAL = 4 << 3,
	ENTRY_METADATA = 5 << 3 | 2,
	METADATA_LAST = 1 << 3,
	METADATA_ID = 2 << 3 | 2,
	METADATA_ORDINAL = 3 << 3,
};

static uint8_t *varint(uint8_t *to, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		*to++ = (uint8_t)(n | 0x80);
	*to++ = (uint8_t)n;
	return to;
}

enum { BLOCK = 16 };

/* Lines are short: a copy in registers, the last block over the one before, beats a call of memcpy.
 */
static uint8_t *bytes(uint8_t *to, const void *source, size_t n)
{
	const uint8_t *from = source;

	if (n < BLOCK) {
		for (size_t i = 0; i < n; i++)
			to[i] = from[i];
		return to + n;
	}
	for (size_t i = 0; i + BLOCK <= n; i += BLOCK)
		memcpy(to + i, from + i, BLOCK);
	memcpy(to + n - BLOCK, from + n - BLOCK, BLOCK);
	return to + n;
}

static uint8_t *metadata(uint8_t *to, const struct record *r)
{
	uint8_t inner[ID_SIZE + 16], *at = inner;

	if (r->last) {
		*at++ = METADATA_LAST;
		*at++ = 1;
	}
	*at++ = METADATA_ID;
	*at++ = ID_SIZE;
	at = bytes(at, r->id, ID_SIZE);
	*at++ = METADATA_ORDINAL;
	at = varint(at, r->ordinal);
	*to++ = ENTRY_PARTIAL;
	*to++ = 1;
	*to++ = ENTRY_METADATA;
	to = varint(to, (uint64_t)(at - inner));
	return bytes(to, inner, (size_t)(at - inner));
}

size_t record_local(uint8_t *start, const struct record *r)
{
	uint8_t *to = start + 4;

	*to++ = ENTRY_SOURCE;
	*to++ = NAME_SIZE;
	to = bytes(to, NAMES[r->stream], NAME_SIZE);
	*to++ = ENTRY_TIME;
	to = varint(to, r->time);
	if (r->length) {
		*to++ = ENTRY_LINE;
		to = varint(to, r->length);
		to = bytes(to, r->line, r->length);
	}
	if (r->partial)
		to = metadata(to, r);
	be32(start, (uint32_t)(to - start - 4));
	be32(to, (uint32_t)(to - start - 4));
	return (size_t)(to + 4 - start);
}

/* The length of the valid UTF-8 sequence at s, 0 if there is none. */
static uint32_t sequence(const uint8_t *s, size_t left)
{
	uint32_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	uint8_t low = 0x80, high = 0xbf;

	if (s[0] < 0xc2 || s[0] > 0xf4 || left < n)
		return 0;
	if (s[0] == 0xe0)
		low = 0xa0; /* shorter forms exist */
	if (s[0] == 0xed)
		high = 0x9f; /* surrogates */
	if (s[0] == 0xf0)
		low = 0x90;
	if (s[0] == 0xf4)
		high = 0x8f; /* beyond U+10FFFF */
	if (s[1] < low || s[1] > high)
		return 0;
	for (uint32_t i = 2; i < n; i++)
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	return n;
}

/* All of ASCII that is neither a control character nor one of " & < > \ */
static const bool plain[256] = {
	[0x20 ... 0x21] = true, [0x23 ... 0x25] = true, [0x27 ... 0x3b] = true,
	[0x3d] = true,          [0x3f ... 0x5b] = true, [0x5d ... 0x7f] = true,
};

static size_t plain_run(const uint8_t *s, size_t left)
{
	size_t n = 0;

	while (n < left && plain[s[n]])
		n++;
	return n;
}

static uint8_t *escape(uint8_t *to, uint8_t c)
{
	static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	static const char hex[] = "0123456789abcdef";

	for (const char *s = short_forms; *s; s += 2) {
		if ((uint8_t)*s == c) {
			*to++ = '\\';
			*to++ = (uint8_t)s[1];
			return to;
		}
	}
	to = bytes(to, "\\u00", 4);
	*to++ = (uint8_t)hex[c >> 4];
	*to++ = (uint8_t)hex[c & 15];
	return to;
}

/* U+2028 and U+2029 end a line in JavaScript, so Go escapes them. */
static bool is_line_separator(const uint8_t *s, size_t n)
{
	return n == 3 && s[0] == 0xe2 && s[1] == 0x80 && (s[2] & 0xfe) == 0xa8;
}

static uint8_t *json_string(uint8_t *to, const uint8_t *s, size_t left)
{
	while (left) {
		size_t n = plain_run(s, left);

		if (n) {
			to = bytes(to, s, n);
		} else if (*s < 0x80) {
			to = escape(to, *s);
			n = 1;
		} else if ((n = sequence(s, left)) == 0) {
			to = bytes(to, "\\ufffd", 6);
			n = 1;
		} else if (is_line_separator(s, n)) {
			to = bytes(to, s[2] == 0xa8 ? "\\u2028" : "\\u2029", 6);
		} else {
			to = bytes(to, s, n);
		}
		s += n;
		left -= n;
	}
	return to;
}

static void put_fraction(struct text *t, uint32_t nanoseconds)
{
	char *first = t->at;

	if (!nanoseconds)
		return;
	put(t, ".");
	put_digits(t, nanoseconds, 9);
	while (t->at > first && t->at[-1] == '0')
		t->at--;
}

/* RFC 3339 with as many digits as there are, as Go's RFC3339Nano. */
static size_t rfc3339(char *to, size_t size, uint64_t time)
{
	struct text t = { to, to + size };
	time_t seconds = (time_t)(time / 1000000000);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	put_digits(&t, (uint64_t)tm.tm_year + 1900, 4);
	put(&t, "-");
	put_digits(&t, (uint64_t)tm.tm_mon + 1, 2);
	put(&t, "-");
	put_digits(&t, (uint64_t)tm.tm_mday, 2);
	put(&t, "T");
	put_digits(&t, (uint64_t)tm.tm_hour, 2);
	put(&t, ":");
	put_digits(&t, (uint64_t)tm.tm_min, 2);
	put(&t, ":");
	put_digits(&t, (uint64_t)tm.tm_sec, 2);
	put_fraction(&t, (uint32_t)(time % 1000000000));
	put(&t, "Z");
	return (size_t)(t.at - to);
}

size_t record_json(uint8_t *start, const struct record *r)
{
	static char rendered[40];
	static size_t rendered_size;
	static uint64_t rendered_time;
	uint8_t *to = start;

	if (!rendered_size || rendered_time != r->time) { /* all lines of a chunk have one time */
		rendered_size = rfc3339(rendered, sizeof(rendered), r->time);
		rendered_time = r->time;
	}
	to = bytes(to, "{\"log\":\"", 8);
	to = json_string(to, r->line, r->length);
	if (!r->partial || r->last)
		to = bytes(to, "\\n", 2);
	to = bytes(to, "\",\"stream\":\"", 12);
	to = bytes(to, NAMES[r->stream], NAME_SIZE);
	to = bytes(to, "\",\"time\":\"", 10);
	to = bytes(to, rendered, rendered_size);
	to = bytes(to, "\"}\n", 3);
	return (size_t)(to - start);
}
