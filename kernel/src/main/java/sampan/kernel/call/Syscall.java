package sampan.kernel.call;

import java.util.Arrays;

/** syscall(2): through {@link Door} where it is open, else through the JDK's linker. */
final class Syscall {
    private static final int ARGUMENTS = 6;

    private Syscall() {}

    /** The result, or {@code -errno}. */
    static long call(long number, long... arguments) {
        long[] all = arguments.length == ARGUMENTS ? arguments : Arrays.copyOf(arguments, ARGUMENTS);
        return Door.isOpen()
                ? Door.call(number, all[0], all[1], all[2], all[3], all[4], all[5])
                : Linked.call(number, all);
    }

    /** Apart, so that an engine with a door does not even look for the linker. */
    static final class Linked {
        private static final Native SYSCALL = new Native("syscall");

        private Linked() {}

        static long call(long number, long... all) {
            return SYSCALL.invoke(new long[] {number, all[0], all[1], all[2], all[3], all[4], all[5]});
        }
    }
}
