package sampan.kernel.seccomp;

import java.util.List;

/** What becomes of one call: the first branch whose tests all hold, or else an action. */
record Verdict(List<Branch> branches, Action otherwise) {
    record Branch(List<ArgumentTest> tests, Action action) {}

    /** Whether both do the same with every call, looking at no argument. */
    boolean same(Verdict other) {
        return branches.isEmpty() && other.branches.isEmpty() && otherwise.code() == other.otherwise.code();
    }

    static Verdict always(Action action) {
        return new Verdict(List.of(), action);
    }
}
