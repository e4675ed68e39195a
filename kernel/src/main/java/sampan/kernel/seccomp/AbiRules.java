package sampan.kernel.seccomp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import sampan.kernel.seccomp.Verdict.Branch;
import sampan.kernel.syscall.Abi;
import sampan.kernel.syscall.SyscallTable;

/** The rules of a filter as one ABI sees them: numbers for names, and one verdict for each number. */
final class AbiRules {
    private final Abi abi;
    private final SyscallTable table;
    private final Action otherwise;
    private final Map<Integer, List<Branch>> branches = new TreeMap<>(Integer::compareUnsigned);
    private int newest;

    private AbiRules(Abi abi, Action otherwise) {
        this.abi = abi;
        this.table = SyscallTable.of(abi);
        this.otherwise = otherwise;
    }

    static AbiRules of(Filter filter, Abi abi) {
        AbiRules rules = new AbiRules(abi, filter.defaultAction());
        for (Rule rule : filter.rules()) {
            rules.add(rule);
        }
        return rules;
    }

    /** The greatest number the filter has a rule for; 0 when it has none. */
    int newest() {
        return newest;
    }

    /** By number, ascending. */
    Map<Integer, Verdict> verdicts() {
        Map<Integer, Verdict> verdicts = new TreeMap<>(Integer::compareUnsigned);
        for (Map.Entry<Integer, List<Branch>> call : branches.entrySet()) {
            verdicts.put(call.getKey(), verdict(call.getValue()));
        }
        return verdicts;
    }

    private void add(Rule rule) {
        // A rule that says nothing new: libseccomp refuses such, and runc leaves them out. Its calls still count as
        // known.
        boolean idle = rule.action().code() == otherwise.code();
        List<Branch> alternatives = idle ? List.of() : branches(rule);
        for (String name : rule.names()) {
            OptionalInt number = table.find(name);
            if (number.isPresent() && Integer.compareUnsigned(number.getAsInt(), newest) > 0) {
                newest = number.getAsInt();
            }
            for (Branch branch : alternatives) {
                add(name, number, branch);
            }
        }
    }

    private void add(String name, OptionalInt number, Branch branch) {
        if (number.isPresent()) {
            add(number.getAsInt(), branch);
        }
        Optional<Multiplexer.Reached> reached = Multiplexer.reach(abi, name, branch);
        if (reached.isPresent()) {
            add(reached.get().number(), reached.get().branch());
        }
    }

    private void add(int number, Branch branch) {
        branches.computeIfAbsent(number, _ -> new ArrayList<>(1)).add(branch);
    }

    private List<Branch> branches(Rule rule) {
        List<Branch> alternatives = new ArrayList<>();
        for (List<Condition> conditions : rule.alternatives()) {
            alternatives.add(new Branch(tests(conditions), rule.action()));
        }
        return alternatives;
    }

    /** The conditions that can fail, in the order of their arguments. */
    private List<ArgumentTest> tests(List<Condition> conditions) {
        List<ArgumentTest> tests = new ArrayList<>();
        for (Condition condition : conditions) {
            ArgumentTest test = ArgumentTest.of(condition, abi);
            if (!test.alwaysHolds()) {
                tests.add(test);
            }
        }
        tests.sort(Comparator.comparingInt(ArgumentTest::index));
        return tests;
    }

    private Verdict verdict(List<Branch> ofCall) {
        for (Branch branch : ofCall) {
            if (branch.tests().isEmpty()) {
                return Verdict.always(branch.action()); // what is said of every call outweighs what is said of some
            }
        }
        List<Branch> ordered = new ArrayList<>(ofCall);
        ordered.sort(new BranchOrder());
        return new Verdict(ordered, otherwise);
    }
}
