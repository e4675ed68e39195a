package sampan.kernel.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** NUL-terminated strings: names are bytes, never what the JVM's locale makes of them. */
public final class CString {
    private CString() {}

    /** @throws IllegalArgumentException when a NUL byte inside would cut the name short */
    public static MemorySegment of(Arena arena, byte[] text) {
        MemorySegment copy = arena.allocate(text.length + 1L);
        for (byte b : text) {
            if (b == 0) {
                throw new IllegalArgumentException("a NUL byte inside a name");
            }
        }
        MemorySegment.copy(MemorySegment.ofArray(text), 0, copy, 0, text.length);
        return copy;
    }

    public static MemorySegment of(Arena arena, String text) {
        return of(arena, bytes(text));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes from {@code offset} up to the next NUL, or to the end of the segment. */
    public static byte[] read(MemorySegment memory, long offset) {
        long end = offset;
        while (end < memory.byteSize() && memory.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        return memory.asSlice(offset, end - offset).toArray(JAVA_BYTE);
    }
}
