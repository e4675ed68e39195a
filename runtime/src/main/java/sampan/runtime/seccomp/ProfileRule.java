package sampan.runtime.seccomp;

import sampan.oci.spec.Seccomp;

/** A rule that is there only where its limits say so. */
record ProfileRule(Seccomp.Syscall syscall, Limits includes, Limits excludes) {
    boolean applies(Circumstances circumstances) {
        return includes.include(circumstances) && !excludes.exclude(circumstances);
    }
}
