package sampan.kernel.seccomp;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import sampan.kernel.syscall.Abi;

/**
 * Every value a call's number can have under one audit architecture, cut into stretches with one verdict each. A stretch is
 * kept by its first number, and reaches to the next.
 */
final class NumberSpace {
    private static final int THIRD_QUARTER = 0x80000000;
    private static final int LAST_QUARTER = 0xC0000000;
    private static final int SKIPPED_BY_TRACER = -1;
    private static final Verdict NEWER = Verdict.always(Action.NO_SUCH_CALL);
    /** What libseccomp does with a call of an ABI it was not told of. */
    private static final Verdict UNKNOWN_ABI = Verdict.always(Action.KILL_THREAD);

    private final NavigableMap<Integer, Verdict> stretches = new TreeMap<>(Integer::compareUnsigned);
    private final Filter filter;
    private final Verdict otherwise;

    private NumberSpace(Filter filter) {
        this.filter = filter;
        this.otherwise = Verdict.always(filter.defaultAction());
    }

    /** @param abis those of the filter that share an audit architecture */
    static NumberSpace of(Filter filter, List<Abi> abis) {
        NumberSpace space = new NumberSpace(filter);
        if (abis.contains(Abi.X86_64)) {
            space.fillX8664(abis.contains(Abi.X32));
        } else {
            space.fill(0, abis.getFirst());
        }
        return space;
    }

    /** First numbers and verdicts, ascending; neighbors differ. */
    NavigableMap<Integer, Verdict> stretches() {
        NavigableMap<Integer, Verdict> merged = new TreeMap<>(Integer::compareUnsigned);
        for (Map.Entry<Integer, Verdict> stretch : stretches.entrySet()) {
            if (merged.isEmpty() || !merged.lastEntry().getValue().same(stretch.getValue())) {
                merged.put(stretch.getKey(), stretch.getValue());
            }
        }
        return merged;
    }

    /** Two ABIs in one space, told apart by the bit below the highest; numbers with both bits or the highest are no calls. */
    private void fillX8664(boolean x32) {
        boolean refusesNewer = fill(0, Abi.X86_64);
        Verdict unlisted = x32 ? otherwise : UNKNOWN_ABI;
        stretches.put(Abi.X32_BIT, unlisted);
        boolean refusesNewerX32 = x32 && fill(Abi.X32_BIT, Abi.X32);
        stretches.put(THIRD_QUARTER, refusesNewer ? NEWER : unlisted);
        stretches.put(LAST_QUARTER, refusesNewerX32 ? NEWER : unlisted);
        if (!x32) {
            // A tracer makes the kernel skip a call by changing its number to -1, and the filter sees it once more.
            stretches.put(SKIPPED_BY_TRACER, otherwise);
        }
    }

    /** Answers whether numbers greater than those of the ABI are set apart. */
    private boolean fill(int first, Abi abi) {
        AbiRules rules = AbiRules.of(filter, abi);
        stretches.put(first, otherwise);
        for (Map.Entry<Integer, Verdict> call : rules.verdicts().entrySet()) {
            stretches.put(call.getKey(), call.getValue());
            stretches.put(call.getKey() + 1, otherwise);
        }
        if (rules.newest() == 0
                || otherwise.same(NEWER)
                || filter.defaultAction().kind().letsThrough()) {
            return false;
        }
        // A C library tries a new call and falls back to an old one on ENOSYS, but not on EPERM. So a filter that
        // refuses what it does not list says ENOSYS for calls later than itself: those with a greater number than any
        // it names. (runc's rule.)
        stretches.put(rules.newest() + 1, NEWER);
        return true;
    }
}
