package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the programs in an interpreter, and holds them against what the rules say. */
class DeviceFilterTest {
    private static final int MKNOD = 1;
    private static final int READ = 2;
    private static final int WRITE = 4;
    private static final int BLOCK = 1;
    private static final int CHARACTER = 2;

    /** eBPF, as much of it as {@link DeviceFilter} uses. */
    private static boolean run(DeviceFilter filter, int type, int access, int major, int minor) {
        int[] context = {access << 16 | type, major, minor};
        long[] register = new long[11];
        for (int at = 0; ; at++) {
            DeviceFilter.Instruction i = filter.code().get(at);
            int d = i.destination();
            switch (i.opcode()) {
                case 0x61 -> register[d] = Integer.toUnsignedLong(context[i.offset() / 4]);
                case 0x54 -> register[d] = register[d] & i.immediate() & 0xffffffffL;
                case 0x74 -> register[d] = (register[d] & 0xffffffffL) >>> i.immediate();
                case 0xb7 -> register[d] = i.immediate();
                case 0x05 -> at += i.offset();
                case 0x55 -> at += register[d] != i.immediate() ? i.offset() : 0;
                case 0x45 -> at += (register[d] & i.immediate()) != 0 ? i.offset() : 0;
                case 0x95 -> {
                    return register[0] != 0;
                }
                default -> throw new AssertionError("opcode " + i.opcode());
            }
        }
    }

    /** What version 1 would answer. */
    private static boolean expected(DeviceRules rules, int type, int access, int major, int minor) {
        boolean matched = rules.exceptions().stream()
                .filter(rule -> (rule.type() == DeviceRule.Type.BLOCK) == (type == BLOCK))
                .filter(rule ->
                        rule.major().orElse(major) == major && rule.minor().orElse(minor) == minor)
                .mapToInt(rule -> rule.access().stream().mapToInt(a -> a.bit).sum())
                .anyMatch(bits -> rules.allow() ? (bits & access) != 0 : (access & ~bits) == 0);
        return matched != rules.allow();
    }

    private static void holdsEverywhere(DeviceRules rules) {
        DeviceFilter filter = DeviceFilter.compile(rules);
        for (int major = 0; major < 256; major++) {
            for (int minor = 0; minor < 256; minor++) {
                for (int access = 1; access <= 7; access++) {
                    for (int type = BLOCK; type <= CHARACTER; type++) {
                        if (run(filter, type, access, major, minor) != expected(rules, type, access, major, minor)) {
                            throw new AssertionError(rules + ": " + type + " " + major + ":" + minor + " " + access);
                        }
                    }
                }
            }
        }
    }

    @Test
    void ghsa_g54h_everyDeviceOfTheDefaultListAndNoOther() {
        DeviceFilter filter = DeviceFilter.compile(DeviceRules.of(List.of()));
        assertThat(run(filter, CHARACTER, READ | WRITE, 1, 3)).isTrue();
        assertThat(run(filter, CHARACTER, READ | WRITE, 136, 42)).isTrue();
        assertThat(run(filter, CHARACTER, READ, 1, 1)).isFalse();
        assertThat(run(filter, CHARACTER, READ | WRITE, 10, 200)).isFalse();
        assertThat(run(filter, BLOCK, MKNOD, 8, 0)).isTrue();
        assertThat(run(filter, BLOCK, READ, 8, 0)).isFalse();
        assertThat(run(filter, BLOCK, MKNOD | READ, 8, 0)).isFalse();
        holdsEverywhere(DeviceRules.of(List.of()));
    }

    @Test
    void wildcardsPartsAndExceptionsFromEverything() {
        holdsEverywhere(DeviceRules.of(List.of(
                DeviceRule.parse(true, "b 8:* rw"),
                DeviceRule.parse(true, "c *:7 r"),
                DeviceRule.parse(true, "b *:3 w"))));
        holdsEverywhere(DeviceRules.EVERYTHING
                .with(DeviceRule.parse(false, "c 1:* w"))
                .with(DeviceRule.parse(false, "b *:* m"))
                .with(DeviceRule.parse(false, "c 5:1 rwm")));
        holdsEverywhere(DeviceRules.EVERYTHING);
        holdsEverywhere(DeviceRules.NOTHING);
    }

    @Test
    void largeNumbersAreNotCutShort() {
        DeviceFilter filter =
                DeviceFilter.compile(DeviceRules.NOTHING.with(DeviceRule.parse(true, "c 4095:1048575 r")));
        assertThat(run(filter, CHARACTER, READ, 4095, 1048575)).isTrue();
        assertThat(run(filter, CHARACTER, READ, 4095, 0xfffff & 0xffff)).isFalse();
    }
}
