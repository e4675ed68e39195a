package sampan.kernel.seccomp;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import sampan.kernel.seccomp.Verdict.Branch;

/**
 * Which of several conditional rules for one call is asked first. It matters only where two with different actions can hold at
 * once. The order is that of libseccomp's tree: later arguments, then equality before less before greater, then the
 * narrower range; and of two rules one of which has all conditions of the other, the more inclusive.
 */
final class BranchOrder implements Comparator<Branch> {
    private static final Comparator<ArgumentTest> TESTS = Comparator.comparingInt(ArgumentTest::index)
            .reversed()
            .thenComparingInt(BranchOrder::rank)
            .thenComparing(BranchOrder::narrower);

    @Override
    public int compare(Branch one, Branch other) {
        return compare(one.tests(), other.tests());
    }

    private static int compare(List<ArgumentTest> one, List<ArgumentTest> other) {
        Iterator<ArgumentTest> against = other.iterator();
        for (ArgumentTest test : one) {
            if (!against.hasNext()) {
                return 1;
            }
            int order = TESTS.compare(test, against.next());
            if (order != 0) {
                return order;
            }
        }
        return against.hasNext() ? -1 : 0;
    }

    private static int rank(ArgumentTest test) {
        return switch (test.operator()) {
            case EQUAL, NOT_EQUAL, MASKED_EQUAL -> 0;
            case LESS, LESS_OR_EQUAL -> 1;
            case GREATER, GREATER_OR_EQUAL -> 2;
        };
    }

    private static int narrower(ArgumentTest one, ArgumentTest other) {
        int order = Long.compareUnsigned(one.operand(), other.operand());
        return rank(one) == 1 ? order : -order;
    }
}
