package sampan.runtime.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Op;
import sampan.runtime.program.OpText;
import sampan.runtime.program.Program;
import sampan.runtime.program.Register;

/** Goes through a program with the answers that strace saw, and holds every call against it. */
final class Replay {
    private final Program program;
    private final List<TracedCall> calls;
    private final Map<Register, Long> registers;
    private int step;
    private int call;
    private int childStep;
    private String last = "";

    Replay(Program program, List<TracedCall> calls) {
        this(program, calls, 0, new HashMap<>());
        // What the C library and the interpreter do before the first step.
        Op.Call first = (Op.Call) program.ops().getFirst();
        while (!calls.get(call).name().equals(first.syscall().call())) {
            call++;
        }
    }

    private Replay(Program program, List<TracedCall> calls, int step, Map<Register, Long> registers) {
        this.program = program;
        this.calls = calls;
        this.step = step;
        this.registers = registers;
    }

    /** To the end of the parent's part; gives the child's pid. */
    OptionalLong run() {
        OptionalLong child = OptionalLong.empty();
        while (step < program.ops().size() && !last.equals("execve done")) {
            switch (program.ops().get(step)) {
                case Op.End _ -> {
                    return child;
                }
                case Op.Peek peek -> {
                    registers.remove(peek.register());
                    step++;
                }
                case Op.Poke _ -> step++;
                case Op.Call op -> {
                    long result = make(op);
                    if (op.clones()) {
                        child = OptionalLong.of(result);
                    }
                }
            }
        }
        return child;
    }

    Replay childOf(List<TracedCall> childCalls) {
        Replay child = new Replay(program, childCalls, childStep, new HashMap<>(registers));
        child.run();
        return child;
    }

    Optional<String> lastCall() {
        return last.equals("execve done") ? Optional.of("execve") : Optional.empty();
    }

    private long make(Op.Call op) {
        TracedCall made = calls.get(call++);
        assertThat(made.name())
                .as("step %d: %s", step, OpText.line(op))
                .isEqualTo(op.syscall().call());
        compare(op, made);
        boolean failed = made.result() < 0 && made.result() > -4096;
        if (failed) {
            assertThat(op.tolerated()).as("step %d: %s", step, OpText.line(op)).contains((int) -made.result());
            step += 1 + op.afterError();
            return made.result();
        }
        op.result().ifPresent(register -> registers.put(register, made.result()));
        if (op.clones()) {
            childStep = step + 1;
        }
        if (op.syscall().call().equals("execve")) {
            last = "execve done";
        }
        step += 1 + op.afterSuccess();
        return made.result();
    }

    /** Addresses differ from run to run; everything else is known. */
    private void compare(Op.Call op, TracedCall made) {
        for (int i = 0; i < op.arguments().size(); i++) {
            OptionalLong expected = switch (op.arguments().get(i)) {
                case Argument.Immediate number -> OptionalLong.of(number.value());
                case Argument.Handed handed -> OptionalLong.of(handed.number());
                case Argument.Result result -> known(result.register());
                case Argument.Text _, Argument.Address _ -> OptionalLong.empty();
            };
            if (expected.isPresent() && i < made.arguments().size()) {
                // strace shows 32 bits of what the kernel takes as an int.
                assertThat(made.arguments().get(i).intValue())
                        .as("step %d, argument %d: %s", step, i, OpText.line(op))
                        .isEqualTo((int) expected.getAsLong());
            }
        }
    }

    private OptionalLong known(Register register) {
        Long value = registers.get(register);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
