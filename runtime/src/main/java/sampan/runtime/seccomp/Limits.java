package sampan.runtime.seccomp;

import java.util.List;
import java.util.Optional;

/** {@code includes} or {@code excludes} of a rule. */
record Limits(List<String> capabilities, List<String> abis, Optional<KernelVersion> minimumKernel) {
    static final Limits NONE = new Limits(List.of(), List.of(), Optional.empty());

    Limits {
        capabilities = List.copyOf(capabilities);
        abis = List.copyOf(abis);
    }

    /** As {@code includes}: every limit that is there is kept, every capability held. */
    boolean include(Circumstances circumstances) {
        return (abis.isEmpty() || abis.contains(circumstances.abi().dockerName()))
                && circumstances.capabilities().containsAll(capabilities)
                && minimumKernel.map(version -> reached(version, circumstances)).orElse(true);
    }

    /** As {@code excludes}: one hit is enough. */
    boolean exclude(Circumstances circumstances) {
        return abis.contains(circumstances.abi().dockerName())
                || capabilities.stream().anyMatch(circumstances.capabilities()::contains)
                || minimumKernel.map(version -> reached(version, circumstances)).orElse(false);
    }

    private static boolean reached(KernelVersion version, Circumstances circumstances) {
        return circumstances.kernel().compareTo(version) >= 0;
    }
}
