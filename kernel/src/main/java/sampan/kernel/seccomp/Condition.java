package sampan.kernel.seccomp;

/**
 * One argument of a call compared with a value.
 *
 * @param index 0 to 5
 * @param value what to compare with; for {@link Operator#MASKED_EQUAL} the mask
 * @param valueTwo for {@link Operator#MASKED_EQUAL} what the masked argument is to be; its bits outside the mask do not count
 */
public record Condition(int index, long value, long valueTwo, Operator operator) {
    public Condition {
        if (index < 0 || index > 5) {
            throw new InvalidFilterException("seccomp argument index " + index + " is not between 0 and 5");
        }
    }
}
