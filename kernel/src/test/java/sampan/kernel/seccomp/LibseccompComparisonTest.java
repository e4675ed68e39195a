package sampan.kernel.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.seccomp.BpfMachine.Call;
import sampan.kernel.syscall.Abi;
import sampan.kernel.syscall.SyscallTable;

/**
 * Random filters, compiled by us and by libseccomp with runc's rule for newer calls around it, give every call the same answer.
 *
 * <p>Where libseccomp 2.5.4 itself compiles wrongly, it is not asked: several rules for one call, of which some compare for
 * order, lose the argument they compare. {@link FilterCompilerTest} holds those against their meaning.
 */
final class LibseccompComparisonTest {
    private static final List<Abi> ALL = List.of(Abi.X86_64, Abi.X86, Abi.X32, Abi.AARCH64, Abi.ARM);
    /** An architecture no filter here names: AUDIT_ARCH_S390X. */
    private static final int OTHER_AUDIT = 0x80000016;

    @BeforeEach
    void needsLibseccompOnX8664() {
        assumeTrue(Files.exists(Libseccomp.LIBRARY) && Abi.host() == Abi.X86_64, "no libseccomp for x86-64 here");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomFiltersWithOneRuleForEachCallAgree(long seed) throws Throwable {
        for (int i = 0; i < 5; i++) {
            compare(new RandomFilter(new Random(seed * 1000 + i), false));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void severalRulesForACallWithDifferentActionsAgree(long seed) throws Throwable {
        for (int i = 0; i < 5; i++) {
            compare(new RandomFilter(new Random(seed * 1000 + i), true));
        }
    }

    @Test
    void theTableHasTheNumbersOfLibseccomp() throws Throwable {
        try (Libseccomp oracle = new Libseccomp(Action.ALLOW, List.of())) {
            for (Abi abi : ALL) {
                for (String name : SyscallTable.of(abi).names()) {
                    int theirs = oracle.number(abi, name);
                    if (theirs >= 0) {
                        assertThat(theirs)
                                .as("%s %s", abi, name)
                                .isEqualTo(SyscallTable.of(abi).number(name));
                    }
                }
            }
        }
    }

    private static void compare(RandomFilter random) throws Throwable {
        Action defaultAction = random.defaultAction();
        List<Abi> abis = random.abis();
        List<Rule> taken = new ArrayList<>();
        byte[] theirs;
        try (Libseccomp oracle = new Libseccomp(defaultAction, abis)) {
            for (Rule rule : random.rules(oracle, defaultAction)) {
                if (oracle.add(rule.names().getFirst(), rule.action(), rule.conditions()) == 0) {
                    taken.add(rule);
                }
            }
            theirs = oracle.program();
        }
        Filter filter = new Filter(defaultAction, abis, Set.of(), taken);
        BpfMachine ours = new BpfMachine(FilterCompiler.compile(filter, Abi.X86_64));
        NewerCalls expected = new NewerCalls(filter, new BpfMachine(theirs));
        for (Call call : calls(filter, random)) {
            assertThat(Integer.toHexString(ours.run(call)))
                    .as(() -> call(call) + " by default " + filter.defaultAction() + ", of " + filter.abis() + ", with "
                            + rulesFor(call, filter))
                    .isEqualTo(Integer.toHexString(expected.run(call)));
        }
    }

    private static List<Rule> rulesFor(Call call, Filter filter) {
        return filter.rules().stream()
                .filter(rule -> ALL.stream()
                        .anyMatch(abi -> abi.audit() == call.audit()
                                && SyscallTable.of(abi)
                                                .find(rule.names().getFirst())
                                                .orElse(-2)
                                        == call.number()))
                .toList();
    }

    private static String call(Call call) {
        StringBuilder text = new StringBuilder("%x(%x".formatted(call.audit(), call.number()));
        for (long argument : call.arguments()) {
            text.append(", %x".formatted(argument));
        }
        return text.append(")").toString();
    }

    private static List<Call> calls(Filter filter, RandomFilter random) {
        List<Call> calls = new ArrayList<>();
        for (int number :
                List.of(0, 1, -1, 500, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xbfffffff, 0xc0000000)) {
            ALL.forEach(abi -> calls.add(new Call(number, abi.audit())));
            calls.add(new Call(number, OTHER_AUDIT));
        }
        for (Abi abi : ALL) {
            for (Rule rule : filter.rules()) {
                int number = SyscallTable.of(abi).find(rule.names().getFirst()).orElse(17);
                calls.add(new Call(number - 1, abi.audit()));
                calls.add(new Call(number + 1, abi.audit()));
                for (int i = 0; i < 30; i++) {
                    calls.add(new Call(number, abi.audit(), random.arguments(filter, abi)));
                }
            }
        }
        return calls;
    }

    /** runc's addition, said once more: not the compiler's way of saying it. */
    private record NewerCalls(Filter filter, BpfMachine program) {
        int run(Call call) {
            Set<Abi> abis = new HashSet<>(filter.abis());
            abis.add(Abi.X86_64);
            boolean x32Bit = (call.number() & Abi.X32_BIT) != 0;
            boolean newer = abis.stream()
                    .filter(abi -> abi.audit() == call.audit())
                    .filter(abi -> call.audit() != Abi.X86_64.audit() || x32Bit == (abi == Abi.X32))
                    .anyMatch(abi -> newest(abi) != 0 && Integer.compareUnsigned(call.number(), newest(abi)) > 0);
            boolean refuses = switch (filter.defaultAction().kind()) {
                case ALLOW, LOG, TRACE -> false;
                case ERRNO, KILL_PROCESS, KILL_THREAD, NOTIFY, TRAP -> true;
            };
            boolean saysSoAnyway = filter.defaultAction().equals(Action.NO_SUCH_CALL);
            return newer && refuses && !saysSoAnyway ? 0x00050000 | 38 : program.run(call);
        }

        private int newest(Abi abi) {
            return filter.rules().stream()
                    .flatMap(rule -> rule.names().stream())
                    .mapToInt(name -> SyscallTable.of(abi).find(name).orElse(0))
                    .max()
                    .orElse(0);
        }
    }
}
