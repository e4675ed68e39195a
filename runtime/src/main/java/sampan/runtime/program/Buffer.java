package sampan.runtime.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that a call reads or writes: a structure, an array, a place for an answer. Two buffers are never the same memory, so a
 * poke into one is seen by nobody else.
 */
public final class Buffer {
    static final int POINTER = 8;

    private final byte[] bytes;
    private final List<Pointer> pointers;
    private final List<Inner> inner;
    private final String text;

    private Buffer(byte[] bytes, List<Pointer> pointers, List<Inner> inner, String text) {
        this.bytes = bytes;
        this.pointers = List.copyOf(pointers);
        this.inner = List.copyOf(inner);
        this.text = text;
    }

    /** At {@code at} of this buffer stands the address of {@code offset} in {@code to}. */
    public record Pointer(int at, Buffer to, int offset) {}

    /** At {@code at} of this buffer stands the address of {@code offset} in this buffer. */
    public record Inner(int at, int offset) {}

    /** @param text what a reader of the program sees, as in {@code {attr_set=RDONLY}} */
    public static Buffer of(byte[] bytes, String text) {
        return new Buffer(bytes.clone(), List.of(), List.of(), text);
    }

    public static Buffer of(byte[] bytes, List<Pointer> pointers, String text) {
        return new Buffer(bytes.clone(), pointers, List.of(), text);
    }

    /** A buffer that points into itself. */
    public static Buffer self(byte[] bytes, List<Inner> inner, String text) {
        return new Buffer(bytes.clone(), List.of(), inner, text);
    }

    /** Zeroes, for the kernel to write into. */
    public static Buffer space(int size, String text) {
        return new Buffer(new byte[size], List.of(), List.of(), text);
    }

    public static Buffer longs(String text, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return new Buffer(bytes.array(), List.of(), List.of(), text);
    }

    public static Buffer ints(String text, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return new Buffer(bytes.array(), List.of(), List.of(), text);
    }

    /** A NUL-terminated string. */
    public static Buffer string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[utf8.length + 1];
        System.arraycopy(utf8, 0, bytes, 0, utf8.length);
        return new Buffer(bytes, List.of(), List.of(), Quoted.of(value));
    }

    /** A NULL-terminated array of pointers to strings, as execve(2) takes. */
    public static Buffer vector(List<String> items, String text) {
        List<Pointer> pointers = new ArrayList<>();
        for (String item : items) {
            pointers.add(new Pointer(pointers.size() * POINTER, string(item), 0));
        }
        return new Buffer(new byte[(items.size() + 1) * POINTER], pointers, List.of(), text);
    }

    public int size() {
        return bytes.length;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public List<Pointer> pointers() {
        return pointers;
    }

    public List<Inner> inner() {
        return inner;
    }

    @Override
    public String toString() {
        return text;
    }
}
