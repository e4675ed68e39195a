package sampan.kernel.seccomp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
            rule.names().forEach(name -> rules.add(name, rule));
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
        branches.forEach((number, ofCall) -> verdicts.put(number, verdict(ofCall)));
        return verdicts;
    }

    private void add(String name, Rule rule) {
        OptionalInt number = table.find(name);
        number.ifPresent(n -> newest = Integer.compareUnsigned(n, newest) > 0 ? n : newest);
        if (rule.action().equals(otherwise)) {
            return; // says nothing new; libseccomp refuses such rules and runc leaves them out
        }
        for (List<Condition> conditions : rule.alternatives()) {
            Branch branch = new Branch(tests(conditions), rule.action());
            number.ifPresent(n -> add(n, branch));
            Multiplexer.reach(abi, name, branch).ifPresent(reached -> add(reached.number(), reached.branch()));
        }
    }

    private void add(int number, Branch branch) {
        branches.computeIfAbsent(number, _ -> new ArrayList<>()).add(branch);
    }

    /** The conditions that can fail, in the order of their arguments. */
    private List<ArgumentTest> tests(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> ArgumentTest.of(condition, abi))
                .filter(test -> !test.alwaysHolds())
                .sorted(Comparator.comparingInt(ArgumentTest::index))
                .toList();
    }

    private Verdict verdict(List<Branch> ofCall) {
        for (Branch branch : ofCall) {
            if (branch.tests().isEmpty()) {
                return Verdict.always(branch.action()); // what is said of every call outweighs what is said of some
            }
        }
        return new Verdict(ofCall.stream().sorted(new BranchOrder()).toList(), otherwise);
    }
}
