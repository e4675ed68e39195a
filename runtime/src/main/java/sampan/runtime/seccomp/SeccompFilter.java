package sampan.runtime.seccomp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sampan.kernel.seccomp.Action;
import sampan.kernel.seccomp.Condition;
import sampan.kernel.seccomp.Filter;
import sampan.kernel.seccomp.FilterFlag;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.kernel.seccomp.Operator;
import sampan.kernel.seccomp.Rule;
import sampan.kernel.syscall.Abi;
import sampan.oci.spec.Seccomp;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp">config-linux.md#seccomp</a>: the
 * section's words into the types that are compiled.
 */
public final class SeccompFilter {
    /** Of machines whose kernels Sampan does not run on; to list them here does no harm, as their calls do not occur. */
    private static final Set<String> OTHER_MACHINES = Set.of(
            "SCMP_ARCH_LOONGARCH64",
            "SCMP_ARCH_M68K",
            "SCMP_ARCH_MIPS",
            "SCMP_ARCH_MIPS64",
            "SCMP_ARCH_MIPS64N32",
            "SCMP_ARCH_MIPSEL",
            "SCMP_ARCH_MIPSEL64",
            "SCMP_ARCH_MIPSEL64N32",
            "SCMP_ARCH_PARISC",
            "SCMP_ARCH_PARISC64",
            "SCMP_ARCH_PPC",
            "SCMP_ARCH_PPC64",
            "SCMP_ARCH_PPC64LE",
            "SCMP_ARCH_RISCV64",
            "SCMP_ARCH_S390",
            "SCMP_ARCH_S390X",
            "SCMP_ARCH_SH",
            "SCMP_ARCH_SHEB");

    private SeccompFilter() {}

    /** @throws InvalidFilterException with runc's sentence for a word the specification does not have */
    public static Filter of(Seccomp section) {
        return new Filter(
                Action.parse(section.defaultAction(), optional(section.defaultErrnoRet())),
                section.architectures().stream()
                        .map(SeccompFilter::abi)
                        .flatMap(Optional::stream)
                        .toList(),
                flags(section.flags()),
                section.syscalls().stream().map(SeccompFilter::rule).toList());
    }

    private static Optional<Abi> abi(String name) {
        Optional<Abi> abi = Abi.ofOciName(name);
        if (abi.isEmpty() && !OTHER_MACHINES.contains(name)) {
            throw new InvalidFilterException("string " + name + " is not a valid arch for seccomp");
        }
        return abi;
    }

    /** Without flags: what runc, having no flags, always did. */
    private static Set<FilterFlag> flags(List<String> names) {
        return names.isEmpty()
                ? Set.of(FilterFlag.SPEC_ALLOW)
                : names.stream().map(FilterFlag::parse).collect(Collectors.toSet());
    }

    private static Rule rule(Seccomp.Syscall syscall) {
        return new Rule(
                syscall.names(),
                Action.parse(syscall.action(), optional(syscall.errnoRet())),
                syscall.args().stream().map(SeccompFilter::condition).toList());
    }

    private static Condition condition(Seccomp.Argument argument) {
        return new Condition(argument.index(), argument.value(), argument.valueTwo(), Operator.parse(argument.op()));
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
