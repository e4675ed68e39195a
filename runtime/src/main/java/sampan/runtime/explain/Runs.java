package sampan.runtime.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Op;
import sampan.runtime.program.OpText;

/** Puts calls on one line that differ in one argument only: sixty signals, thirty capabilities. */
final class Runs {
    private static final int SHORTEST = 4;
    private static final int SHOWN = 3;

    private Runs() {}

    static List<Explanation.Line> lines(List<Op> ops, int first) {
        List<Explanation.Line> lines = new ArrayList<>();
        for (int i = 0; i < ops.size(); ) {
            int length = length(ops, i);
            lines.add(new Explanation.Line(first + i, length == 1 ? OpText.line(ops.get(i)) : text(ops, i, length)));
            i += length;
        }
        return lines;
    }

    private static int length(List<Op> ops, int start) {
        Set<Integer> differing = new TreeSet<>();
        int end = start + 1;
        while (end < ops.size() && continues(ops.get(start), ops.get(end), differing)) {
            end++;
        }
        return end - start < SHORTEST ? 1 : end - start;
    }

    private static boolean continues(Op first, Op next, Set<Integer> differing) {
        if (!(first instanceof Op.Call one && next instanceof Op.Call other && plain(one) && plain(other))) {
            return false;
        }
        if (one.syscall() != other.syscall()
                || one.arguments().size() != other.arguments().size()) {
            return false;
        }
        Set<Integer> places = new TreeSet<>(differing);
        places.addAll(places(one, other));
        if (places.size() > 1) {
            return false;
        }
        differing.addAll(places);
        return true;
    }

    private static boolean plain(Op.Call call) {
        return call.result().isEmpty()
                && !call.clones()
                && call.afterError() == 0
                && call.afterSuccess() == 0
                && call.tolerated().isEmpty();
    }

    private static Set<Integer> places(Op.Call one, Op.Call other) {
        Set<Integer> places = new TreeSet<>();
        for (int i = 0; i < one.arguments().size(); i++) {
            if (!one.arguments()
                    .get(i)
                    .toString()
                    .equals(other.arguments().get(i).toString())) {
                places.add(i);
            }
        }
        return places;
    }

    private static String text(List<Op> ops, int start, int length) {
        Op.Call first = (Op.Call) ops.get(start);
        Op.Call last = (Op.Call) ops.get(start + length - 1);
        int place = places(first, last).stream().findFirst().orElse(0);
        List<String> values = new ArrayList<>();
        for (Op op : ops.subList(start, start + length)) {
            values.add(((Op.Call) op).arguments().get(place).toString());
        }
        boolean shortened = values.stream().allMatch(value -> value.matches("\\d+"));
        String all = shortened
                ? String.join(", ", values.subList(0, SHOWN)) + ", ... " + values.getLast()
                : String.join(" ", values);
        List<String> arguments = new ArrayList<>(
                first.arguments().stream().map(Argument::toString).toList());
        arguments.set(place, all);
        return length + " x " + first.syscall().call() + "(" + String.join(", ", arguments) + ")";
    }
}
