package sampan.runtime.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sampan.kernel.syscall.Abi;
import sampan.kernel.syscall.SyscallTable;

/** Encodes a program as launch/wire.h describes it. */
public final class ProgramWriter {
    static final int HEADER = 32;
    static final int OP = 96;
    static final int NO_REGISTER = 255;
    static final int NO_SETTINGS = -1;
    static final int MOST_OPS = 16384;
    private static final byte[] MAGIC = "SAMPAN01".getBytes(StandardCharsets.US_ASCII);
    private static final int TOLERATED_WORDS = 3;

    /** enum argument_kind; an immediate value is 0. */
    private static final byte ADDRESS = 1;

    private static final byte REGISTER = 2;
    private static final int TYPES_AND_PADDING = 12;

    /** By call: a program has hundreds. */
    private static final Map<Abi, Map<Syscall, Integer>> NUMBERS = new ConcurrentHashMap<>();

    private final DataSegment data = new DataSegment();
    private final Map<Syscall, Integer> numbers;

    private ProgramWriter(Abi abi) {
        numbers = NUMBERS.computeIfAbsent(abi, ProgramWriter::numbers);
    }

    private static Map<Syscall, Integer> numbers(Abi abi) {
        SyscallTable table = SyscallTable.of(abi);
        Map<Syscall, Integer> numbers = new EnumMap<>(Syscall.class);
        for (Syscall syscall : Syscall.values()) {
            table.find(syscall.call()).ifPresent(number -> numbers.put(syscall, number));
        }
        return numbers;
    }

    private int number(Syscall syscall) {
        Integer number = numbers.get(syscall);
        if (number == null) {
            throw new IllegalArgumentException("no system call " + syscall.call());
        }
        return number;
    }

    /** The program's bytes, to be put into a sealed memfd, for this machine. */
    public static byte[] encode(Program program) {
        return encode(program, Abi.host());
    }

    public static byte[] encode(Program program, Abi abi) {
        if (program.ops().size() > MOST_OPS) {
            throw new IllegalArgumentException(
                    "the launch program has " + program.ops().size() + " steps; the most is " + MOST_OPS);
        }
        return new ProgramWriter(abi).write(program);
    }

    private byte[] write(Program program) {
        int settings = program.monitor()
                .map(monitor -> data.add(MonitorEncoding.bytes(monitor)))
                .orElse(NO_SETTINGS);
        ByteBuffer ops = buffer(program.ops().size() * OP);
        program.ops().forEach(op -> encode(op, ops));
        List<DataSegment.Relocation> relocations = data.relocations();
        byte[] file = new byte[HEADER + ops.capacity() + relocations.size() * Long.BYTES + data.size()];
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC)
                .putInt(program.ops().size())
                .putInt(relocations.size())
                .putInt(data.size())
                .putInt(settings);
        out.put((byte) number(program.report())).position(HEADER);
        out.put(ops.flip());
        relocations.forEach(relocation -> out.putInt(relocation.at()).putInt(relocation.to()));
        out.put(data.bytes());
        return file;
    }

    private void encode(Op op, ByteBuffer out) {
        switch (op) {
            case Op.Call call -> encodeCall(call, out);
            case Op.Poke poke -> {
                head(out, Kind.POKE, NO_REGISTER);
                values(
                        out,
                        data.address(poke.buffer()) + poke.offset(),
                        poke.register().number(),
                        poke.width());
            }
            case Op.Peek peek -> {
                head(out, Kind.PEEK, peek.register().number());
                values(out, data.address(peek.buffer()) + peek.offset(), peek.width(), 0);
            }
            case Op.End _ -> {
                head(out, Kind.END, NO_REGISTER);
                values(out, 0, 0, 0);
            }
        }
    }

    private void encodeCall(Op.Call call, ByteBuffer out) {
        int start = out.position();
        out.putShort((short) (call.clones() ? Kind.CLONE : Kind.SYSCALL))
                .putShort((short) number(call.result()))
                .putShort(checkedSkip(call.afterSuccess()))
                .putShort(checkedSkip(call.afterError()))
                .putInt(number(call.syscall()));
        int types = out.position();
        out.position(types + TYPES_AND_PADDING);
        putTolerated(call.tolerated(), out);
        for (int i = 0; i < call.arguments().size(); i++) {
            encode(call.arguments().get(i), types + i, out);
        }
        out.position(start + OP);
    }

    private static void head(ByteBuffer out, int kind, int result) {
        out.putShort((short) kind).putShort((short) result).putInt(0).putInt(0);
        out.position(out.position() + TYPES_AND_PADDING + TOLERATED_WORDS * Long.BYTES);
    }

    private static void values(ByteBuffer out, long first, long second, long third) {
        out.putLong(first).putLong(second).putLong(third);
        out.position(out.position() + (Op.Call.ARGUMENTS - 3) * Long.BYTES);
    }

    private static void putTolerated(Set<Integer> errnos, ByteBuffer out) {
        if (errnos.isEmpty()) {
            out.position(out.position() + TOLERATED_WORDS * Long.BYTES);
            return;
        }
        long[] words = new long[TOLERATED_WORDS];
        for (int errno : errnos) {
            words[errno / Long.SIZE] |= 1L << (errno % Long.SIZE);
        }
        for (long word : words) {
            out.putLong(word);
        }
    }

    /** enum op_kind. */
    private static final class Kind {
        static final int SYSCALL = 0;
        static final int POKE = 1;
        static final int PEEK = 2;
        static final int CLONE = 3;
        static final int END = 4;
    }

    /** One switch for both: a program has thousands of arguments. */
    private void encode(Argument argument, int type, ByteBuffer out) {
        switch (argument) {
            case Argument.Immediate number -> out.putLong(number.value());
            case Argument.Handed handed -> out.putLong(handed.number());
            case Argument.Text text -> out.put(type, ADDRESS).putLong(data.address(text));
            case Argument.Address address ->
                out.put(type, ADDRESS).putLong((long) data.address(address.buffer()) + address.offset());
            case Argument.Result result ->
                out.put(type, REGISTER).putLong(result.register().number());
        }
    }

    private static short checkedSkip(int steps) {
        if (steps > 0xffff) {
            throw new IllegalArgumentException("a skip of " + steps + " steps");
        }
        return (short) steps;
    }

    private static int number(Optional<Register> register) {
        return register.map(Register::number).orElse(NO_REGISTER);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
