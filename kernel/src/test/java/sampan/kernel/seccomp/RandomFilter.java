package sampan.kernel.seccomp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import sampan.kernel.syscall.Abi;
import sampan.kernel.syscall.SyscallTable;

/** Draws filters, and calls that touch their edges. */
final class RandomFilter {
    private static final List<Action> ACTIONS = List.of(
            Action.ALLOW,
            Action.errno(1),
            Action.errno(38),
            Action.KILL_THREAD,
            new Action(Action.Kind.KILL_PROCESS, 0),
            new Action(Action.Kind.TRAP, 0),
            new Action(Action.Kind.TRACE, 7),
            new Action(Action.Kind.LOG, 0));

    private static final long[] VALUES = {
        0,
        1,
        2,
        38,
        0xffffL,
        0x7e020000L,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        0x100000001L,
        0x7e02000000000000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2
    };

    private final Random random;
    private final boolean mixed;

    RandomFilter(Random random, boolean mixed) {
        this.random = random;
        this.mixed = mixed;
    }

    Action defaultAction() {
        return one(ACTIONS);
    }

    List<Abi> abis() {
        return List.of(Abi.X86, Abi.X32, Abi.AARCH64, Abi.ARM).stream()
                .filter(_ -> random.nextBoolean())
                .toList();
    }

    /** Rules of one name each, of names the oracle knows. */
    List<Rule> rules(Libseccomp oracle, Action defaultAction) throws Throwable {
        List<String> names = names(oracle);
        Set<String> used = new HashSet<>();
        List<Rule> rules = new ArrayList<>();
        int count = 1 + random.nextInt(mixed ? 30 : 80);
        while (rules.size() < count) {
            String name = one(mixed ? names.subList(0, 5 + random.nextInt(40)) : names);
            if (used.add(name) || mixed) {
                Action action = one(
                        ACTIONS.stream().filter(a -> !a.equals(defaultAction)).toList());
                rules.add(new Rule(List.of(name), action, conditions()));
            }
        }
        return rules;
    }

    long[] arguments(Filter filter, Abi abi) {
        long[] arguments = new long[6];
        for (int i = 0; i < arguments.length; i++) {
            long value = random.nextInt(4) == 0 ? one(VALUES) : fromRules(filter, i);
            long near = value + random.nextInt(3) - 1;
            long touched = random.nextInt(4) == 0 ? near ^ (1L << random.nextInt(64)) : near;
            arguments[i] = abi == Abi.X86 || abi == Abi.ARM ? touched & 0xffffffffL : touched;
        }
        return arguments;
    }

    private long fromRules(Filter filter, int index) {
        List<Condition> conditions = filter.rules().stream()
                .flatMap(rule -> rule.conditions().stream())
                .filter(condition -> condition.index() == index)
                .toList();
        if (conditions.isEmpty()) {
            return one(VALUES);
        }
        Condition condition = one(conditions);
        return random.nextBoolean() ? condition.value() : condition.valueTwo();
    }

    private List<Condition> conditions() {
        int count = random.nextInt(10) == 0 ? 0 : mixed ? 1 : 1 + random.nextInt(3);
        List<Condition> conditions = new ArrayList<>();
        for (int index : random.ints(0, mixed ? 2 : 6).distinct().limit(count).toArray()) {
            conditions.add(new Condition(index, value(), value(), operator()));
        }
        return conditions;
    }

    private Operator operator() {
        return mixed ? Operator.EQUAL : one(List.of(Operator.values()));
    }

    private long value() {
        return random.nextInt(3) == 0 ? random.nextLong() : one(VALUES);
    }

    private List<String> names(Libseccomp oracle) throws Throwable {
        List<String> names = new ArrayList<>();
        for (String name : SyscallTable.of(Abi.X86).names()) {
            if (!multiplexed(name) && agreed(oracle, name)) {
                names.add(name);
            }
        }
        Collections.shuffle(names, random);
        return names.subList(0, 100);
    }

    /** libseccomp 2.5.4 lacks the newest names, and map_shadow_stack on x32. */
    private static boolean agreed(Libseccomp oracle, String name) throws Throwable {
        for (Abi abi : Abi.values()) {
            if (SyscallTable.of(abi).find(name).isPresent() != oracle.number(abi, name) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Compared in a test of their own: we differ from libseccomp where it would allow too much. */
    private static boolean multiplexed(String name) {
        return Multiplexer.reach(Abi.X86, name, new Verdict.Branch(List.of(), Action.ALLOW))
                .isPresent();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private long one(long[] of) {
        return of[random.nextInt(of.length)];
    }
}
