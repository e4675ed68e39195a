package sampan.kernel.cgroup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of type BPF_PROG_TYPE_CGROUP_DEVICE: it is run at each open(2) and mknod(2) of a device node, and allows it by returning 1.
 *
 * @param code instructions as bpf(2) takes them, eight bytes each
 */
public record DeviceFilter(List<Instruction> code) {
    private static final int LOAD_WORD = 0x61;
    private static final int AND = 0x54;
    private static final int SHIFT_RIGHT = 0x74;
    private static final int JUMP = 0x05;
    private static final int JUMP_IF_NOT_EQUAL = 0x55;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int MOVE = 0xb7;
    private static final int EXIT = 0x95;

    private static final int RESULT = 0;
    private static final int CONTEXT = 1;
    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;
    private static final int EVERY_ACCESS = 7;

    public DeviceFilter {
        code = List.copyOf(code);
    }

    /** One instruction of eBPF; registers are 0 to 10, a jump's offset counts from the next instruction. */
    public record Instruction(int opcode, int destination, int source, int offset, int immediate) {
        static Instruction of(int opcode, int destination, int immediate) {
            return new Instruction(opcode, destination, 0, 0, immediate);
        }
    }

    /** The context is three words: access {@code << 16} | type, major, minor. */
    static DeviceFilter compile(DeviceRules rules) {
        List<Instruction> code = new ArrayList<>();
        code.add(new Instruction(LOAD_WORD, TYPE, CONTEXT, 0, 0));
        code.add(Instruction.of(AND, TYPE, 0xffff));
        code.add(new Instruction(LOAD_WORD, ACCESS, CONTEXT, 0, 0));
        code.add(Instruction.of(SHIFT_RIGHT, ACCESS, 16));
        code.add(new Instruction(LOAD_WORD, MAJOR, CONTEXT, 4, 0));
        code.add(new Instruction(LOAD_WORD, MINOR, CONTEXT, 8, 0));
        rules.exceptions().forEach(exception -> code.addAll(block(exception)));
        code.add(Instruction.of(MOVE, RESULT, rules.allow() ? 1 : 0));
        code.add(Instruction.of(EXIT, 0, 0));
        return new DeviceFilter(code);
    }

    /** Decides when the exception matches, else falls through to the next block. */
    private static List<Instruction> block(DeviceRule rule) {
        List<Instruction> tests = new ArrayList<>();
        tests.add(Instruction.of(JUMP_IF_NOT_EQUAL, TYPE, rule.type() == DeviceRule.Type.BLOCK ? 1 : 2));
        rule.major().ifPresent(major -> tests.add(Instruction.of(JUMP_IF_NOT_EQUAL, MAJOR, (int) major)));
        rule.minor().ifPresent(minor -> tests.add(Instruction.of(JUMP_IF_NOT_EQUAL, MINOR, (int) minor)));
        tests.addAll(accessTest(rule));
        List<Instruction> block = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            Instruction test = tests.get(i);
            // To the end of the block: over the tests still to come and the two that return. An offset of 1 is already
            // right.
            int over = test.offset() != 0 ? test.offset() : tests.size() - i - 1 + 2;
            block.add(new Instruction(test.opcode(), test.destination(), 0, over, test.immediate()));
        }
        block.add(Instruction.of(MOVE, RESULT, rule.allow() ? 1 : 0));
        block.add(Instruction.of(EXIT, 0, 0));
        return block;
    }

    /** To allow, an exception has to name all that is asked for; to deny, one bit of it is enough. As version 1 decides. */
    private static List<Instruction> accessTest(DeviceRule rule) {
        int bits = rule.access().stream().mapToInt(access -> access.bit).sum();
        if (bits == EVERY_ACCESS) {
            return List.of();
        }
        if (rule.allow()) {
            return List.of(Instruction.of(JUMP_IF_ANY_BIT, ACCESS, EVERY_ACCESS & ~bits));
        }
        return List.of(new Instruction(JUMP_IF_ANY_BIT, ACCESS, 0, 1, bits), Instruction.of(JUMP, 0, 0));
    }

    /** As bpf(2) takes it. */
    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(code.size() * 8).order(ByteOrder.nativeOrder());
        for (Instruction i : code) {
            bytes.put((byte) i.opcode())
                    .put((byte) (i.source() << 4 | i.destination()))
                    .putShort((short) i.offset())
                    .putInt(i.immediate());
        }
        return bytes.array();
    }
}
