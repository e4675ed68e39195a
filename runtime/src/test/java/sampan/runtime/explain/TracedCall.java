package sampan.runtime.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code strace -e raw=all}.
 *
 * @param result negative: the errno
 */
record TracedCall(String name, List<Long> arguments, long result) {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (-?\\w+)(?: (E\\w+).*)?");
    private static final Pattern UNFINISHED = Pattern.compile("(\\d+) +(\\w+\\(.*?),? *<unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>,? *(.*)");

    /** By process, in the order of their first calls. */
    static Map<Integer, List<TracedCall>> read(List<String> lines) {
        Map<Integer, List<TracedCall>> calls = new LinkedHashMap<>();
        Map<String, String> open = new HashMap<>();
        for (String line : lines) {
            Matcher unfinished = UNFINISHED.matcher(line);
            Matcher resumed = RESUMED.matcher(line);
            if (unfinished.matches()) {
                open.put(unfinished.group(1), unfinished.group(2));
                calls.computeIfAbsent(Integer.valueOf(unfinished.group(1)), _ -> new ArrayList<>());
            } else if (resumed.matches()) {
                add(calls, resumed.group(1) + " " + open.remove(resumed.group(1)) + resumed.group(2));
            } else {
                add(calls, line);
            }
        }
        return calls;
    }

    private static void add(Map<Integer, List<TracedCall>> calls, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        List<Long> arguments = new ArrayList<>();
        for (String argument : matcher.group(3).split(", ", -1)) {
            arguments.add(argument.isEmpty() || argument.equals("NULL") ? 0L : number(argument));
        }
        String error = matcher.group(5);
        long result = error == null ? number(matcher.group(4)) : -errno(error);
        calls.computeIfAbsent(Integer.valueOf(matcher.group(1)), _ -> new ArrayList<>())
                .add(new TracedCall(matcher.group(2), arguments, result));
    }

    private static long number(String text) {
        return text.startsWith("0x")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : Long.parseLong(text.replace("?", "0"));
    }

    private static int errno(String name) {
        for (int errno = 1; errno < 134; errno++) {
            if (sampan.kernel.Errno.name(errno).equals(name)) {
                return errno;
            }
        }
        throw new IllegalArgumentException(name);
    }
}
