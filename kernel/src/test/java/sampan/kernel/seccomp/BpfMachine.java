package sampan.kernel.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs classic BPF over seccomp_data as the kernel does (linux/filter.h, seccomp_check_filter): the subset it accepts. */
final class BpfMachine {
    /** struct seccomp_data. */
    record Call(int number, int audit, long... arguments) {
        int word(int offset) {
            return switch (offset) {
                case 0 -> number;
                case 4 -> audit;
                case 8, 12 -> 0x7777_7777; // the instruction pointer, no filter looks at it
                default -> argumentWord(offset - 16);
            };
        }

        private int argumentWord(int offset) {
            long argument = offset / 8 < arguments.length ? arguments[offset / 8] : 0;
            return (int) (offset % 8 == 0 ? argument : argument >>> 32);
        }
    }

    private final ByteBuffer program;

    BpfMachine(byte[] program) {
        if (program.length == 0 || program.length % 8 != 0 || program.length / 8 > 4096) {
            throw new IllegalArgumentException("not a program: " + program.length + " bytes");
        }
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    }

    int length() {
        return program.capacity() / 8;
    }

    /** What the program returns for a call. */
    int run(Call call) {
        int accumulator = 0;
        int at = 0;
        while (true) {
            int code = program.getShort(at * 8);
            int yes = program.get(at * 8 + 2) & 0xff;
            int no = program.get(at * 8 + 3) & 0xff;
            int k = program.getInt(at * 8 + 4);
            at++;
            switch (code) {
                case 0x20 -> accumulator = call.word(k);
                case 0x54 -> accumulator &= k;
                case 0x05 -> at += k;
                case 0x15 -> at += accumulator == k ? yes : no;
                case 0x25 -> at += Integer.compareUnsigned(accumulator, k) > 0 ? yes : no;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, k) >= 0 ? yes : no;
                case 0x06 -> {
                    return k;
                }
                default -> throw new IllegalStateException("instruction " + Integer.toHexString(code));
            }
        }
    }
}
