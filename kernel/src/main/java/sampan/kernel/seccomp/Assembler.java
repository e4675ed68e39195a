package sampan.kernel.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a classic BPF program from its last instruction to its first: jumps only go forward, so every target is already
 * there when it is needed. A label is the number of instructions from its own to the end, itself included.
 *
 * <p>A conditional jump reaches 255 instructions. For a farther target a {@code ja}, or a copy of the {@code ret}, is put right
 * behind the jump.
 */
final class Assembler {
    /** {@code BPF_MAXINSNS}. */
    static final int LIMIT = 4096;

    private static final int INSTRUCTION = 8;
    private static final int REACH = 255;
    private static final int LD_W_ABS = 0x20;
    private static final int ALU_AND_K = 0x54;
    private static final int JMP_JA = 0x05;
    private static final int RET_K = 0x06;

    enum Jump {
        EQUAL(0x15),
        GREATER(0x25),
        GREATER_OR_EQUAL(0x35);

        private final int code;

        Jump(int code) {
            this.code = code;
        }
    }

    private record Instruction(int code, int ifTrue, int ifFalse, int k) {}

    /** Backwards: the last is the program's first. */
    private final List<Instruction> instructions = new ArrayList<>();
    /** The nearest label that returns a value. */
    private final Map<Integer, Integer> returns = new HashMap<>();

    int ret(int value) {
        Integer there = returns.get(value);
        return there == null ? newReturn(value) : there;
    }

    /** {@code A = seccomp_data[offset]}, then the code last written. */
    int load(int offset) {
        return add(new Instruction(LD_W_ABS, 0, 0, offset));
    }

    /** {@code A &= mask}, then the code last written. */
    int and(int mask) {
        return add(new Instruction(ALU_AND_K, 0, 0, mask));
    }

    int jump(Jump on, int value, int ifTrue, int ifFalse) {
        int yes = near(ifTrue);
        int no = near(ifFalse);
        return add(new Instruction(on.code, distance(yes), distance(no), value));
    }

    /** Makes the code at a label the next to run, whatever is written before it. */
    int follow(int label) {
        return label == instructions.size() ? label : add(new Instruction(JMP_JA, 0, 0, distance(label)));
    }

    byte[] program() {
        if (instructions.size() > LIMIT) {
            throw new InvalidFilterException("the seccomp filter compiles to " + instructions.size()
                    + " instructions, and the kernel takes no more than " + LIMIT);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(instructions.size() * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : instructions.reversed()) {
            bytes.putShort((short) instruction.code)
                    .put((byte) instruction.ifTrue)
                    .put((byte) instruction.ifFalse)
                    .putInt(instruction.k);
        }
        return bytes.array();
    }

    private int newReturn(int value) {
        int label = add(new Instruction(RET_K, 0, 0, value));
        returns.put(value, label);
        return label;
    }

    /** A label within reach of a jump written next (and of one more stepping stone) that does the same. */
    private int near(int label) {
        if (distance(label) < REACH) {
            return label;
        }
        Instruction there = instructions.get(label - 1);
        return there.code == RET_K ? newReturn(there.k) : add(new Instruction(JMP_JA, 0, 0, distance(label)));
    }

    /** Instructions to skip from the one written next. */
    private int distance(int label) {
        return instructions.size() - label;
    }

    private int add(Instruction instruction) {
        instructions.add(instruction);
        return instructions.size();
    }
}
