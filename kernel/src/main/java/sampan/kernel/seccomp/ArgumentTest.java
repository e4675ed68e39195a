package sampan.kernel.seccomp;

import sampan.kernel.syscall.Abi;

/**
 * A {@link Condition} as one ABI sees it: arguments of a 32-bit ABI have no upper word.
 *
 * @param mask the bits that are looked at
 * @param operand what they are compared with
 * @param wide whether there is an upper word
 */
record ArgumentTest(int index, Operator operator, long mask, long operand, boolean wide) {
    private static final long LOWER_WORD = 0xffff_ffffL;

    static ArgumentTest of(Condition condition, Abi abi) {
        boolean wide = abi.bits() == 64;
        boolean masked = condition.operator() == Operator.MASKED_EQUAL;
        long mask = (masked ? condition.value() : -1) & (wide ? -1 : LOWER_WORD);
        long operand = (masked ? condition.valueTwo() : condition.value()) & mask;
        return new ArgumentTest(condition.index(), condition.operator(), mask, operand, wide);
    }

    /** The first argument of a 32-bit ABI's call equals a value in the bits of a mask. */
    static ArgumentTest first(long mask, long operand) {
        return new ArgumentTest(0, Operator.MASKED_EQUAL, mask, operand, false);
    }

    boolean alwaysHolds() {
        return mask == 0;
    }
}
