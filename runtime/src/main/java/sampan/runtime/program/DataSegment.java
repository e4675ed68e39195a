package sampan.runtime.program;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The data of a program: each buffer once, equal strings once, everything 8-aligned. */
final class DataSegment {
    private static final int ALIGNMENT = 8;
    private static final byte[] PADDING = new byte[ALIGNMENT];

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final IdentityHashMap<Buffer, Integer> buffers = new IdentityHashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private final List<Relocation> relocations = new ArrayList<>();

    /** At {@code at} the loader puts the address of {@code to}. */
    record Relocation(int at, int to) {}

    int address(Argument.Text text) {
        Integer known = texts.get(text.value());
        if (known == null) {
            byte[] utf8 = text.bytes();
            byte[] terminated = new byte[utf8.length + 1];
            System.arraycopy(utf8, 0, terminated, 0, utf8.length);
            known = add(terminated);
            texts.put(text.value(), known);
        }
        return known;
    }

    int address(Buffer buffer) {
        Integer known = buffers.get(buffer);
        if (known == null) {
            known = add(buffer.bytes());
            buffers.put(buffer, known);
            for (Buffer.Pointer pointer : buffer.pointers()) {
                relocations.add(new Relocation(known + pointer.at(), address(pointer.to()) + pointer.offset()));
            }
            for (Buffer.Inner pointer : buffer.inner()) {
                relocations.add(new Relocation(known + pointer.at(), known + pointer.offset()));
            }
        }
        return known;
    }

    int add(byte[] content) {
        int at = bytes.size();
        bytes.writeBytes(content);
        bytes.write(PADDING, 0, -content.length & (ALIGNMENT - 1));
        return at;
    }

    List<Relocation> relocations() {
        return relocations;
    }

    int size() {
        return bytes.size();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
