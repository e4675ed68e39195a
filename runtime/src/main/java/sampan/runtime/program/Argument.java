package sampan.runtime.program;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** What a system call is given. */
public sealed interface Argument {
    /** A null pointer, an absent value. */
    Argument NULL = new Immediate(0, "NULL");

    /** The current directory, which in a launch program is always known. */
    Argument AT_FDCWD = new Immediate(-100, "AT_FDCWD");

    /** A number. */
    record Immediate(long value, String text) implements Argument {
        /** Most numbers of a program are among these. */
        private static final List<Immediate> SMALL = LongStream.range(0, 128)
                .mapToObj(value -> new Immediate(value, Long.toString(value)))
                .toList();

        @Override
        public String toString() {
            return text;
        }
    }

    /** A NUL-terminated string. */
    record Text(String value) implements Argument {
        public Text {
            if (value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a NUL in " + Quoted.of(value));
            }
        }

        byte[] bytes() {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return Quoted.of(value);
        }
    }

    /** The result of an earlier call. */
    record Result(Register register) implements Argument {
        @Override
        public String toString() {
            return register.name();
        }
    }

    /** The address of a buffer. */
    record Address(Buffer buffer, int offset) implements Argument {
        @Override
        public String toString() {
            return offset == 0 ? buffer.toString() : buffer + "+" + offset;
        }
    }

    /** A descriptor that whoever starts the program hands over; its number is its place in {@link Program#descriptors}. */
    record Handed(int place, Descriptor descriptor) implements Argument {
        static final int FIRST = 4;

        public int number() {
            return FIRST + place;
        }

        @Override
        public String toString() {
            return "<" + descriptor.label() + ">";
        }
    }

    static Argument of(long value) {
        return value >= 0 && value < Immediate.SMALL.size()
                ? Immediate.SMALL.get((int) value)
                : new Immediate(value, Long.toString(value));
    }

    /** @param text the symbolic form: {@code MS_REC|MS_SLAVE} */
    static Argument of(long value, String text) {
        return new Immediate(value, text);
    }

    static Argument hex(long value) {
        return new Immediate(value, "0x" + Long.toHexString(value));
    }

    static Argument octal(long value) {
        return new Immediate(value, value == 0 ? "0" : "0" + Long.toOctalString(value));
    }

    static Argument of(String value) {
        return new Text(value);
    }

    static Argument of(Register register) {
        return new Result(register);
    }

    static Argument of(Buffer buffer) {
        return new Address(buffer, 0);
    }
}
