package sampan.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.kernel.syscall.Abi;

/** The bytes are those that launch/wire.h describes. */
final class ProgramWriterTest {
    private static final int HEADER = 32;
    private static final int OP = 96;

    private static ByteBuffer encode(Program program) {
        return ByteBuffer.wrap(ProgramWriter.encode(program, Abi.X86_64)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String string(ByteBuffer file, int at) {
        int end = at;
        while (file.get(end) != 0) {
            end++;
        }
        return new String(file.array(), at, end - at, StandardCharsets.UTF_8);
    }

    private static int data(ByteBuffer file) {
        return HEADER + file.getInt(8) * OP + file.getInt(12) * 8;
    }

    private static ByteBuffer everyKindOfArgument() {
        Script script = new Script();
        Register fd = script.register("fd");
        Argument handed = script.handed(new Descriptor.Listener());
        script.call(
                        Syscall.OPENAT2,
                        Argument.AT_FDCWD,
                        Argument.of("ü/x"),
                        Argument.of(Buffer.longs("how", 7, -1)),
                        Argument.of(fd),
                        handed)
                .into(fd)
                .tolerate(2, 17, 133);
        return encode(script.program(Optional.empty()));
    }

    @Test
    void writesACallWithAllKindsOfArguments() {
        ByteBuffer file = everyKindOfArgument();
        assertThat(string(file, 0).substring(0, 8)).isEqualTo("SAMPAN01");
        assertThat(file.getInt(8)).isEqualTo(1);
        assertThat(file.getInt(12)).isZero();
        assertThat(file.capacity()).isEqualTo(data(file) + file.getInt(16));
        assertThat(file.getInt(20)).isEqualTo(-1); // no settings
        assertThat(file.get(24)).isEqualTo((byte) 255); // no report
        assertThat(file.getShort(HEADER)).isZero();
        assertThat(file.getShort(HEADER + 2)).isZero(); // register 0
        assertThat(file.getInt(HEADER + 8)).isEqualTo(437);
        assertThat(new int[] {
                    file.get(HEADER + 12),
                    file.get(HEADER + 13),
                    file.get(HEADER + 14),
                    file.get(HEADER + 15),
                    file.get(HEADER + 16),
                    file.get(HEADER + 17)
                })
                .containsExactly(0, 1, 1, 2, 0, 0);
        assertThat(file.getLong(HEADER + 24)).isEqualTo(1L << 2 | 1L << 17);
        assertThat(file.getLong(HEADER + 40)).isEqualTo(1L << 5);
        assertThat(file.getLong(HEADER + 48)).isEqualTo(-100);
        assertThat(string(file, data(file) + (int) file.getLong(HEADER + 56))).isEqualTo("ü/x");
        assertThat(file.getLong(data(file) + (int) file.getLong(HEADER + 64) + 8))
                .isEqualTo(-1);
        assertThat(file.getLong(HEADER + 72)).isZero();
        assertThat(file.getLong(HEADER + 80)).isEqualTo(4);
    }

    @Test
    void keepsEqualStringsOnceAndEveryBufferApart() {
        Script script = new Script();
        Buffer one = Buffer.longs("same", 1);
        script.call(Syscall.CHDIR, Argument.of("/a"));
        script.call(Syscall.CHDIR, Argument.of("/a"));
        script.call(Syscall.READ, Argument.of(0), Argument.of(one), Argument.of(Buffer.longs("same", 1)));
        script.call(Syscall.READ, Argument.of(0), Argument.of(one));
        ByteBuffer file = encode(script.program(Optional.empty()));
        long[] addresses = new long[4];
        for (int i = 0; i < 4; i++) {
            addresses[i] = file.getLong(HEADER + i * OP + 48 + (i < 2 ? 0 : 8));
        }
        assertThat(addresses[0]).isEqualTo(addresses[1]);
        assertThat(addresses[2]).isEqualTo(addresses[3]).isNotEqualTo(file.getLong(HEADER + 2 * OP + 64));
    }

    @Test
    void pointersAreRelocated() {
        Script script = new Script();
        script.call(Syscall.EXECVE, Argument.of("x"), Argument.of(Buffer.vector(List.of("one", "two"), "argv")));
        ByteBuffer file = encode(script.program(Optional.empty()));
        assertThat(file.getInt(12)).isEqualTo(2);
        int vector = (int) file.getLong(HEADER + 56);
        for (int i = 0; i < 2; i++) {
            int at = file.getInt(HEADER + OP + i * 8);
            assertThat(at).isEqualTo(vector + i * 8);
            assertThat(string(file, data(file) + file.getInt(HEADER + OP + i * 8 + 4)))
                    .isEqualTo(i == 0 ? "one" : "two");
        }
        assertThat(file.getLong(data(file) + vector + 16)).isZero();
    }

    @Test
    void skipsLeadToTheirLabels() {
        Script script = new Script();
        Label found = script.label();
        Label end = script.label();
        script.call(Syscall.SETSID).tolerate(1).thenTo(found).elseTo(end);
        script.call(Syscall.SETSID);
        script.place(found);
        script.cloneTo(end, Argument.of(0));
        script.peek(Buffer.space(8, "b"), 4, 4, script.register("r"));
        script.poke(Buffer.space(8, "b"), 2, script.register("r"), 2);
        script.place(end);
        script.end();
        ByteBuffer file = encode(script.program(Optional.empty()));
        assertThat(file.getShort(HEADER + 4)).isEqualTo((short) 1);
        assertThat(file.getShort(HEADER + 6)).isEqualTo((short) 4);
        int clone = HEADER + 2 * OP;
        assertThat(file.getShort(clone)).isEqualTo((short) 3);
        assertThat(file.getShort(clone + 2)).isEqualTo((short) 255);
        assertThat(file.getShort(clone + 4)).isEqualTo((short) 2);
        assertThat(file.getShort(clone + OP)).isEqualTo((short) 2);
        assertThat(file.getLong(clone + OP + 48)).isEqualTo(4);
        assertThat(file.getLong(clone + OP + 56)).isEqualTo(4);
        assertThat(file.getShort(clone + 2 * OP)).isEqualTo((short) 1);
        assertThat(file.getLong(clone + 2 * OP + 64)).isEqualTo(2);
        assertThat(file.getShort(clone + 3 * OP)).isEqualTo((short) 4);
    }

    @Test
    void labelsMustBePlacedOnceAndAhead() {
        Script never = new Script();
        never.call(Syscall.SETSID).thenTo(never.label());
        assertThatThrownBy(() -> never.program(Optional.empty())).isInstanceOf(IllegalStateException.class);
        Script behind = new Script();
        Label label = behind.label();
        behind.place(label);
        behind.call(Syscall.SETSID).thenTo(label);
        assertThatThrownBy(() -> behind.program(Optional.empty())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> behind.place(label)).isInstanceOf(IllegalStateException.class);
    }

    private static ByteBuffer monitored() {
        Script script = new Script();
        Argument.Handed directory = script.handed(new Descriptor.ContainerDirectory());
        Argument.Handed client = script.handed(new Descriptor.FirstClient(0));
        Register pid = script.register("pid");
        Register barrier = script.register("barrier");
        script.report(pid);
        MonitorSettings settings = new MonitorSettings(
                new MonitorSettings.Log(MonitorSettings.Driver.JSON_FILE, 1L << 33, 5),
                true,
                false,
                List.of(7),
                true,
                true,
                true,
                24,
                80);
        return encode(script.program(Optional.of(new Monitor(
                settings,
                true,
                true,
                Optional.of(directory),
                Optional.empty(),
                List.of(client),
                Map.of(Monitor.Role.PID, pid, Monitor.Role.BARRIER, barrier)))));
    }

    @Test
    void writesTheMonitorsSettings() {
        ByteBuffer file = monitored();
        assertThat(file.get(24)).isZero(); // the report's register
        int at = data(file) + file.getInt(20);
        assertThat(file.getInt(at)).isEqualTo(31);
        assertThat(file.getInt(at + 4)).isEqualTo(2);
        assertThat(file.getLong(at + 8)).isEqualTo(1L << 33);
        assertThat(file.getInt(at + 16)).isEqualTo(5);
        assertThat(file.getShort(at + 20)).isEqualTo((short) 24);
        assertThat(file.getShort(at + 22)).isEqualTo((short) 80);
        assertThat(file.getInt(at + 24)).isEqualTo(4);
        assertThat(file.getInt(at + 28)).isEqualTo(-1);
        assertThat(file.getInt(at + 36)).isEqualTo(5);
        assertThat(file.getInt(at + 40)).isEqualTo(-1);
        assertThat(file.getInt(at + 44)).isEqualTo(7);
        assertThat(file.get(at + 52)).isZero();
        assertThat(file.get(at + 53)).isEqualTo((byte) 255);
        assertThat(file.get(at + 60)).isEqualTo((byte) 1);
    }

    @Test
    void refusesWhatTheWireCannotSay() {
        assertThatThrownBy(() -> Argument.of("a\0b")).isInstanceOf(IllegalArgumentException.class);
        Script many = new Script();
        for (int i = 0; i < 16385; i++) {
            many.call(Syscall.SETSID);
        }
        Program program = many.program(Optional.empty());
        assertThatThrownBy(() -> ProgramWriter.encode(program)).hasMessageContaining("16385 steps");
        Script wide = new Script();
        for (int i = 0; i < 64; i++) {
            wide.register("r" + i);
        }
        assertThatThrownBy(() -> wide.register("one more")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNumberOfAnotherMachine() {
        Script script = new Script();
        script.call(Syscall.PIVOT_ROOT);
        Program program = script.program(Optional.empty());
        assertThat(ByteBuffer.wrap(ProgramWriter.encode(program, Abi.AARCH64))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(HEADER + 8))
                .isEqualTo(41);
    }

    @Test
    void aFailureOutsideTheProgramIsTold() {
        Program empty = new Script().program(Optional.empty());
        assertThat(empty.failure(-1, 22).message()).isEqualTo("the launch program was refused: invalid argument");
        assertThat(empty.failure(0, 8).message()).isEqualTo("the program has no end: exec format error");
    }
}
