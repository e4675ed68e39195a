package sampan.core.plan;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of CPUs or memory nodes, {@code 0-3,7}. */
final class NumberList {
    private static final int LARGEST = 8191;
    private static final Pattern PART = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

    private final BitSet numbers = new BitSet();

    private NumberList() {}

    /** Empty when it is not such a list; no list is longer than the kernel's largest number of CPUs. (CVE-2018-20699) */
    static Optional<NumberList> parse(String text) {
        NumberList list = new NumberList();
        for (String part : text.strip().split(",", -1)) {
            Matcher range = PART.matcher(part);
            if (!range.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first > last || last > LARGEST) {
                return Optional.empty();
            }
            list.numbers.set(first, last + 1);
        }
        return Optional.of(list);
    }

    boolean containsAll(NumberList other) {
        BitSet missing = (BitSet) other.numbers.clone();
        missing.andNot(numbers);
        return missing.isEmpty();
    }
}
