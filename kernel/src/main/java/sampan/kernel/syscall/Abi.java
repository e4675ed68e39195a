package sampan.kernel.syscall;

import java.util.Arrays;
import java.util.Optional;

/** A way to call the kernel: a set of numbers and an architecture as audit and seccomp see it. */
public enum Abi {
    X86_64(0, "SCMP_ARCH_X86_64", "amd64", 0xC000003E, 64),
    X86(1, "SCMP_ARCH_X86", "x86", 0x40000003, 32),
    /** 32-bit pointers in long mode: the audit architecture is x86-64's, the number carries {@link #X32_BIT}. */
    X32(2, "SCMP_ARCH_X32", "x32", 0xC000003E, 32),
    AARCH64(3, "SCMP_ARCH_AARCH64", "arm64", 0xC00000B7, 64),
    ARM(4, "SCMP_ARCH_ARM", "arm", 0x40000028, 32);

    /** {@code __X32_SYSCALL_BIT} of asm/unistd.h. */
    public static final int X32_BIT = 0x40000000;

    private final int column;
    private final String ociName;
    private final String dockerName;
    private final int audit;
    private final int bits;

    Abi(int column, String ociName, String dockerName, int audit, int bits) {
        this.column = column;
        this.ociName = ociName;
        this.dockerName = dockerName;
        this.audit = audit;
        this.bits = bits;
    }

    /** Which number of a row of syscalls.tsv is this one's. */
    int column() {
        return column;
    }

    /** The name in config.json, {@code SCMP_ARCH_X86_64}. */
    public String ociName() {
        return ociName;
    }

    /** The name in the conditions of Docker's profiles, {@code amd64}. */
    public String dockerName() {
        return dockerName;
    }

    /** {@code AUDIT_ARCH_*}, what seccomp_data.arch holds. */
    public int audit() {
        return audit;
    }

    /** The width of an argument: a 32-bit ABI's arguments arrive with zero upper halves, x32's do not. */
    public int bits() {
        return bits;
    }

    public static Optional<Abi> ofOciName(String name) {
        return Arrays.stream(values()).filter(abi -> abi.ociName.equals(name)).findFirst();
    }

    /** The ABI of this machine's 64-bit programs. */
    public static Abi host() {
        String machine = System.getProperty("os.arch");
        return switch (machine) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            case null, default -> throw new IllegalStateException("Sampan does not know the machine " + machine);
        };
    }
}
