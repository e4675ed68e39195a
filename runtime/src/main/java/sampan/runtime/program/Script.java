package sampan.runtime.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A launch program being written, step after step. */
public final class Script {
    private static final Purpose NONE = new Purpose("", "", "");

    private final List<Placed> steps = new ArrayList<>();
    private final Map<String, Register> registers = new LinkedHashMap<>();
    private final List<Descriptor> descriptors = new ArrayList<>();
    private Purpose purpose = NONE;
    private boolean init;
    private Blame blame = Blame.CALL;
    private @Nullable Register report;

    public Script() {}

    /** The register of this name; the same name is the same register. */
    public Register register(String name) {
        Register known = registers.get(name);
        if (known == null) {
            known = new Register(registers.size(), name);
            if (known.number() >= Register.COUNT) {
                throw new IllegalStateException("more than " + Register.COUNT + " registers");
            }
            registers.put(name, known);
        }
        return known;
    }

    public boolean knows(String name) {
        return registers.containsKey(name);
    }

    /** The descriptor as an argument; asking twice is asking once. */
    public Argument.Handed handed(Descriptor descriptor) {
        int place = descriptors.indexOf(descriptor);
        if (place < 0) {
            place = descriptors.size();
            descriptors.add(descriptor);
        }
        return new Argument.Handed(place, descriptor);
    }

    /** What the steps from here on are for, with the plain sentence for failures. */
    public Script purpose(String title, String why, String manual) {
        purpose = new Purpose(title, why, manual, init);
        blame = Blame.CALL;
        return this;
    }

    /** Whether the steps from here on are what {@link Purpose#init} says. */
    public void init(boolean value) {
        init = value;
        purpose = new Purpose(purpose.title(), purpose.why(), purpose.manual(), init);
    }

    /** The sentence for failures of the steps from here on. */
    public Script blame(String sentence) {
        blame = new Blame.Sentence(sentence);
        return this;
    }

    public Script blame(Blame value) {
        blame = value;
        return this;
    }

    public Step call(Syscall syscall, Argument... arguments) {
        return add(new Step(syscall, List.of(arguments), false, purpose, blame));
    }

    /** The child goes on with the next step, the parent where {@link Step#thenTo} says. */
    public Step cloneTo(Label parent, Argument... arguments) {
        return add(new Step(Syscall.CLONE3, List.of(arguments), true, purpose, blame))
                .thenTo(parent);
    }

    /** A child that is a copy, for another program: it goes on with the next step, the parent where {@link Step#thenTo} says. */
    public Step forkTo(Label parent, Argument... arguments) {
        return add(new Step(Syscall.CLONE, List.of(arguments), true, purpose, blame))
                .thenTo(parent);
    }

    public void poke(Buffer buffer, int offset, Register register, int width) {
        Op op = new Op.Poke(buffer, offset, register, width, purpose, blame);
        steps.add(new Placed.Done(op));
    }

    public void peek(Buffer buffer, int offset, int width, Register register) {
        Op op = new Op.Peek(buffer, offset, width, register, purpose, blame);
        steps.add(new Placed.Done(op));
    }

    public void end() {
        Op op = new Op.End(purpose, blame);
        steps.add(new Placed.Done(op));
    }

    public Label label() {
        return new Label();
    }

    /** The label's place is before the next step. */
    public void place(Label label) {
        label.place(steps.size());
    }

    /** Where a failed child tells which step it was. */
    public void report(Register writeEnd) {
        report = writeEnd;
    }

    public Program program(Optional<Monitor> monitor) {
        List<Op> ops = new ArrayList<>(steps.size());
        for (Placed step : steps) {
            ops.add(step.at(ops.size()));
        }
        return new Program(ops, descriptors, Optional.ofNullable(report), monitor);
    }

    /** What becomes an operation once its place is known. (Not a lambda: a program has hundreds.) */
    sealed interface Placed permits Step, Placed.Done {
        Op at(int position);

        /** The same in any place. */
        record Done(Op op) implements Placed {
            @Override
            public Op at(int position) {
                return op;
            }
        }
    }

    private Step add(Step step) {
        steps.add(step);
        return step;
    }
}
