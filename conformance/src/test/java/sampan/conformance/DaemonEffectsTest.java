package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What dockerd's flags and the keys of daemon.json change, as seen from inside containers and from their networks. */
@ExtendWith(LeakCheck.class)
final class DaemonEffectsTest {
    private static final String BUSYBOX = EngineTest.BUSYBOX;

    @TempDir
    Path folder;

    private Process start(Sampan sampan, String file, String... flags) throws IOException {
        Path config = Files.writeString(folder.resolve("daemon.json"), file);
        List<String> all = new ArrayList<>(List.of("--config-file", config.toString()));
        all.addAll(List.of(flags));
        Process engine = DaemonStart.of(sampan, folder.resolve("told"), List.of(), all.toArray(String[]::new));
        sampan.run("info").succeeds();
        return engine;
    }

    /** What the line prints in a new container. */
    private static String sh(Sampan sampan, String line, String... flags) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(List.of(flags));
        words.addAll(List.of(BUSYBOX, "sh", "-c", line));
        return sampan.run(words.toArray(String[]::new)).succeeds().line();
    }

    @Test
    void theBridgeIsAsTheFileSays() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, """
                    {"bip": "10.231.75.1/24", "fixed-cidr": "10.231.75.128/25", "default-gateway": "10.231.75.1", "mtu": 1400, "ip": "127.0.0.1",
                     "icc": false, "ip-masq": false, "default-address-pools": [{"base": "10.231.128.0/20", "size": 26}]}
                    """);
            assertThat(sh(sampan, "ip -4 -o addr show eth0; ip route; cat /sys/class/net/eth0/mtu"))
                    .containsPattern("inet 10\\.231\\.75\\.(12[89]|1[3-9][0-9]|2[0-9]{2})/24 ")
                    .contains("default via 10.231.75.1 ")
                    .endsWith("\n1400");
            sampan.run("run", "-d", "--name", "web", "-p", "80", BUSYBOX, "sleep", "1000")
                    .succeeds();
            assertThat(sampan.run("port", "web").line()).matches("80/tcp -> 127\\.0\\.0\\.1:[0-9]+");
            String web = sampan.run("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "web")
                    .line();
            assertThat(sh(sampan, "ping -c 1 -W 30 10.231.75.1; ping -c 1 -W 1 " + web + "; true"))
                    .containsSubsequence("1 packets received", "0 packets received");
            assertThat(sampan.run("network", "inspect", "-f", "{{json .Options}}", "bridge")
                            .line())
                    .contains("\"com.docker.network.bridge.enable_ip_masquerade\":\"false\"");
            sampan.run("network", "create", "other").succeeds();
            assertThat(sampan.run("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", "other")
                            .line())
                    .matches("10\\.231\\.1(2[89]|3[0-9]|4[0-3])\\.[0-9]+/26");
        }
    }

    @Test
    void networksOfADriverHaveTheOptionsOfItThatTheyDoNotName() throws Exception {
        String mtu = "com.docker.network.driver.mtu";
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, "{\"default-network-opts\": {\"bridge\": {\"%s\": \"1380\"}}}".formatted(mtu));
            sampan.run("network", "create", "usual").succeeds();
            sampan.run("network", "create", "-o", mtu + "=1390", "named").succeeds();
            assertThat(sampan.run("network", "inspect", "-f", "{{json .Options}}", "usual", "named")
                            .line())
                    .isEqualTo("{\"%1$s\":\"1380\"}\n{\"%1$s\":\"1390\"}".formatted(mtu));
            String look = "cat /sys/class/net/eth0/mtu";
            assertThat(List.of(
                            sh(sampan, look, "--network", "usual"),
                            sh(sampan, look, "--network", "named"),
                            sh(sampan, look)))
                    .containsExactly("1380", "1390", "1500");
        }
    }

    @Test
    void theEngineTellsOfItselfInJson() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(sampan, "{\"log-format\": \"json\"}");
            Path file = folder.resolve("daemon.json");
            Files.writeString(file, "{\"say \\\"so\\\"\": 1}");
            Sampan.hangUp(engine);
            Path told = folder.resolve("told");
            await().until(() -> Files.readString(told).contains("stays as it was"));
            List<JsonNode> lines = Files.readAllLines(told).stream()
                    .map(JsonMapper.shared()::readTree)
                    .toList();
            assertThat(lines)
                    .allSatisfy(line -> assertThat(line.propertyNames()).containsExactly("level", "msg", "time"));
            assertThat(lines).extracting(line -> line.path("level").asString()).contains("info", "error");
            assertThat(lines.getLast().path("msg").asString())
                    .endsWith("the following directives don't match any configuration option: say \"so\"");
            assertThat(lines.getLast().path("time").asString())
                    .matches("20[0-9]{2}-[0-9-]{5}T[0-9:]{8}\\.[0-9]{9}(Z|[+-][0-9]{2}:[0-9]{2})");
        }
    }

    @Test
    void theBridgeHasIpv6WhereTheFlagsSaySo() throws Exception {
        assumeThat(Files.exists(Path.of("/proc/sys/net/ipv6"))).isTrue();
        try (Sampan sampan = Sampan.fresh()) {
            start(
                    sampan,
                    "{}",
                    "--ipv6",
                    "--fixed-cidr-v6",
                    "fd00:75::/64",
                    "--default-gateway-v6",
                    "fd00:75::9",
                    "--bip",
                    "10.231.76.1/24");
            assertThat(sh(sampan, "ip -6 -o addr show eth0; ip -6 route"))
                    .contains("inet6 fd00:75::", "default via fd00:75::9 ");
        }
    }

    @Test
    void containersAreNamedAndConfinedAsTheFileSays() throws Exception {
        Path profile = Files.writeString(
                folder.resolve("profile.json"),
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"mkdir\",\"mkdirat\"],\"action\":\"SCMP_ACT_ERRNO\"}]}");
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, """
                    {"dns": ["10.231.75.53"], "dns-opts": ["ndots:3"], "dns-search": ["x.example"], "default-cgroupns-mode": "host",
                     "default-ipc-mode": "shareable", "seccomp-profile": "%s"}
                    """.formatted(profile));
            assertThat(sh(sampan, "cat /etc/resolv.conf").lines())
                    .contains("nameserver 10.231.75.53", "search x.example", "options ndots:3");
            assertThat(sh(sampan, "readlink /proc/self/ns/cgroup", "--network", "none"))
                    .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/cgroup"))
                            .toString());
            assertThat(sh(sampan, "mkdir /x || echo refused", "--network", "none"))
                    .isEqualTo("refused");
            assertThat(sh(sampan, "mkdir /x && echo made", "--network", "none", "--security-opt", "seccomp=unconfined"))
                    .isEqualTo("made");
            sampan.run("run", "-d", "--network", "none", "--name", "one", BUSYBOX, "sleep", "1000")
                    .succeeds();
            String first = sampan.run("exec", "one", "readlink", "/proc/self/ns/ipc")
                    .succeeds()
                    .line();
            assertThat(sh(sampan, "readlink /proc/self/ns/ipc", "--network", "none", "--ipc", "container:one"))
                    .isEqualTo(first);
        }
    }

    @Test
    void theEngineItselfIsAsTheFlagsSay() throws Exception {
        Path pid = folder.resolve("pid");
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(
                    sampan,
                    "{\"experimental\": true, \"debug\": true, \"runtimes\": {\"other\": {\"path\": \"sampan-runtime\"}}}",
                    "--pidfile",
                    pid.toString(),
                    "--group",
                    "games",
                    "--oom-score-adjust",
                    "100",
                    "--default-runtime",
                    "other",
                    "--default-shm-size",
                    "2m",
                    "--userland-proxy=false",
                    "--raw-logs");
            await().until(() ->
                    Files.exists(pid) && Files.readString(pid).strip().equals("" + engine.pid()));
            assertThat(Files.readString(Path.of("/proc/" + engine.pid() + "/oom_score_adj")))
                    .isEqualTo("100\n");
            Path socket = sampan.execRoot().resolve("sampan.sock");
            assertThat(Files.getAttribute(socket, "unix:gid")).isEqualTo(gid("games"));
            assertThat(sampan.run("info", "-f", "{{.ExperimentalBuild}} {{.Debug}} {{.DefaultRuntime}}")
                            .line())
                    .isEqualTo("true true other");
            assertThat(sh(sampan, "df -k /dev/shm | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2", "--network", "none"))
                    .isEqualTo("2048");
            assertThat(sh(sampan, "echo runs", "--network", "none", "--runtime", "other"))
                    .isEqualTo("runs");
            assertThat(folder.resolve("told")).content().contains("DEBUG");
        }
    }

    private static int gid(String group) throws IOException {
        return Files.readAllLines(Path.of("/etc/group")).stream()
                .filter(line -> line.startsWith(group + ":"))
                .mapToInt(line -> Integer.parseInt(line.split(":", -1)[2]))
                .findFirst()
                .orElseThrow();
    }

    /** There is nobody of that name but by way of the proxy, which looks at what is said in plain. */
    @Test
    void onlyARegistryThatIsCalledInsecureIsSpokenToInPlain() throws Exception {
        String name = "registry.example.test:5000/far/box:1";
        for (boolean insecure : new boolean[] {false, true}) {
            try (Sampan sampan = Sampan.fresh();
                    DockerRegistry registry = DockerRegistry.bare();
                    TestProxy proxy = new TestProxy(registry.port())) {
                start(sampan, insecure ? "{\"insecure-registries\": [\"registry.example.test:5000\"]}" : "{}");
                sampan.run("tag", BUSYBOX, name).succeeds();
                ProcessBuilder push = sampan.command("push", "-q", name);
                push.environment().putAll(Map.of("HTTP_PROXY", proxy.address(), "HTTPS_PROXY", proxy.address()));
                assertThat(Sampan.finish(new byte[0], push).code()).isEqualTo(insecure ? 0 : 1);
                assertThat(proxy.asked().stream().anyMatch(line -> line.contains("http://registry.example.test")))
                        .isEqualTo(insecure);
            }
        }
    }

    @Test
    void clientsImagesComeByTheProxyThatTheFileNames() throws Exception {
        String name = "registry.example.test:5000/far/box";
        try (Sampan sampan = Sampan.fresh();
                DockerRegistry registry = DockerRegistry.bare();
                TestProxy proxy = new TestProxy(registry.port())) {
            start(
                    sampan,
                    "{\"insecure-registries\": [\"registry.example.test:5000\"], \"proxies\": {\"https-proxy\": \"%s\"}}"
                            .formatted(proxy.address()),
                    "--http-proxy",
                    proxy.address().replace("://", "://me:secret@"),
                    "--no-proxy",
                    "near.example.test");
            assertThat(sampan.run("info", "-f", "{{.HTTPProxy}} {{.HTTPSProxy}} {{.NoProxy}}")
                            .line())
                    .isEqualTo(proxy.address().replace("://", "://xxxxx:xxxxx@") + " " + proxy.address()
                            + " near.example.test");
            sampan.run("tag", BUSYBOX, name + ":1").succeeds();
            assertThat(asked(sampan, "POST /images/" + name + "/push?tag=1").text())
                    .doesNotContain("errorDetail");
            sampan.run("rmi", name + ":1").succeeds();
            assertThat(asked(sampan, "POST /images/create?fromImage=" + name + "&tag=1")
                            .text())
                    .contains("Downloaded newer image");
            assertThat(proxy.asked()).anyMatch(line -> line.contains("http://registry.example.test"));
            int before = proxy.asked().size();
            assertThat(asked(sampan, "POST /images/create?fromImage=near.example.test/x&tag=1")
                            .text())
                    .contains("no such host");
            assertThat(proxy.asked()).hasSize(before);
        }
    }

    private static ApiExchange asked(Sampan sampan, String request) throws IOException {
        return ApiExchange.with(sampan.execRoot().resolve("sampan.sock"), request + " HTTP/1.0\r\n", new byte[0]);
    }
}
