package sampan.kernel.seccomp;

import java.util.Arrays;

/** How an argument, unsigned, is compared with a value. */
public enum Operator {
    NOT_EQUAL("SCMP_CMP_NE"),
    LESS("SCMP_CMP_LT"),
    LESS_OR_EQUAL("SCMP_CMP_LE"),
    EQUAL("SCMP_CMP_EQ"),
    GREATER_OR_EQUAL("SCMP_CMP_GE"),
    GREATER("SCMP_CMP_GT"),
    MASKED_EQUAL("SCMP_CMP_MASKED_EQ");

    private final String ociName;

    Operator(String ociName) {
        this.ociName = ociName;
    }

    public static Operator parse(String name) {
        return Arrays.stream(values())
                .filter(operator -> operator.ociName.equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidFilterException("string " + name + " is not a valid operator for seccomp"));
    }
}
