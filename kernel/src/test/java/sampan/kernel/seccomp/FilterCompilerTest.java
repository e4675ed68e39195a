package sampan.kernel.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sampan.kernel.seccomp.BpfMachine.Call;
import sampan.kernel.syscall.Abi;
import sampan.kernel.syscall.SyscallTable;

final class FilterCompilerTest {
    private static final Action EPERM = Action.errno(1);
    private static final Action ENOSYS = Action.errno(38);
    private static final int SOCKET = SyscallTable.of(Abi.X86_64).number("socket");

    @Test
    void allowsWhatIsListedAndAnswersTheDefaultForTheRest() {
        Filter filter = filter(EPERM, List.of(), allow("read", "mseal"));
        assertThat(run(filter, call(Abi.X86_64, "read"))).isEqualTo(Action.ALLOW.code());
        assertThat(run(filter, call(Abi.X86_64, "write"))).isEqualTo(EPERM.code());
    }

    @Test
    void callsNewerThanTheFilterDoNotExist() {
        Filter filter = filter(EPERM, List.of(Abi.X32, Abi.X86), allow("read", "openat2"));
        for (Abi abi : List.of(Abi.X86_64, Abi.X86, Abi.X32)) {
            assertThat(run(filter, call(abi, "faccessat2"))).as(abi.name()).isEqualTo(ENOSYS.code());
            assertThat(run(filter, call(abi, "close_range"))).as(abi.name()).isEqualTo(EPERM.code());
        }
    }

    @Test
    void aDefaultThatLetsCallsThroughLetsNewerOnesThroughToo() {
        Filter filter = filter(Action.parse("SCMP_ACT_LOG", OptionalInt.empty()), List.of(), allow("read"));
        assertThat(run(filter, call(Abi.X86_64, "mseal"))).isEqualTo(0x7ffc0000);
    }

    @Test
    void aCallOfAnAbiThatIsNotListedKillsTheThread() {
        Filter filter = filter(Action.ALLOW, List.of());
        assertThat(run(filter, call(Abi.X86, "read"))).isEqualTo(Action.KILL_THREAD.code());
        assertThat(run(filter, call(Abi.X32, "read"))).isEqualTo(Action.KILL_THREAD.code());
        assertThat(run(filter, call(Abi.AARCH64, "read"))).isEqualTo(Action.KILL_THREAD.code());
    }

    @Test
    void aCallThatATracerSkippedIsNotMistakenForX32() {
        assertThat(run(filter(Action.ALLOW, List.of()), new Call(-1, Abi.X86_64.audit())))
                .isEqualTo(Action.ALLOW.code());
    }

    @Test
    void anUnconditionalRuleOutweighsConditionalOnesWhereverItStands() {
        Rule refuse = new Rule(List.of("socket"), EPERM, List.of(new Condition(0, 38, 0, Operator.EQUAL)));
        assertThat(run(filter(ENOSYS, List.of(), refuse, allow("socket")), socket(38)))
                .isEqualTo(Action.ALLOW.code());
        assertThat(run(filter(ENOSYS, List.of(), allow("socket"), refuse), socket(38)))
                .isEqualTo(Action.ALLOW.code());
    }

    @Test
    void conditionsOnTheSameArgumentAreAlternatives() {
        Rule rule = new Rule(
                List.of("socket"),
                Action.ALLOW,
                List.of(new Condition(0, 1, 0, Operator.EQUAL), new Condition(0, 2, 0, Operator.EQUAL)));
        Filter filter = filter(EPERM, List.of(), rule);
        assertThat(run(filter, socket(1))).isEqualTo(Action.ALLOW.code());
        assertThat(run(filter, socket(2))).isEqualTo(Action.ALLOW.code());
        assertThat(run(filter, socket(3))).isEqualTo(EPERM.code());
    }

    /** CVE-2017-18367: libseccomp-golang took the conditions of one rule for alternatives. */
    @Test
    void cve201718367ConditionsOnDifferentArgumentsMustAllHold() {
        Rule rule = new Rule(
                List.of("socket"),
                Action.ALLOW,
                List.of(new Condition(0, 1, 0, Operator.EQUAL), new Condition(1, 2, 0, Operator.EQUAL)));
        Filter filter = filter(EPERM, List.of(), rule);
        assertThat(run(filter, socket(1, 2))).isEqualTo(Action.ALLOW.code());
        assertThat(run(filter, socket(1, 3))).isEqualTo(EPERM.code());
        assertThat(run(filter, socket(2, 2))).isEqualTo(EPERM.code());
    }

    /** One random rule after another, so also several for one call that compare for order: first match in our order. */
    @ParameterizedTest
    @EnumSource(
            value = Abi.class,
            names = {"X86_64", "X86", "X32"})
    void anySetOfRulesWithOneActionMeansWhatItsConditionsSay(Abi abi) {
        Random random = new Random(abi.bits());
        for (int round = 0; round < 300; round++) {
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                rules.add(new Rule(List.of("mmap"), Action.ALLOW, conditions(random)));
            }
            Filter filter = new Filter(EPERM, List.of(Abi.X86, Abi.X32), Set.of(), rules);
            BpfMachine machine = new BpfMachine(FilterCompiler.compile(filter, Abi.X86_64));
            for (int i = 0; i < 100; i++) {
                long[] arguments =
                        random.longs(6).map(bits -> near(random, rules, bits)).toArray();
                boolean matches = rules.stream()
                        .anyMatch(rule ->
                                rule.conditions().stream().allMatch(condition -> holds(condition, arguments, abi)));
                assertThat(machine.run(new Call(SyscallTable.of(abi).number("mmap"), abi.audit(), arguments)))
                        .as("%s of %s", List.of(arguments), rules)
                        .isEqualTo(matches ? Action.ALLOW.code() : EPERM.code());
            }
        }
    }

    @Test
    void jumpsFartherThan255InstructionsArrive() {
        List<Rule> rules = new ArrayList<>();
        for (int value = 0; value < 500; value++) {
            rules.add(new Rule(
                    List.of("socket"), Action.errno(value + 2), List.of(new Condition(0, value, 0, Operator.EQUAL))));
        }
        Collections.shuffle(rules, new Random(7));
        BpfMachine machine = machine(new Filter(EPERM, List.of(), Set.of(), rules));
        assertThat(machine.length()).isBetween(2000, Assembler.LIMIT);
        IntStream.range(0, 500)
                .forEach(value -> assertThat(machine.run(socket(value)))
                        .isEqualTo(Action.errno(value + 2).code()));
        assertThat(machine.run(socket(500))).isEqualTo(EPERM.code());
        assertThat(machine.run(call(Abi.X86_64, "read"))).isEqualTo(EPERM.code());
        assertThat(machine.run(new Call(3, Abi.AARCH64.audit()))).isEqualTo(Action.KILL_THREAD.code());
    }

    @Test
    void refusesAFilterTheKernelCouldNotLoad() {
        List<Rule> rules = IntStream.range(0, 2000)
                .mapToObj(value ->
                        new Rule(List.of("socket"), Action.ALLOW, List.of(new Condition(0, value, 0, Operator.EQUAL))))
                .toList();
        assertThatThrownBy(() -> FilterCompiler.compile(new Filter(EPERM, List.of(), Set.of(), rules)))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageMatching(
                        "the seccomp filter compiles to \\d+ instructions, and the kernel takes no more than 4096");
    }

    @Test
    void aRuleForACallHoldsWhenItIsReachedThroughSocketcallOrIpc() {
        Filter filter = filter(EPERM, List.of(Abi.X86), allow("connect", "shmget", "statx", "restart_syscall"));
        assertThat(run(filter, call(Abi.X86, "socketcall", 3))).isEqualTo(Action.ALLOW.code());
        assertThat(run(filter, call(Abi.X86, "socketcall", 1))).isEqualTo(EPERM.code());
        assertThat(run(filter, call(Abi.X86, "ipc", 23))).isEqualTo(Action.ALLOW.code());
        assertThat(run(filter, call(Abi.X86, "ipc", 0x10000 | 23))).isEqualTo(Action.ALLOW.code());
        assertThat(run(filter, call(Abi.X86, "ipc", 21))).isEqualTo(EPERM.code());
    }

    @Test
    void permissionOnAConditionIsNotGivenWhereSocketcallHidesTheArgument() {
        List<Condition> unix = List.of(new Condition(0, 1, 0, Operator.EQUAL));
        Filter allowing = filter(EPERM, List.of(Abi.X86), new Rule(List.of("socket"), Action.ALLOW, unix));
        assertThat(run(allowing, call(Abi.X86, "socketcall", 1, 1))).isEqualTo(EPERM.code());
        Filter refusing = filter(Action.ALLOW, List.of(Abi.X86), new Rule(List.of("socket"), EPERM, unix));
        assertThat(run(refusing, call(Abi.X86, "socketcall", 1, 1))).isEqualTo(EPERM.code());
    }

    @Test
    void ruleThatNotifiesAsksForAListener() {
        Rule notify = new Rule(List.of("mkdir"), Action.parse("SCMP_ACT_NOTIFY", OptionalInt.empty()), List.of());
        Filter filter =
                new Filter(Action.ALLOW, List.of(), Set.of(FilterFlag.LOG, FilterFlag.SPEC_ALLOW), List.of(notify));
        assertThat(filter.flagBits()).isEqualTo(2 | 4 | 8);
        assertThatThrownBy(() -> new Rule(List.of("write"), notify.action(), List.of()))
                .hasMessage("SCMP_ACT_NOTIFY cannot be used for the write syscall");
        assertThatThrownBy(() -> filter(notify.action(), List.of()))
                .hasMessage("SCMP_ACT_NOTIFY cannot be used as default action");
    }

    @Test
    void refusesWhatTheSpecificationDoesNotKnow() {
        assertThatThrownBy(() -> Action.parse("SCMP_ACT_DENY", OptionalInt.empty()))
                .hasMessage("string SCMP_ACT_DENY is not a valid action for seccomp");
        assertThatThrownBy(() -> Operator.parse("==")).hasMessage("string == is not a valid operator for seccomp");
        assertThatThrownBy(() -> new Condition(6, 0, 0, Operator.EQUAL))
                .hasMessage("seccomp argument index 6 is not between 0 and 5");
        assertThatThrownBy(() -> Action.parse("SCMP_ACT_ALLOW", OptionalInt.of(3)))
                .hasMessage("errnoRet means nothing with SCMP_ACT_ALLOW");
    }

    private static boolean holds(Condition condition, long[] arguments, Abi abi) {
        long width = abi.bits() == 64 ? -1 : 0xffffffffL;
        long argument = arguments[condition.index()] & width;
        long value = condition.value() & width;
        int order = Long.compareUnsigned(argument, value);
        return switch (condition.operator()) {
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case EQUAL -> order == 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case GREATER -> order > 0;
            case MASKED_EQUAL -> (argument & value) == (condition.valueTwo() & value);
        };
    }

    private static List<Condition> conditions(Random random) {
        return random.ints(0, 6)
                .distinct()
                .limit(1 + random.nextInt(3))
                .mapToObj(index -> new Condition(
                        index,
                        random.nextLong() >> random.nextInt(64),
                        random.nextLong() >> random.nextInt(64),
                        Operator.values()[random.nextInt(Operator.values().length)]))
                .toList();
    }

    private static long near(Random random, List<Rule> rules, long bits) {
        List<Condition> conditions = rules.get(random.nextInt(rules.size())).conditions();
        Condition condition = conditions.get(random.nextInt(conditions.size()));
        return switch (random.nextInt(4)) {
            case 0 -> bits;
            case 1 -> condition.valueTwo();
            case 2 -> condition.value() ^ (1L << random.nextInt(64));
            default -> condition.value() + random.nextInt(3) - 1;
        };
    }

    private static Filter filter(Action defaultAction, List<Abi> abis, Rule... rules) {
        return new Filter(defaultAction, abis, Set.of(), List.of(rules));
    }

    private static Rule allow(String... names) {
        return new Rule(List.of(names), Action.ALLOW, List.of());
    }

    private static Call socket(long... arguments) {
        return new Call(SOCKET, Abi.X86_64.audit(), arguments);
    }

    private static Call call(Abi abi, String name, long... arguments) {
        return new Call(SyscallTable.of(abi).number(name), abi.audit(), arguments);
    }

    private static BpfMachine machine(Filter filter) {
        return new BpfMachine(FilterCompiler.compile(filter, Abi.X86_64));
    }

    private static int run(Filter filter, Call call) {
        return machine(filter).run(call);
    }
}
