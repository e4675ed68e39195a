package sampan.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.cli.value.Parsing.assertRefused;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.PortBinding;

final class PublishedPortTest {
    private static Map<String, List<PortBinding>> all(String... given) throws InvalidValue {
        return PublishedPort.all(List.of(given));
    }

    private static Map<String, List<PortBinding>> one(String port, String address, String host) {
        return Map.of(port, List.of(new PortBinding(address, host)));
    }

    @Test
    void readsEveryFormThatDockerReads() throws InvalidValue {
        assertThat(all("80")).isEqualTo(one("80/tcp", "", ""));
        assertThat(all("8080:80/udp")).isEqualTo(one("80/udp", "", "8080"));
        assertThat(all(":80/sctp")).isEqualTo(one("80/sctp", "", ""));
        assertThat(all("127.0.0.1:8080:80")).isEqualTo(one("80/tcp", "127.0.0.1", "8080"));
        assertThat(all("127.0.0.1::80")).isEqualTo(one("80/tcp", "127.0.0.1", ""));
        assertThat(all("[::1]:8080:80")).isEqualTo(one("80/tcp", "::1", "8080"));
        assertThat(all("[::1]::80")).isEqualTo(one("80/tcp", "::1", ""));
        assertThat(all("::1:8080:80")).isEqualTo(one("80/tcp", "::1", "8080"));
        assertThat(all("53:53/UDP")).isEqualTo(one("53/udp", "", "53"));
        assertThat(all("8080:80/")).isEqualTo(one("80/tcp", "", "8080"));
        assertThat(all("8000-8009:80")).isEqualTo(one("80/tcp", "", "8000-8009"));
        assertThat(all("8000-8001:80-81"))
                .isEqualTo(Map.of(
                        "80/tcp",
                        List.of(new PortBinding("", "8000")),
                        "81/tcp",
                        List.of(new PortBinding("", "8001"))));
        assertThat(all("80", "127.0.0.1:81:80"))
                .isEqualTo(Map.of("80/tcp", List.of(new PortBinding("", ""), new PortBinding("127.0.0.1", "81"))));
    }

    @Test
    void refusesTheRestInDockersSentences() {
        assertRefused(PublishedPortTest::all, "[::1]:80", "invalid IP address [:: address [::: missing ']' in address");
        assertRefused(PublishedPortTest::all, "1.2.3:80:80", "invalid IP address: 1.2.3");
        assertRefused(PublishedPortTest::all, "localhost:80:80", "invalid IP address: localhost");
        assertRefused(PublishedPortTest::all, "80:", "no port specified: 80:<empty>");
        assertRefused(PublishedPortTest::all, "80/xyz", "invalid proto: xyz");
        assertRefused(PublishedPortTest::all, "99999:80", "invalid hostPort: 99999");
        assertRefused(PublishedPortTest::all, "80:0-99999", "invalid containerPort: 0-99999");
        assertRefused(
                PublishedPortTest::all,
                "80-81:80-82",
                "invalid ranges specified for container and host Ports: 80-82 and 80-81");
    }
}
