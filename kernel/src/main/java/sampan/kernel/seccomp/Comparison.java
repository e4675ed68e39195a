package sampan.kernel.seccomp;

import sampan.kernel.seccomp.Assembler.Jump;

/** The code that compares an argument, unsigned, on a machine whose accumulator holds 32 bits: upper word, then lower. */
record Comparison(Assembler assembler, ArgumentTest test) {
    private static final int ARGUMENTS = 16;
    private static final int ARGUMENT = 8;
    private static final int UPPER = 4;

    /** Returns the label of code that goes on at one of two others. */
    int write(int holds, int fails) {
        return switch (test.operator()) {
            case EQUAL, MASKED_EQUAL -> equal(holds, fails);
            case NOT_EQUAL -> equal(fails, holds);
            case GREATER -> greater(Jump.GREATER, holds, fails);
            case GREATER_OR_EQUAL -> greater(Jump.GREATER_OR_EQUAL, holds, fails);
            case LESS -> greater(Jump.GREATER_OR_EQUAL, fails, holds);
            case LESS_OR_EQUAL -> greater(Jump.GREATER, fails, holds);
        };
    }

    private int equal(int holds, int fails) {
        return word(UPPER, word(0, holds, fails), fails);
    }

    /** Compares the word that begins at an offset, unless no bit of it counts. */
    private int word(int offset, int holds, int fails) {
        int mask = (int) (test.mask() >>> (offset * 8));
        if (mask == 0) {
            return holds;
        }
        assembler.jump(Jump.EQUAL, (int) (test.operand() >>> (offset * 8)), holds, fails);
        if (mask != -1) {
            assembler.and(mask);
        }
        return load(offset);
    }

    private int greater(Jump lower, int holds, int fails) {
        assembler.jump(lower, (int) test.operand(), holds, fails);
        int lowerWord = load(0);
        if (!test.wide()) {
            return lowerWord;
        }
        int upper = (int) (test.operand() >>> 32);
        int sameUpper = assembler.jump(Jump.EQUAL, upper, lowerWord, fails);
        assembler.jump(Jump.GREATER, upper, holds, sameUpper);
        return load(UPPER);
    }

    private int load(int offset) {
        return assembler.load(ARGUMENTS + test.index() * ARGUMENT + offset);
    }
}
