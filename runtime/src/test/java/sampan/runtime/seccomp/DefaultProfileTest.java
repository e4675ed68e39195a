package sampan.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sampan.kernel.seccomp.FilterCompiler;
import sampan.kernel.syscall.Abi;
import sampan.kernel.syscall.SyscallTable;
import sampan.oci.spec.Seccomp;
import sampan.runtime.launch.Specs;
import sampan.runtime.seccomp.BpfMachine.Call;

/** Our default profile has the effect of Docker's, call by call; and what that effect is where it is known by a CVE. */
final class DefaultProfileTest {
    private static final Set<String> DOCKER_DEFAULT = Set.copyOf(Specs.CAPABILITIES);

    /** Those that Docker's profile, or ours, asks for. */
    private static final List<String> MENTIONED = List.of(
            "CAP_DAC_READ_SEARCH",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_CHROOT",
            "CAP_SYS_MODULE",
            "CAP_SYS_PACCT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_SYS_NICE",
            "CAP_SYSLOG",
            "CAP_BPF",
            "CAP_PERFMON");

    private static final long[] ARGUMENTS = {
        0,
        1,
        2,
        8,
        9,
        16,
        37,
        38,
        39,
        40,
        41,
        0x11,
        0x10000,
        0x20000,
        0x20008,
        0x20009,
        0x02000000,
        0x04000000,
        0x08000000,
        0x10000000,
        0x20000000,
        0x40000000,
        0x00020000,
        0x7E020000,
        0x7E020011,
        0x01200011,
        0x003d0f00,
        0x80000000L,
        0xfffffffeL,
        0xffffffffL,
        0x100000000L,
        0x100000026L,
        0x2600000000L,
        0x7E02000000000000L,
        -1L
    };

    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int ALLOW = 0x7fff0000;

    static List<Set<String>> capabilitySets() {
        List<Set<String>> sets = new ArrayList<>(List.of(DOCKER_DEFAULT, Set.of(), everything()));
        MENTIONED.forEach(capability -> sets.add(Set.of(capability)));
        MENTIONED.forEach(capability -> {
            Set<String> more = new HashSet<>(DOCKER_DEFAULT);
            more.add(capability);
            sets.add(more);
        });
        return sets;
    }

    @ParameterizedTest
    @MethodSource("capabilitySets")
    void hasTheEffectOfDockersProfile(Set<String> capabilities) throws Exception {
        Optional<byte[]> docker = DockerProfile.file("seccomp-default.json");
        assumeTrue(docker.isPresent());
        for (Abi host : List.of(Abi.X86_64, Abi.AARCH64)) {
            BpfMachine ours = machine(Profile.standard(), capabilities, host);
            BpfMachine theirs = machine(Profile.parse(docker.orElseThrow()), capabilities, host);
            calls(host)
                    .forEach(call -> assertThat(ours.run(call))
                            .as("%x: %d(%s)", call.audit(), call.number(), List.of(call.arguments()))
                            .isEqualTo(theirs.run(call)));
        }
    }

    /** CVE-2026-31431: AF_ALG reaches page cache that is shared with the host; not EAFNOSUPPORT, which would load the module. */
    @Test
    void cve202631431KernelCiphersCannotBeReached() {
        BpfMachine machine = machine(Profile.standard(), everything(), Abi.X86_64);
        for (Abi abi : List.of(Abi.X86_64, Abi.X86, Abi.X32)) {
            assertThat(machine.run(call(abi, "socket", 38, 5, 0)))
                    .as(abi.name())
                    .isEqualTo(EPERM);
            assertThat(machine.run(call(abi, "socket", 40, 1, 0)))
                    .as(abi.name())
                    .isEqualTo(EPERM);
            assertThat(machine.run(call(abi, "socket", 39, 1, 0)))
                    .as(abi.name())
                    .isEqualTo(ALLOW);
            assertThat(machine.run(call(abi, "socket", 1, 1, 0))).as(abi.name()).isEqualTo(ALLOW);
        }
        // What remains, in Docker as here: no filter sees the family behind socketcall's pointer.
        assertThat(machine.run(call(Abi.X86, "socketcall", 1))).isEqualTo(ALLOW);
    }

    /** CVE-2022-0185, CVE-2022-0492: reached from a user namespace of the attacker's own. */
    @Test
    void cve20220185NoUserNamespaceAndNoMountWithoutTheCapability() {
        BpfMachine machine = machine(Profile.standard(), DOCKER_DEFAULT, Abi.X86_64);
        for (Abi abi : List.of(Abi.X86_64, Abi.X86, Abi.X32)) {
            Stream.of("unshare", "setns", "mount", "fsopen", "fsconfig", "fsmount", "move_mount", "open_tree")
                    .forEach(name ->
                            assertThat(machine.run(call(abi, name))).as(name).isEqualTo(EPERM));
            assertThat(machine.run(call(abi, "clone", 0x10000000 | 17))).isEqualTo(EPERM);
            assertThat(machine.run(call(abi, "clone", 0x01200011))).isEqualTo(ALLOW);
            assertThat(machine.run(call(abi, "clone3"))).isEqualTo(ENOSYS);
        }
        assertThat(machine(Profile.standard(), everything(), Abi.X86_64).run(call(Abi.X86_64, "unshare")))
                .isEqualTo(ALLOW);
    }

    /** CVE-2022-0847, CVE-2020-14386 and what else local root came from: surface a container has no use for. */
    @Test
    void kernelSurfaceWithoutAnyUseIsClosedWhateverTheCapabilities() {
        BpfMachine machine = machine(Profile.standard(), everything(), Abi.X86_64);
        Stream.of(
                        "userfaultfd",
                        "keyctl",
                        "add_key",
                        "request_key",
                        "kexec_load",
                        "kexec_file_load",
                        "swapon",
                        "nfsservctl",
                        "io_uring_setup",
                        "io_uring_enter",
                        "io_uring_register",
                        "pivot_root",
                        "move_pages",
                        "migrate_pages")
                .forEach(name ->
                        assertThat(machine.run(call(Abi.X86_64, name))).as(name).isEqualTo(EPERM));
        BpfMachine plain = machine(Profile.standard(), DOCKER_DEFAULT, Abi.X86_64);
        Stream.of("bpf", "perf_event_open", "open_by_handle_at", "init_module", "syslog", "fanotify_init")
                .forEach(name ->
                        assertThat(plain.run(call(Abi.X86_64, name))).as(name).isEqualTo(EPERM));
    }

    @Test
    void callsNewerThanTheProfileDoNotExist() {
        BpfMachine machine = machine(Profile.standard(), DOCKER_DEFAULT, Abi.X86_64);
        for (Abi abi : List.of(Abi.X86_64, Abi.X86)) {
            assertThat(machine.run(call(abi, "removexattrat"))).isEqualTo(ALLOW);
            assertThat(machine.run(call(abi, "open_tree_attr"))).isEqualTo(ENOSYS);
            assertThat(machine.run(call(abi, "file_getattr"))).isEqualTo(ENOSYS);
        }
        // x32 has calls of its own above all others, and so nothing newer: what Docker and runc answer there, too.
        assertThat(machine.run(call(Abi.X32, "open_tree_attr"))).isEqualTo(EPERM);
    }

    @Test
    void namesOnlyCallsThatExist() {
        Set<String> known = new HashSet<>();
        for (Abi abi : Abi.values()) {
            known.addAll(SyscallTable.of(abi).names());
        }
        for (Abi host : List.of(Abi.X86_64, Abi.AARCH64)) {
            assertThat(section(Profile.standard(), everything(), host).syscalls())
                    .allSatisfy(syscall -> assertThat(known).containsAll(syscall.names()));
        }
    }

    @Test
    void isSmallAndQuickToCompile() {
        BpfMachine machine = machine(Profile.standard(), DOCKER_DEFAULT, Abi.X86_64);
        long micros = Long.MAX_VALUE; // the quickest one: the others had to wait for what else the machine does
        for (int i = 0; i < 200; i++) {
            long start = System.nanoTime();
            machine(Profile.standard(), DOCKER_DEFAULT, Abi.X86_64);
            micros = Math.min(micros, (System.nanoTime() - start) / 1000);
        }
        System.out.println(
                "default profile: " + machine.length() + " instructions, read and compiled in " + micros + " us");
        assertThat(machine.length()).isLessThan(600);
        assertThat(micros).isLessThan(100_000);
    }

    private static Stream<Call> calls(Abi host) {
        Stream<Abi> abis =
                host == Abi.X86_64 ? Stream.of(Abi.X86_64, Abi.X86, Abi.X32) : Stream.of(Abi.AARCH64, Abi.ARM);
        return abis.flatMap(abi -> numbers(abi).flatMap(number -> withArguments(number, abi)));
    }

    /** Every number there is, those between and some beyond. */
    private static Stream<Integer> numbers(Abi abi) {
        int bit = abi == Abi.X32 ? Abi.X32_BIT : 0;
        Stream<Integer> all = Stream.iterate(0, n -> n < 600, n -> n + 1).map(n -> n | bit);
        return Stream.concat(
                all, Stream.of(0xf0001, 0xf0002, 0xf0003, 0xf0005, 0x3fffffff, 0x7fffffff, 0x80000000, -1));
    }

    private static Stream<Call> withArguments(int number, Abi abi) {
        List<Call> calls = new ArrayList<>();
        for (long argument : ARGUMENTS) {
            calls.add(new Call(number, abi.audit(), argument, 0, 0, 0, 0, 0));
            calls.add(new Call(number, abi.audit(), 0, argument, 0, 0, 0, 0));
        }
        calls.add(new Call(number, abi.audit(), -1, -1, -1, -1, -1, -1));
        return calls.stream();
    }

    private static BpfMachine machine(Profile profile, Set<String> capabilities, Abi host) {
        return new BpfMachine(FilterCompiler.compile(SeccompFilter.of(section(profile, capabilities, host)), host));
    }

    private static Seccomp section(Profile profile, Set<String> capabilities, Abi host) {
        return profile.resolve(new Circumstances(capabilities, host, new KernelVersion(5, 15)))
                .orElseThrow();
    }

    private static Call call(Abi abi, String name, long... arguments) {
        return new Call(SyscallTable.of(abi).number(name), abi.audit(), arguments);
    }

    private static Set<String> everything() {
        Set<String> all = new HashSet<>(DOCKER_DEFAULT);
        all.addAll(MENTIONED);
        all.addAll(List.of(
                "CAP_AUDIT_CONTROL",
                "CAP_AUDIT_READ",
                "CAP_BLOCK_SUSPEND",
                "CAP_CHECKPOINT_RESTORE",
                "CAP_IPC_LOCK",
                "CAP_IPC_OWNER",
                "CAP_LEASE",
                "CAP_LINUX_IMMUTABLE",
                "CAP_MAC_ADMIN",
                "CAP_MAC_OVERRIDE",
                "CAP_NET_ADMIN",
                "CAP_NET_BROADCAST",
                "CAP_SYS_RESOURCE",
                "CAP_WAKE_ALARM"));
        return all;
    }
}
