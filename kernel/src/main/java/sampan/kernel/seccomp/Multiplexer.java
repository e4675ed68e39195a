package sampan.kernel.seccomp;

import java.util.List;
import java.util.Optional;
import sampan.kernel.seccomp.Verdict.Branch;
import sampan.kernel.syscall.Abi;

/**
 * socketcall(2) and ipc(2): on i386 a program may reach {@code socket}, {@code shmget} and their kin by a number of their own or
 * through one of these two, whose first argument tells which is meant. A rule for the one must hold for the other.
 *
 * @param mask the bits of the first argument that tell
 * @param calls from 1 on; "-" where no call has the number
 */
record Multiplexer(int number, long mask, List<String> calls) {
    /** A branch for the call with this number. */
    record Reached(int number, Branch branch) {}

    private static final String SOCKETCALLS =
            "socket bind connect listen accept getsockname getpeername socketpair send recv"
                    + " sendto recvfrom shutdown setsockopt getsockopt sendmsg recvmsg accept4 recvmmsg sendmmsg";

    private static final String IPCS = "semop semget semctl semtimedop - - - - - - msgsnd msgrcv msgget msgctl"
            + " - - - - - - shmat shmdt shmget shmctl";

    /** The upper half of ipc's first argument is a version. */
    private static final List<Multiplexer> OF_X86 = List.of(
            new Multiplexer(102, 0xffff_ffffL, List.of(SOCKETCALLS.split(" "))),
            new Multiplexer(117, 0xffffL, List.of(IPCS.split(" "))));

    /** The same branch for the multiplexer through which this ABI reaches the call, if there is one and it can be said. */
    static Optional<Reached> reach(Abi abi, String name, Branch branch) {
        // The arguments are behind a pointer. Permission on a condition is not given where the condition cannot be
        // seen; a refusal is given whatever they are.
        boolean sayable = branch.tests().isEmpty() || !branch.action().kind().letsThrough();
        if (abi == Abi.X86 && sayable) {
            for (Multiplexer multiplexer : OF_X86) {
                if (multiplexer.calls.contains(name)) {
                    return Optional.of(multiplexer.reached(name, branch));
                }
            }
        }
        return Optional.empty();
    }

    private Reached reached(String name, Branch branch) {
        ArgumentTest chosen = ArgumentTest.first(mask, calls.indexOf(name) + 1);
        return new Reached(number, new Branch(List.of(chosen), branch.action()));
    }
}
