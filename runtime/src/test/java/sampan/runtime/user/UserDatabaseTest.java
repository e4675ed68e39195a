package sampan.runtime.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.oci.spec.User;

final class UserDatabaseTest {
    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/sh
            daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
            bob:x:1000:1000:Bob:/home/bob:/bin/sh
            1000:x:0:0:a trap:/trap:/bin/sh
            toor:x:0:7:another root:/toor:/bin/sh
            broken
            short:x:5
            words:x:zero:zero::/:/bin/sh
            negative:x:-1:-1::/:/bin/sh
            wrapped:x:4294967296:4294967296::/:/bin/sh
            nobody:x:65534:65534:nobody:/nonexistent:/bin/false
            homeless:x:1001:1001:::
            """;
    private static final String GROUP = """
            root:x:0:
            daemon:x:1:
            wheel:x:10:root,bob
            audio:x:29:bob
            bob:x:1000:
            1000:x:0:
            odd:x:word:bob
            wide:x:4294967296:bob
            """;

    private static Identity resolve(String spec, String... groupAdd) throws InvalidUserException {
        return database(PASSWD, GROUP).resolve(spec, List.of(groupAdd));
    }

    private static UserDatabase database(String passwd, String group) {
        return UserDatabase.of(passwd.getBytes(StandardCharsets.UTF_8), group.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "--user ''{0}'' is {1}:{2} with groups {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | 0     | 0     | 0 10",
                ":           | 0     | 0     | 0 10",
                "root        | 0     | 0     | 0 10",
                "0           | 0     | 0     | 0 10",
                "00          | 0     | 0     | 0 10",
                "root:       | 0     | 0     | 0 10",
                "root:root   | 0     | 0     | 0",
                ":audio      | 0     | 29    | 29",
                ":29         | 0     | 29    | 29",
                "0:0         | 0     | 0     | 0",
                "toor        | 0     | 7     | 7",
                "daemon      | 1     | 1     | 1",
                "1           | 1     | 1     | 1",
                "01          | 1     | 1     | 1",
                "1:          | 1     | 1     | 1",
                "1:0         | 1     | 0     | 0",
                "bob         | 1000  | 1000  | 1000 10 29",
                "1000        | 1000  | 1000  | 1000 10 29",
                "01000       | 1000  | 1000  | 1000 10 29",
                "bob:bob     | 1000  | 1000  | 1000",
                "bob:wheel   | 1000  | 10    | 10",
                "bob:10      | 1000  | 10    | 10",
                "bob:4242    | 1000  | 4242  | 4242",
                "1000:1000   | 1000  | 1000  | 1000",
                "1000:audio  | 1000  | 29    | 29",
                "nobody      | 65534 | 65534 | 65534",
                "65534       | 65534 | 65534 | 65534",
                "4242        | 4242  | 0     | 0",
                "4242:4243   | 4242  | 4243  | 4243",
                "4242:audio  | 4242  | 29    | 29",
                "2147483647  | 2147483647 | 0 | 0",
                "2147483647:2147483647 | 2147483647 | 2147483647 | 2147483647",
                "5           | 5     | 0     | 0",
            })
    void followsDockersRules(String spec, long uid, long gid, String groups) throws InvalidUserException {
        User user = resolve(spec).user();
        assertThat(user.uid()).isEqualTo(uid);
        assertThat(user.gid()).isEqualTo(gid);
        assertThat(user.additionalGids().stream().map(String::valueOf).toList()).containsExactly(groups.split(" "));
    }

    // CVE-2024-40635, CVE-2026-46680, CVE-2026-30892: whatever cannot be read as a user is refused, and is never root.
    @ParameterizedTest(name = "--user ''{0}'' is refused")
    @ValueSource(
            strings = {
                "foo",
                "-1",
                "+0",
                "+1",
                "-0",
                "0x0",
                "0X10",
                "0b1",
                "0o0",
                "1e3",
                "1.0",
                "0 ",
                " 0",
                "1 000",
                "1,000",
                "1_000",
                "٠",
                "０",
                "१",
                "2147483648",
                "4294967295",
                "4294967296",
                "18446744073709551615",
                "18446744073709551616",
                "99999999999999999999999999",
                "short",
                "broken",
                "words",
                "negative",
                "wrapped",
                "Root",
                "ROOT",
                "root ",
                " root",
                "root\n",
                "root\0",
                "bob\r",
                "bob:nogroup",
                "bob:-1",
                "bob:+0",
                "bob:2147483648",
                "bob:0x0",
                "bob: 0",
                "bob:odd",
                "bob:wide",
                "1000:1000:0",
                "root:root:root",
                "::",
                "a:b:c",
                "0:4294967296",
                "-1:-1",
                "%0",
                "*",
                "root,bob",
                "$(id -u)",
                "../../etc/passwd"
            })
    void refusesWhatNobodyIs(String spec) {
        assertThatThrownBy(() -> resolve(spec)).isInstanceOf(InvalidUserException.class);
    }

    // CVE-2016-3697
    @Test
    void aNumberIsNeverAUserName() throws InvalidUserException {
        assertThat(resolve("1000").user().uid()).isEqualTo(1000);
        assertThat(database("1000:x:0:0::/:\n", "")
                        .resolve("1000", List.of())
                        .user()
                        .uid())
                .isEqualTo(1000);
        assertThat(database("", "7:x:0:\n").resolve("0:7", List.of()).user().gid())
                .isEqualTo(7);
    }

    @Test
    void saysWhoIsMissing() {
        assertThatThrownBy(() -> resolve("foo"))
                .hasMessage("unable to find user foo: no matching entries in passwd file");
        assertThatThrownBy(() -> resolve("root:foo"))
                .hasMessage("unable to find group foo: no matching entries in group file");
        assertThatThrownBy(() -> resolve("root", "foo"))
                .hasMessage("Unable to find group foo: no matching entries in group file");
        assertThatThrownBy(() -> resolve("4294967296")).hasMessage("uids and gids must be in range 0-2147483647");
    }

    @Test
    void addsGroupsOnce() throws InvalidUserException {
        assertThat(resolve("bob", "audio", "77", "77").user().additionalGids()).containsExactly(1000L, 10L, 29L, 77L);
        assertThat(resolve("1:1", "wheel").user().additionalGids()).containsExactly(1L, 10L);
    }

    @Test
    void needsNoFilesForNumbers() throws InvalidUserException {
        UserDatabase empty = database("", "");
        assertThat(empty.resolve("", List.of())).isEqualTo(new Identity(User.of(0, 0, List.of(0L)), "/"));
        assertThat(empty.resolve("12:13", List.of())).isEqualTo(new Identity(User.of(12, 13, List.of(13L)), "/"));
        assertThatThrownBy(() -> empty.resolve("root", List.of())).isInstanceOf(InvalidUserException.class);
    }

    // CVE-2022-4318, CVE-2026-15809
    @Test
    void aHomeThatWouldBreakALineIsNone() throws InvalidUserException {
        assertThat(resolve("bob").home()).isEqualTo("/home/bob");
        assertThat(resolve("homeless").home()).isEqualTo("/");
        assertThat(database("e:x:9:9::/a\u2028evil:x:0:0::/:/bin/sh\n", "")
                        .resolve("e", List.of())
                        .home())
                .isEqualTo("/");
        assertThat(database("e:x:9:9::/a\0b:/bin/sh\n", "")
                        .resolve("e", List.of())
                        .home())
                .isEqualTo("/");
    }

    // CVE-2022-4318: only a line feed ends a line, as for the C library.
    @Test
    void aCarriageReturnMakesNoUser() {
        UserDatabase database = database("e:x:9:9::/a\revil::0:0::/:/bin/sh\n", "");
        assertThatThrownBy(() -> database.resolve("evil", List.of())).isInstanceOf(InvalidUserException.class);
    }

    // CVE-2026-47262, CVE-2024-9676: the bytes are bounded by whoever reads them; any bytes will do.
    @Test
    void anyBytesAreATable() throws InvalidUserException {
        byte[] noise = new byte[1 << 20];
        new java.util.Random(7).nextBytes(noise);
        assertThat(UserDatabase.of(noise, noise)
                        .resolve("3:4", List.of())
                        .user()
                        .uid())
                .isEqualTo(3);
    }
}
