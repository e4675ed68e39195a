package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What containers of a network that somebody made call each other, and what they learn of the rest of the world. */
final class NamesTest extends EngineTest {
    private static final String NETWORK = "lab";

    @BeforeEach
    void makeNetwork() {
        sampan().run("network", "create", NETWORK).succeeds();
    }

    @AfterEach
    void removeEverything() {
        String all = sampan().run("ps", "-aq").line();
        all.lines().filter(id -> !id.isEmpty()).forEach(id -> sampan().run("rm", "-f", id));
        sampan().run("network", "prune", "-f");
    }

    private void start(String name, String... flags) {
        List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name));
        line.addAll(List.of(flags));
        line.addAll(List.of(BUSYBOX, "sleep", "1000"));
        sampan().run(line.toArray(String[]::new)).succeeds();
    }

    private String exec(String container, String line) {
        return sampan().run("exec", container, "sh", "-c", line + " 2>&1").out();
    }

    private String addressOf(String container) {
        return sampan().run(
                        "inspect",
                        "-f",
                        "{{(index .NetworkSettings.Networks \"" + NETWORK + "\").IPAddress}}",
                        container)
                .succeeds()
                .line();
    }

    @Test
    void aContainerIsFoundByNameAliasShortIdAndHostNameInAnyCase() {
        start("web", "--network", NETWORK, "--network-alias", "www", "--net-alias", "site", "--hostname", "box");
        start("client", "--network", NETWORK);
        String id = sampan().run("inspect", "-f", "{{.Id}}", "web").line().substring(0, 12);
        for (String name : List.of("web", "www", "site", "box", id, "WEB", "web." + NETWORK)) {
            assertThat(exec("client", "nslookup " + name)).as(name).contains("Address: " + addressOf("web") + "\n");
        }
        assertThat(exec("client", "cat /etc/resolv.conf"))
                .contains("nameserver 127.0.0.11\n")
                .contains("ndots:0");
        assertThat(exec("client", "ping -c 1 -W 30 web")).contains("1 packets received");
        assertThat(exec("client", "nslookup " + addressOf("web"))).contains("name = web." + NETWORK);
        assertThat(sampan().run(
                                "inspect",
                                "-f",
                                "{{json (index .NetworkSettings.Networks \"" + NETWORK + "\").DNSNames}}",
                                "web")
                        .line())
                .isEqualTo("[\"web\",\"www\",\"site\",\"" + id + "\",\"box\"]");
    }

    @Test
    void allThatShareAnAliasAreFoundByItAndThoseThatHaveGoneAreNot() {
        start("one", "--network", NETWORK, "--network-alias", "service");
        start("two", "--network", NETWORK, "--network-alias", "service");
        start("client", "--network", NETWORK);
        String first = addressOf("one");
        assertThat(exec("client", "nslookup service"))
                .contains("Address: " + first + "\n", "Address: " + addressOf("two") + "\n");
        assertThat(exec("client", "for i in $(seq 60); do ping -c 1 service | head -n 1; done")
                        .lines()
                        .distinct())
                .as("each comes first now and then")
                .hasSize(2);
        sampan().run("rm", "-f", "one").succeeds();
        assertThat(exec("client", "nslookup service"))
                .contains("Address: " + addressOf("two") + "\n")
                .doesNotContain(first + "\n");
    }

    @Test
    void namesAreThoseOfOnesOwnNetworksAndOfNoOther() {
        sampan().run("network", "create", "other").succeeds();
        sampan().run("network", "create", "--internal", "alone").succeeds();
        start("hidden", "--network", "other");
        start("client", "--network", "alone");
        assertThat(exec("client", "nslookup -type=a hidden")).contains("SERVFAIL");
        sampan().run("network", "connect", "--alias", "late", "alone", "hidden").succeeds();
        assertThat(exec("client", "nslookup late")).contains("Name:");
        sampan().run("network", "disconnect", "alone", "hidden").succeeds();
        assertThat(exec("client", "nslookup -type=a late")).contains("SERVFAIL");
    }

    @Test
    void aContainerOfTheUsualNetworkKnowsNoNamesUntilItJoinsOneThatHasThem() {
        start("web", "--network", NETWORK);
        start("plain");
        assertThat(exec("plain", "cat /etc/resolv.conf")).doesNotContain("127.0.0.11");
        exec("plain", "echo 192.0.2.1 mine >> /etc/hosts");
        sampan().run("network", "connect", NETWORK, "plain").succeeds();
        assertThat(exec("plain", "cat /etc/resolv.conf")).contains("nameserver 127.0.0.11\n");
        assertThat(exec("plain", "nslookup web")).contains("Address: " + addressOf("web"));
        assertThat(exec("plain", "cat /etc/hosts")).contains("192.0.2.1 mine", addressOf("plain") + "\t");
        String address = addressOf("plain");
        sampan().run("network", "disconnect", NETWORK, "plain").succeeds();
        assertThat(exec("plain", "cat /etc/hosts")).contains("192.0.2.1 mine").doesNotContain(address + "\t");
    }

    @Test
    void aNewNameIsKnownAtOnceAndTheOldOneNoMore() {
        sampan().run("network", "create", "--internal", "alone").succeeds();
        start("before", "--network", "alone");
        start("client", "--network", "alone");
        sampan().run("rename", "before", "after").succeeds();
        assertThat(exec("client", "nslookup after")).contains("Name:");
        assertThat(exec("client", "nslookup -type=a before")).contains("SERVFAIL");
    }

    @Test
    void whatNobodyIsCalledIsAskedOfTheServersThatWereNamedOnceAndThenRemembered() throws IOException {
        try (LearnedServer server = new LearnedServer("127.0.53.1")) {
            start(
                    "client",
                    "--network",
                    NETWORK,
                    "--dns",
                    "127.0.53.1",
                    "--dns-search",
                    "example",
                    "--dns-option",
                    "ndots:1");
            assertThat(exec("client", "cat /etc/resolv.conf"))
                    .isEqualTo("nameserver 127.0.0.11\nsearch example\noptions ndots:1\n");
            assertThat(exec("client", "nslookup -type=a host.example.")).contains("Address: " + LearnedServer.ADDRESS);
            assertThat(server.asked()).containsOnly("host.example"); // again by whom the answer took too long
        }
        assertThat(exec("client", "nslookup -type=a host.example."))
                .as("when there is nobody to ask")
                .contains("Address: " + LearnedServer.ADDRESS);
        try (LearnedServer _ = new LearnedServer("127.0.53.1")) {
            assertThat(exec("client", "nslookup -type=a nowhere.example.")).contains("NXDOMAIN");
            assertThat(exec("client", "ping -c 1 -W 1 host.example; true"))
                    .contains("PING host.example (" + LearnedServer.ADDRESS);
        }
    }

    @Test
    void theFirstServerThatKnowsIsBelievedAndOneThatIsSilentHoldsNobodyUp() throws IOException {
        try (LearnedServer server = new LearnedServer("127.0.53.1")) {
            start("client", "--network", NETWORK, "--dns", "127.0.53.200", "--dns", "127.0.53.1");
            assertThat(exec("client", "nslookup -type=a host.example.")).contains("Address: " + LearnedServer.ADDRESS);
            assertThat(server.asked()).containsOnly("host.example");
        }
    }

    /** CVE-2024-29018: who is on internal networks only tells nobody outside what he asks for. */
    @Test
    void whatIsAskedOnAnInternalNetworkStaysThere() throws IOException {
        sampan().run("network", "create", "--internal", "inside").succeeds();
        try (LearnedServer server = new LearnedServer("127.0.53.1")) {
            start("other", "--network", "inside");
            start("client", "--network", "inside", "--dns", "127.0.53.1");
            assertThat(exec("client", "nslookup -type=a other")).contains("Name:");
            assertThat(exec("client", "nslookup -type=a host.example.")).contains("SERVFAIL");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void namesAreAskedForByTcpToo() {
        start("web", "--network", NETWORK);
        start("client", "--network", NETWORK);
        String query = "\\0\\025\\0\\7\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\3web\\0\\0\\1\\0\\1";
        ProcessBuilder ask = InNamespace.of(sampan(), "client", "perl", "-MIO::Socket::INET", "-e", """
                my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.11", PeerPort => 53) or die $!;
                print $server pack "n7 C/a* x n2", 21, 7, 256, 1, 0, 0, 0, "web", 1, 1;
                read $server, my $length, 2;
                read $server, my $reply, unpack "n", $length;
                print join ".", unpack "C*", $reply;
                """);
        assertThat(Sampan.finish(new byte[0], ask).succeeds().out()).endsWith("0.4." + addressOf("web"));
    }

    @Test
    void whatIsNoQueryIsAnsweredAsSuchAndHarmsNobody() {
        start("client", "--network", NETWORK);
        exec("client", "for i in 1 2 3 4 5; do head -c $((i * 7)) /dev/urandom | nc -w 1 127.0.0.11 53; done");
        ProcessBuilder garbage = InNamespace.of(sampan(), "client", "perl", "-MIO::Socket::INET", "-e", """
                my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.11", PeerPort => 53, Proto => "udp") or die $!;
                for (1 .. 2000) { $server->send(join "", map { chr rand 256 } 0 .. rand 90) }
                """);
        Sampan.finish(new byte[0], garbage).succeeds();
        assertThat(exec("client", "nslookup client")).contains("Address: " + addressOf("client"));
    }

    @Test
    void aNameServerInAContainerHasPort53OfAllItsAddresses() throws IOException {
        start("server", "--network", NETWORK);
        start("client", "--network", NETWORK);
        String own = addressOf("server");
        try (InNamespace.Running answers =
                InNamespace.start(sampan(), "server", "perl", "-MIO::Socket::INET", "-e", """
                my $udp = IO::Socket::INET->new(LocalPort => 53, Proto => "udp") or die "udp: $!";
                my $tcp = IO::Socket::INET->new(LocalPort => 53, Proto => "tcp", Listen => 5) or die "tcp: $!";
                $| = 1;
                print "ready\n";
                sub answer { substr($_[0], 0, 2) . pack("n5", 0x8180, 1, 1, 0, 0) . substr($_[0], 12) . pack("n3NnC4", 0xc00c, 1, 1, 9, 4, 192, 0, 2, 77) }
                if (fork) { while ($udp->recv(my $query, 512)) { $udp->send(answer $query) } }
                else { while (my $asks = $tcp->accept) { print $asks "by tcp\n"; close $asks } }
                """)) {
            assertThat(answers.line()).isEqualTo("ready");
            assertThat(exec("client", "nslookup -type=a own.example. " + own)).contains("Address: 192.0.2.77");
            assertThat(exec("client", "nc -w 60 " + own + " 53 < /dev/null")).isEqualTo("by tcp\n");
            assertThat(exec("server", "nslookup -type=a own.example. 127.0.0.1"))
                    .contains("Address: 192.0.2.77");
            assertThat(exec("server", "nslookup -type=a client")).contains("Address: " + addressOf("client"));
        }
    }

    /** Ten thousand a second for two seconds, or until one is answered, or as many as this machine sends: the others have all they ask for meanwhile. */
    @Test
    void whoAsksWithoutEndDoesNotStarveOthers() throws IOException {
        start("flood", "--network", NETWORK);
        start("client", "--network", NETWORK);
        try (InNamespace.Running flood =
                InNamespace.start(sampan(), "flood", "perl", "-MIO::Socket::INET", "-e", """
                my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.11", PeerPort => 53, Proto => "udp", Blocking => 0) or die $!;
                sub now { my $clock = pack "q2", 0, 0; syscall 228, 1, $clock; my ($s, $ns) = unpack "q2", $clock; $s + $ns / 1e9 }
                my ($sent, $answered, $begin) = (0, 0, now);
                $| = 1;
                while (1) {
                    my $elapsed = now() - $begin;
                    last if $elapsed > RATED_SECONDS && ($answered || $elapsed > 60);
                    for (my $due = $elapsed * 10000; $sent < $due; $sent++) {
                        $server->send(pack("n6", $sent & 0xffff, 0x100, 1, 0, 0, 0) . ($sent & 1 ? "\\6client\\0" : "\\6absent\\7invalid\\0") . pack("n2", 1, 1));
                        print "begun\n" if $sent == 100;
                    }
                    while (defined $server->recv(my $answer, 512)) { $answered++ }
                    select undef, undef, undef, 0.0005;
                }
                printf "%d of %d in %d s\n", $answered, $sent, RATED_SECONDS;
                """.replace(
                        "RATED_SECONDS", Integer.getInteger("names.seconds", 2).toString()))) {
            assertThat(flood.line()).isEqualTo("begun");
            String found = exec(
                    "client",
                    "i=0; while [ $i -lt 30 ]; do nslookup -type=a flood | grep -c 'Name:'; i=$((i + 1)); done");
            assertThat(found.lines()).hasSize(30).containsOnly("1");
            String told = flood.line();
            System.out.println("one container asked too much, answered: " + told);
            assertThat(told).matches("[1-9][0-9]* of [1-9][0-9]* in .*");
        }
    }

    /** More than one thread answers then. */
    @Test
    void eachQuestionOfABurstHasAnAnswerAndNoneHasTwo() throws IOException {
        start("web", "--network", NETWORK);
        start("client", "--network", NETWORK);
        try (InNamespace.Running asker = InNamespace.start(
                sampan(), "client", "perl", "-MIO::Socket::INET", "-e", """
                my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.11", PeerPort => 53, Proto => "udp") or die $!;
                my $expected = pack "C4", split /[.]/, "ADDRESS";
                for my $burst (1 .. 300) {
                    my %open = map { $_ => 1 } 1 .. 64;
                    $server->send(pack("n6", $_, 0x100, 1, 0, 0, 0) . "\\3web\\0" . pack("n2", 1, 1)) for keys %open;
                    while (%open) {
                        $server->recv(my $answer, 512);
                        my ($id, $flags, $questions, $answers) = unpack "n4", $answer;
                        delete $open{$id} or die "$id is answered twice";
                        $answers == 1 && substr($answer, -4) eq $expected or die "wrong answer";
                    }
                }
                print "all\n";
                """.replace("ADDRESS", addressOf("web")))) {
            assertThat(asker.line()).isEqualTo("all");
        }
    }

    @Test
    void aQueryThatIsAskedWhileThereIsNoEngineIsAnsweredByTheNext() {
        start("web", "--network", NETWORK);
        String address = addressOf("web");
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "client",
                        "--network",
                        NETWORK,
                        BUSYBOX,
                        "sh",
                        "-c",
                        "while :; do nslookup -type=a -timeout=60 web > /tmp/said 2>&1 && echo found || cat /tmp/said; sleep 0.1; done")
                .succeeds();
        await().until(() -> sampan().run("logs", "client").out().contains("found"));
        await().until(() -> isKept("client"));
        sampan().killEngine();
        long before = sampan().run("logs", "client").out().lines().count();
        await().until(() -> sampan().run("logs", "client").out().lines().count() > before + 2);
        assertThat(sampan().run("logs", "client").out().lines()).allMatch(line -> line.equals("found"));
        assertThat(exec("client", "nslookup web")).contains("Address: " + address);
    }

    @Test
    void aLinkIsAnotherNameForANeighbourThatOnlyItsOwnerKnows() {
        start("db", "--network", NETWORK);
        start("linked", "--network", NETWORK, "--link", "db:store");
        assertThat(exec("linked", "nslookup store")).contains("Address: " + addressOf("db") + "\n");
        assertThat(exec("linked", "cat /etc/hosts; env")).doesNotContain("store");
    }

    @Test
    void onTheUsualNetworkALinkIsALineInHostsAndVariables() {
        start("db", "--expose", "5432", "-e", "MODE=fast");
        String address = sampan().run("inspect", "-f", "{{.NetworkSettings.Networks.bridge.IPAddress}}", "db")
                .line();
        String id = sampan().run("inspect", "-f", "{{.Id}}", "db").line().substring(0, 12);
        String told = sh("grep store /etc/hosts; env; ping -c 1 -W 30 store", "--name", "web", "--link", "db:store");
        assertThat(told)
                .contains(address + "\tstore " + id + " db\n")
                .contains("STORE_PORT=tcp://" + address + ":5432\n", "STORE_PORT_5432_TCP_ADDR=" + address + "\n")
                .contains("STORE_PORT_5432_TCP_PROTO=tcp\n", "STORE_PORT_5432_TCP_PORT=5432\n")
                .contains("STORE_PORT_5432_TCP=tcp://" + address + ":5432\n", "STORE_NAME=/web/store\n")
                .contains("STORE_ENV_MODE=fast\n", "1 packets received");
        sampan().run("stop", "-t", "0", "db").succeeds();
        assertThat(inContainer("true", "--link", "db:store").err())
                .contains("Cannot link to a non running container: /db AS /");
        assertThat(inContainer("true", "--link", "nobody:x").err())
                .contains("could not get container for nobody: No such container: nobody");
        assertThat(inContainer("true", "--link", "a:b:c").err()).contains("bad format for links: a:b:c");
    }

    @Test
    void aLinkLeadsToWhereTheOtherContainerIsNow() {
        start("db");
        start("web", "--link", "db:store", "--link", "db");
        exec("web", "echo 192.0.2.7 mine >> /etc/hosts");
        String before = hosts("web");
        sampan().run("restart", "-t", "0", "db").succeeds();
        String now = sampan().run("inspect", "-f", "{{.NetworkSettings.Networks.bridge.IPAddress}}", "db")
                .line();
        String host =
                sampan().run("inspect", "-f", "{{.Config.Hostname}}", "db").line();
        await().until(() -> hosts("web").contains(now + "\tstore " + host + " db\n" + now + "\tdb " + host + "\n"));
        assertThat(hosts("web").lines()).hasSameSizeAs(before.lines().toList()).contains("192.0.2.7 mine");
        assertThat(exec("web", "ping -c 1 -W 30 store")).contains("1 packets received");
    }

    private String hosts(String container) {
        return exec(container, "cat /etc/hosts");
    }

    @Test
    void aLinkCanBeTakenAwayAndBothContainersStay() {
        start("db");
        start("web", "--link", "db:store", "--link", "db:other");
        assertThat(sampan().run("rm", "--link", "web/store").succeeds().line()).isEqualTo("web/store");
        assertThat(exec("web", "cat /etc/hosts")).contains("\tother ").doesNotContain("\tstore ");
        assertThat(sampan().run("inspect", "-f", "{{json .HostConfig.Links}}", "web")
                        .line())
                .isEqualTo("[\"db:other\"]");
        assertThat(sampan().run("rm", "--link", "web/store").err()).contains("No such container: web/store");
        assertThat(sampan().run("rm", "--link", "web").err())
                .contains("Conflict, cannot remove the default link name of the container");
        assertThat(exec("db", "echo here")).contains("here");
    }

    @Test
    void filesThatTheUserMountedAreLeftAlone() {
        assertThat(sh(
                        "cat /etc/resolv.conf",
                        "--network",
                        NETWORK,
                        "--mount",
                        "type=tmpfs,destination=/tmp",
                        "-v",
                        "/etc/hostname:/etc/resolv.conf:ro"))
                .doesNotContain("nameserver");
    }

    /** Whether its name server's sockets are there without an engine. */
    private boolean isKept(String container) throws IOException {
        String id = sampan().run("inspect", "-f", "{{.Id}}", container).line();
        return Files.readString(
                        sampan().execRoot().resolve("containers").resolve(id).resolve("names.json"))
                .contains("\"pid\"");
    }
}
