package sampan.runtime.launch;

import java.util.List;
import java.util.stream.IntStream;
import sampan.kernel.Errno;
import sampan.kernel.capability.Capability;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.Implements;
import sampan.oci.spec.User;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#user">config.md#user</a>, with the capabilities that are given up on the way. */
@Implements(value = "config.md#user", properties = "process.user")
@Implements(value = "config.md#linux-process", properties = "process.capabilities")
final class Credentials {
    private static final int VERSION_3 = 0x20080522;
    private static final int USUAL_UMASK = 022;
    private static final List<Argument> NAMES =
            IntStream.range(0, Long.SIZE).mapToObj(Credentials::name).toList();

    private Credentials() {}

    private static Capabilities capabilities(Launch launch) {
        Capabilities given = launch.process().capabilities();
        return given == null ? Capabilities.NONE : given;
    }

    /** While CAP_SETPCAP is there. */
    static void bound(Launch launch) {
        int last = launch.host().lastCapability();
        long keep = bits(capabilities(launch).bounding(), last);
        int dropped = last + 1 - Long.bitCount(keep);
        Script script = launch.script();
        script.purpose(
                        "drop " + dropped + " capabilities",
                        "no program, setuid or not, gets them back",
                        "capabilities(7)")
                .blame("apply caps: %CALL%: %ERROR%");
        for (int capability = 0; capability <= last; capability++) {
            if ((keep >> capability & 1) == 0) {
                script.call(Syscall.PRCTL, Symbol.PR_CAPBSET_DROP.argument(), NAMES.get(capability));
            }
        }
    }

    /** Everything that needs no CAP_SETUID any more afterwards; a seccomp filter may come next. */
    static void groups(Launch launch) {
        User user = launch.process().user();
        Script script = launch.script();
        script.purpose(
                        "user " + user.uid() + ", group " + user.gid(),
                        "and no group but those asked for",
                        "credentials(7)")
                .blame("%CALL%: %ERROR%");
        if (user.uid() != 0) {
            script.call(Syscall.PRCTL, Symbol.PR_SET_KEEPCAPS.argument(), Argument.of(1));
        }
        List<Long> groups = user.additionalGids();
        if (Handover.rootless(launch)) {
            if (!groups.isEmpty()) {
                throw new InvalidSpecException("cannot set any additional groups in a rootless container");
            }
        } else {
            setgroups(launch, groups);
        }
        Argument gid = Argument.of(user.gid());
        script.call(Syscall.SETRESGID, gid, gid, gid);
    }

    private static void setgroups(Launch launch, List<Long> groups) {
        int[] ids = groups.stream().mapToInt(Long::intValue).toArray();
        Step call = launch.script()
                .call(
                        Syscall.SETGROUPS,
                        Argument.of(ids.length),
                        ids.length == 0 ? Argument.NULL : Argument.of(Buffer.ints(groups.toString(), ids)));
        if (launch.host().nested() && ids.length == 0) {
            call.tolerate(Errno.EPERM);
        }
    }

    static void user(Launch launch) {
        User user = launch.process().user();
        Script script = launch.script();
        Argument uid = Argument.of(user.uid());
        script.purpose("user " + user.uid(), "real, effective and saved", "setresuid(2)");
        script.call(Syscall.SETRESUID, uid, uid, uid);
        if (user.uid() != 0) {
            script.call(Syscall.PRCTL, Symbol.PR_SET_KEEPCAPS.argument(), Argument.of(0));
        }
        sets(launch);
    }

    private static void sets(Launch launch) {
        Capabilities given = capabilities(launch);
        int last = launch.host().lastCapability();
        long effective = bits(given.effective(), last);
        long permitted = bits(given.permitted(), last);
        long inheritable = bits(given.inheritable(), last);
        Script script = launch.script();
        script.purpose(
                        "capabilities",
                        Long.bitCount(permitted) + " permitted, " + Long.bitCount(effective) + " effective",
                        "capset(2)")
                .blame("apply caps: %CALL%: %ERROR%");
        script.call(
                Syscall.CAPSET,
                Argument.of(Buffer.ints("{_LINUX_CAPABILITY_VERSION_3, 0}", VERSION_3, 0)),
                Argument.of(Buffer.ints(
                        "{effective=0x" + Long.toHexString(effective) + ", permitted=0x" + Long.toHexString(permitted)
                                + ", inheritable=0x" + Long.toHexString(inheritable) + "}",
                        (int) effective,
                        (int) permitted,
                        (int) inheritable,
                        (int) (effective >>> Integer.SIZE),
                        (int) (permitted >>> Integer.SIZE),
                        (int) (inheritable >>> Integer.SIZE))));
        ambient(script, bits(given.ambient(), last));
    }

    private static void ambient(Script script, long bits) {
        Argument zero = Argument.of(0);
        script.call(
                Syscall.PRCTL,
                Symbol.PR_CAP_AMBIENT.argument(),
                Symbol.PR_CAP_AMBIENT_CLEAR_ALL.argument(),
                zero,
                zero,
                zero);
        for (int capability = 0; capability < Long.SIZE; capability++) {
            if ((bits >> capability & 1) != 0) {
                script.call(
                                Syscall.PRCTL,
                                Symbol.PR_CAP_AMBIENT.argument(),
                                Symbol.PR_CAP_AMBIENT_RAISE.argument(),
                                NAMES.get(capability),
                                zero,
                                zero)
                        // One that is not permitted and inheritable as well cannot be raised; runc goes on, too.
                        .tolerate(Errno.EPERM);
            }
        }
    }

    /** The set as bits. One that is not known, to Sampan or to the kernel, cannot be given: the specification wants a warning, no error. */
    private static long bits(List<String> names, int last) {
        long bits = 0;
        for (String name : names) {
            bits |= Capability.parse(name).map(Capability::mask).orElse(0L);
        }
        return bits & Capability.all(last);
    }

    private static Argument name(int capability) {
        List<Capability> known = Capability.of(1L << capability);
        return Argument.of(
                capability,
                known.isEmpty()
                        ? Integer.toString(capability)
                        : known.getFirst().specName());
    }

    static void umask(Launch launch) {
        Integer umask = launch.process().user().umask();
        launch.script()
                .purpose("umask", "new files are not for all to write", "umask(2)")
                .call(Syscall.UMASK, Argument.octal(umask == null ? USUAL_UMASK : umask));
    }
}
