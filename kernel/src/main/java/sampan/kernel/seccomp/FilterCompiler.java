package sampan.kernel.seccomp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import sampan.kernel.seccomp.Assembler.Jump;
import sampan.kernel.seccomp.Verdict.Branch;
import sampan.kernel.syscall.Abi;

/**
 * Compiles a filter to the array of {@code struct sock_filter} that seccomp(2) takes. Pure: same filter, same bytes.
 *
 * <p>The program picks the architecture, then finds the stretch of numbers the call is in by halving, and asks for arguments
 * only where a rule does. The decisions:
 *
 * <ul>
 *   <li>the machine's own ABI is always judged; a call of an ABI that is not listed kills the thread;
 *   <li>a rule whose action is the default's is dropped; an unconditional rule outweighs the others for its call, and the
 *       first unconditional one counts; overlapping conditional ones go in {@link BranchOrder};
 *   <li>32-bit ABIs, x32 too, compare the low word of an argument;
 *   <li>calls newer than the filter get ENOSYS unless the default lets them through (see {@link NumberSpace}).
 * </ul>
 */
public final class FilterCompiler {
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;

    private final Assembler assembler = new Assembler();

    private FilterCompiler() {}

    /** For this machine. */
    public static byte[] compile(Filter filter) {
        return compile(filter, Abi.host());
    }

    /** @throws InvalidFilterException when the kernel could not load the result */
    public static byte[] compile(Filter filter, Abi host) {
        FilterCompiler compiler = new FilterCompiler();
        compiler.program(filter, host);
        return compiler.assembler.program();
    }

    private void program(Filter filter, Abi host) {
        SequencedMap<Integer, Integer> sections = new LinkedHashMap<>();
        byAudit(filter, host).forEach((audit, abis) -> sections.put(audit, section(NumberSpace.of(filter, abis))));
        int next = assembler.ret(Action.KILL_THREAD.code());
        for (Map.Entry<Integer, Integer> section : sections.sequencedEntrySet().reversed()) {
            next = assembler.jump(Jump.EQUAL, section.getKey(), section.getValue(), next);
        }
        assembler.load(ARCHITECTURE);
    }

    private static SequencedMap<Integer, List<Abi>> byAudit(Filter filter, Abi host) {
        SequencedSet<Abi> abis = new LinkedHashSet<>();
        abis.add(host);
        abis.addAll(filter.abis());
        SequencedMap<Integer, List<Abi>> groups = new LinkedHashMap<>();
        abis.forEach(abi ->
                groups.computeIfAbsent(abi.audit(), _ -> new ArrayList<>()).add(abi));
        return groups;
    }

    private int section(NumberSpace space) {
        int search = search(List.copyOf(space.stretches().entrySet()));
        assembler.follow(search);
        return assembler.load(NUMBER);
    }

    /** Code that leads to the verdict of the stretch in which A is; at least one is given. */
    private int search(List<Map.Entry<Integer, Verdict>> stretches) {
        if (stretches.size() == 1) {
            return verdict(stretches.getFirst().getValue());
        }
        int half = stretches.size() / 2;
        int upper = search(stretches.subList(half, stretches.size()));
        int lower = search(stretches.subList(0, half));
        return assembler.jump(Jump.GREATER_OR_EQUAL, stretches.get(half).getKey(), upper, lower);
    }

    private int verdict(Verdict verdict) {
        int next = assembler.ret(verdict.otherwise().code());
        for (Branch branch : verdict.branches().reversed()) {
            int holds = assembler.ret(branch.action().code());
            for (ArgumentTest test : branch.tests().reversed()) {
                holds = new Comparison(assembler, test).write(holds, next);
            }
            next = holds;
        }
        return next;
    }
}
