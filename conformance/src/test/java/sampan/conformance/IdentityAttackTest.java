package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on who a container's process is, and on what it knows of others. */
final class IdentityAttackTest extends AttackTest {
    private static final String WHO = "id -u; grep -E 'Cap(Prm|Eff|Inh|Amb)' /proc/self/status | cut -f2 | sort -u";
    private static final String NOTHING = "0000000000000000";

    @Test
    void cve2016_3697_aNumberIsNoName() {
        String image = image(HostileTar.withShell()
                .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n1000:x:0:0::/:/bin/sh\n")
                .file("etc/group", "root:x:0:\n1000:x:0:\n"));
        assertThat(attack(image, "id -u; id -g", "-u", "1000:1000").succeeds().out())
                .isEqualTo("1000\n1000\n");
    }

    /** Also CVE-2026-46680 and CVE-2026-30892: refused or that very user, and never root by way of the image, of run or of exec. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483648",
                "4294967295",
                "4294967296",
                "18446744073709551616",
                "-1",
                "0x0",
                "1 ",
                "\u0660",
                "\uff10",
                "nobody0",
                "1000:4294967296",
                "1e0",
                "4294967296:0",
                "../root"
            })
    void cve2024_40635_aStrangeUserIsNeverRoot(String user) {
        Sampan.Result run = attack(BUSYBOX, "id -u", "-u", user);
        assertThat(run.code()).as(run.out()).isNotZero();
        assertThat(run.out()).isEmpty();
        String id = background(BUSYBOX, "sleep 1000");
        Sampan.Result exec = exec(id, "id -u", "-u", user);
        assertThat(exec.code()).as(exec.out()).isNotZero();
        assertThat(exec.out()).isEmpty();
        remove(id);
        if (!user.contains(" ")) {
            Sampan.Result image = attack(image(HostileTar.withShell(), "USER " + user), "id -u");
            assertThat(image.code()).as(image.out()).isNotZero();
            assertThat(image.out()).isEmpty();
        }
    }

    /** Also CVE-2026-15809: the engine adds no lines to the image's files. */
    @Test
    void cve2022_4318_aLineBreakInHomeMakesNoUser() {
        assertThat(attack(
                                BUSYBOX,
                                "grep -c evil /etc/passwd /etc/group; true",
                                "-u",
                                "5000",
                                "-e",
                                "HOME=/x\nevil::0:0::/:/bin/sh",
                                "-e",
                                "USER=y\nevil::0:0::/:/bin/sh")
                        .out())
                .doesNotContain(":1");
        String image = image(HostileTar.withShell()
                .file("etc/passwd", "a:x:7:7::/home\revil::0:0::/:/bin/sh:/bin/sh\nb:x:8:8:::\n:::::\nc:x\n"));
        assertThat(attack(image, "id -u", "-u", "b").out()).isEqualTo("8\n");
        assertThat(attack(image, "id -u", "-u", "evil").code()).isNotZero();
        assertThat(attack(image, "id -u", "-u", "c").code()).isNotZero();
    }

    /** Also CVE-2024-9676, CVE-2025-4437: the container makes its own list of users endless. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkfifo /etc/passwd",
                "ln -s /dev/zero /etc/passwd",
                "ln -s /proc/self/fd/0 /etc/passwd",
                "truncate -s 4G /etc/passwd",
                "mkdir /etc/passwd",
                "ln -s passwd /etc/passwd"
            })
    void cve2026_47262_anEndlessListOfUsersIsAnErrorAtOnce(String making) {
        String id = background(BUSYBOX, "rm -f /etc/passwd; " + making + "; echo made; sleep 1000");
        await().untilAsserted(() -> assertThat(sampan().run("logs", id).out()).contains("made"));
        Sampan.Result result = exec(id, "id -u", "-u", "somebody");
        assertThat(result.code()).isNotZero();
        assertThat(result.out()).isEmpty();
        assertThat(exec(id, "sed -n 's/^Uid:\t//p' /proc/self/status", "-u", "77")
                        .out())
                .isEqualTo("77\t77\t77\t77\n");
        remove(id);
    }

    /** Also CVE-2023-25173, CVE-2022-2995: with the primary group missing, a file that denies it would open. */
    @Test
    void cve2022_36109_theGroupsAreExactlyThoseOfTheUser() {
        String image = image(HostileTar.withShell()
                .file("etc/passwd", "root:x:0:0::/:\nu:x:1000:1000::/:\n")
                .file("etc/group", "root:x:0:\nu:x:1000:\nstaff:x:50:u\nother:x:51:x\nadm:x:4:u,x\n"));
        String groups =
                "sed -n 's/^Groups:\\t//p' /proc/self/status | tr ' ' '\\n' | grep . | sort -n | tr '\\n' ' '; id -g";
        assertThat(attack(image, groups, "-u", "u").out()).isEqualTo("4 50 1000 1000\n");
        assertThat(attack(image, groups, "-u", "1000").out()).isEqualTo("4 50 1000 1000\n");
        assertThat(attack(image, groups, "-u", "u:other").out()).isEqualTo("51 51\n");
        assertThat(attack(image, groups, "-u", "1000:50").out()).isEqualTo("50 50\n");
        assertThat(attack(image, groups, "-u", "7", "--group-add", "staff", "--group-add", "99")
                        .out())
                .isEqualTo("0 50 99 0\n");
    }

    /** Also CVE-2018-10856, CVE-2021-20188, CVE-2016-8867: privileged or not, run or exec. */
    @Test
    void cve2022_24769_nothingIsInheritedAndAUserHasNothing() {
        for (List<String> flags : List.of(List.<String>of(), List.of("--privileged"), List.of("--cap-add", "ALL"))) {
            List<String> asUser = new ArrayList<>(flags);
            asUser.addAll(List.of("-u", "1000"));
            assertThat(attack(BUSYBOX, WHO, asUser.toArray(String[]::new)).out())
                    .isEqualTo("1000\n" + NOTHING + "\n");
            assertThat(attack(BUSYBOX, "grep -E 'Cap(Inh|Amb)' /proc/self/status | cut -f2 | sort -u", asArray(flags))
                            .out())
                    .isEqualTo(NOTHING + "\n");
            String id = background(BUSYBOX, "sleep 1000", asArray(flags));
            assertThat(exec(id, WHO, "-u", "1000").out()).isEqualTo("1000\n" + NOTHING + "\n");
            assertThat(exec(id, "grep -E 'Cap(Inh|Amb)' /proc/self/status | cut -f2 | sort -u")
                            .out())
                    .isEqualTo(NOTHING + "\n");
            remove(id);
        }
    }

    private static String[] asArray(List<String> flags) {
        return flags.toArray(String[]::new);
    }

    /** Also CVE-2020-14370: a variable without a value is the caller's, and of nobody else. */
    @Test
    void cve2026_57231_variablesOfTheHostStayThere() throws Exception {
        for (String item : List.of("=x", "*", "SAMPAN_EXEC_ROOT*", "NO_SUCH")) {
            Sampan.Result result = attack(BUSYBOX, "env", "-e", item);
            assertThat(result.out()).as(item).doesNotContain("SAMPAN", "JAVA", "sampan");
        }
        String image = image(HostileTar.withShell(), "ENV A=1", "ENV HOME2=$HOME PATH2=${PATH} ROOT=$SAMPAN_DATA_ROOT");
        assertThat(attack(image, "env").succeeds().out())
                .doesNotContain(sampan().dataRoot().toString());
    }

    /** Containers that are made at the same moment share nothing of what they were told. */
    @Test
    void cve2021_21334_variablesOfOneContainerAreNotAnothers() throws InterruptedException, ExecutionException {
        List<Callable<String>> runs = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String own = "secret" + i + "x";
            runs.add(() -> attack(BUSYBOX, "env | grep -o 'secret[0-9]*x'", "-e", "OWN=" + own)
                    .out());
        }
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Future<String>> results = threads.invokeAll(runs);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo("secret" + i + "x\n");
            }
        }
    }
}
