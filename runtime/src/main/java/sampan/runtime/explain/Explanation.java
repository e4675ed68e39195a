package sampan.runtime.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Op;
import sampan.runtime.program.Program;
import sampan.runtime.program.Purpose;
import sampan.runtime.program.Quoted;

/** A launch program for people. */
public record Explanation(List<String> handed, List<Group> groups) {
    private static final int FIRST_DESCRIPTOR = 4;
    private static final int BY_JAVA = -1;

    public Explanation {
        handed = List.copyOf(handed);
        groups = List.copyOf(groups);
    }

    /** Who makes the calls. */
    public enum Actor {
        NAMESPACE("in a launch process of its own, which makes the container's network namespace; some are made ahead"),
        ENGINE("in the engine, before anything is launched"),
        LAUNCHER("in the launch process, with the host's rights"),
        CHILD("in the container's first process"),
        MONITOR("in the launch process again, which becomes the monitor"),
        KEEPER("in one more launch process, when the container runs");

        private final String heading;

        Actor(String heading) {
            this.heading = heading;
        }
    }

    /** Calls that serve one purpose. */
    public record Group(Actor actor, Purpose purpose, List<Line> lines) {
        public Group {
            lines = List.copyOf(lines);
        }

        /** {@code hostname web - of this uts namespace only - sethostname(2)} */
        String heading() {
            return purpose.title() + " - " + purpose.why() + " - " + purpose.manual();
        }
    }

    /**
     * One call, or a run of calls that differ in one argument.
     *
     * @param first its number in the program; -1: not of it
     */
    public record Line(int first, String text) {}

    /** What is done around a launch, by others than the launch process. */
    public record Around(List<Group> before, List<Group> after) {
        public static final Around NOTHING = new Around(List.of(), List.of());

        public Around {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /** With what the engine makes for the container: its networks, its cgroup and the limits. */
    public static Explanation of(Program program, Optional<CgroupPlan> cgroups, Around around) {
        Explanation launch = of(program);
        List<Group> groups = new ArrayList<>(around.before());
        cgroups.ifPresent(plan -> groups.add(cgroup(plan)));
        groups.addAll(launch.groups());
        groups.addAll(around.after());
        return new Explanation(launch.handed(), groups);
    }

    private static Group cgroup(CgroupPlan plan) {
        List<Line> lines = new ArrayList<>();
        plan.directories().forEach(directory -> lines.add(new Line(BY_JAVA, "mkdir(" + quoted(directory) + ", 0755)")));
        plan.writes()
                .forEach(write -> lines.add(
                        new Line(BY_JAVA, "write(" + quoted(write.file()) + ", " + Quoted.of(write.value()) + ")")));
        plan.deviceFilter()
                .ifPresent(_ -> lines.add(new Line(BY_JAVA, "bpf(BPF_PROG_ATTACH, the devices that may be used)")));
        return new Group(
                Actor.ENGINE,
                new Purpose("the container's cgroup", "its limits stand before anything runs in it", "cgroups(7)"),
                lines);
    }

    /** Calls of the engine's own, which have no numbers. */
    public static Group byEngine(Purpose purpose, List<String> calls) {
        return new Group(
                Actor.ENGINE,
                purpose,
                calls.stream()
                        .map(call -> new Line(BY_JAVA, call.replaceAll("\\p{Cntrl}", "?"))) // no name can forge a line
                        .toList());
    }

    /** All of a program that somebody else than the container's launch process runs. */
    public static List<Group> all(Program program, Actor actor) {
        return of(program).groups().stream()
                .map(group -> new Group(actor, group.purpose(), group.lines()))
                .toList();
    }

    private static String quoted(Path path) {
        return Quoted.of(path.toString());
    }

    public static Explanation of(Program program) {
        List<String> handed = new ArrayList<>();
        for (Descriptor descriptor : program.descriptors()) {
            handed.add((FIRST_DESCRIPTOR + handed.size()) + " = " + descriptor.label());
        }
        List<Group> groups = new ArrayList<>();
        int clone = cloneIn(program.ops());
        int parent = clone + 1 + (clone < 0 ? 0 : ((Op.Call) program.ops().get(clone)).afterSuccess());
        for (int start = 0; start < program.ops().size(); ) {
            Actor actor = start <= clone ? Actor.LAUNCHER : start < parent ? Actor.CHILD : Actor.MONITOR;
            int end = end(program.ops(), start, start <= clone ? clone + 1 : parent);
            groups.add(new Group(
                    actor,
                    program.ops().get(start).purpose(),
                    Runs.lines(program.ops().subList(start, end), start)));
            start = end;
        }
        return new Explanation(handed, groups);
    }

    private static int cloneIn(List<Op> ops) {
        for (int i = 0; i < ops.size(); i++) {
            if (ops.get(i) instanceof Op.Call call && call.clones()) {
                return i;
            }
        }
        return -1;
    }

    private static int end(List<Op> ops, int start, int border) {
        int end = start + 1;
        while (end < ops.size()
                && end != border
                && ops.get(end).purpose().equals(ops.get(start).purpose())) {
            end++;
        }
        return end;
    }

    /** The whole text; numbers before calls are those in the error messages of a failed launch. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (!handed.isEmpty()) {
            text.append("handed over\n");
            handed.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        Actor last = null;
        for (Group group : groups) {
            if (group.actor() != last) {
                last = group.actor();
                text.append(text.isEmpty() ? "" : "\n").append(last.heading).append('\n');
            }
            text.append("\n  # ").append(group.heading()).append('\n');
            group.lines()
                    .forEach(line -> text.append(
                            String.format("  %4s  %s%n", line.first() == BY_JAVA ? "" : line.first(), line.text())));
        }
        return text.toString();
    }

    /** What is compared: headings and calls, without their numbers. */
    List<String> comparable() {
        return groups.stream()
                .flatMap(group -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("# " + group.heading()),
                        group.lines().stream().map(line -> "    " + line.text())))
                .collect(Collectors.toList());
    }
}
