package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scoped sockets and callers: what a policy keeps from whom, by Docker's clients, by requests as nobody's client writes them, and by the command line. */
final class PolicyTest extends PolicyEngineTest {
    private static final String DENIED = "permission denied by policy: rule ci does not allow ";

    @Test
    void ofContainersThereAreOnlyTheCallersOwn() {
        rootsContainer();
        engine().docker(ONE, "ci", "run -d --name mine --network none localhost/busybox sleep 1000")
                .succeeds();
        for (String program : List.of("docker", "/usr/bin/docker")) {
            assertThat(engine().dockerOf(program, ONE, "ci", "ps -a --format {{.Names}}")
                            .line())
                    .isEqualTo("mine");
            assertThat(engine().dockerOf(program, OTHER, "ci", "ps -aq").line()).isEmpty();
            assertThat(engine().dockerOf(program, ONE, "ci", "exec mine echo in")
                            .succeeds()
                            .line())
                    .isEqualTo("in");
        }
        foundByNobodyElse();
        assertThat(engine().docker(OTHER, "ci", "system", "df", "-v", "--format", "{{json .Containers}}")
                        .out())
                .doesNotContain("mine", "roots");
        assertThat(engine().docker(ONE, "ci", "events --since 0 --until 0s --format {{.Actor.Attributes.name}}")
                        .succeeds()
                        .line()
                        .lines())
                .contains("mine")
                .doesNotContain("roots");
        assertThat(engine().sampan()
                        .run("ps", "-a", "--format", "{{.Names}}")
                        .line()
                        .lines())
                .containsExactlyInAnyOrder("mine", "roots");
        engine().docker(ONE, "ci", "rm -f mine").succeeds();
    }

    private void foundByNobodyElse() {
        for (String verb :
                List.of("inspect", "logs", "top", "stop", "start", "kill", "rm", "pause", "attach", "export", "diff")) {
            for (String container : List.of("roots", "mine")) {
                Sampan.Result none = engine().docker(OTHER, "ci", verb + " " + container);
                assertThat(none.code()).as(verb).isNotZero();
                assertThat(none.err()).as(verb).containsIgnoringCase("no such");
            }
        }
        assertThat(engine().docker(OTHER, "ci", "exec mine true").err()).contains("No such container: mine");
        assertThat(engine().docker(OTHER, "ci", "cp mine:/etc/passwd -").err()).contains("No such container");
    }

    /** What is theirs stays theirs when the engine is another. */
    @Test
    void whoseAContainerIsIsKeptOnDisk() throws Exception {
        engine().docker(ONE, "ci", "create --name mine --network none localhost/busybox")
                .succeeds();
        String id = engine().sampan().run("inspect", "-f", "{{.Id}}", "mine").line();
        assertThat(Files.readString(engine().sampan()
                        .dataRoot()
                        .resolve("containers")
                        .resolve(id)
                        .resolve("container.json")))
                .contains("\"owner\":{\"name\":\"uid " + ONE + "\"");
    }

    @Test
    void whatMakesAContainerMoreThanUsualIsRefused() throws Exception {
        List<String> fields = List.of(
                "\"Privileged\": true",
                "\"CapAdd\": [\"NET_ADMIN\"]",
                "\"Devices\": [{\"PathOnHost\": \"/dev/null\", \"PathInContainer\": \"/dev/x\", \"CgroupPermissions\": \"rwm\"}]",
                "\"DeviceCgroupRules\": [\"c 1:3 rwm\"]",
                "\"DeviceRequests\": [{\"Driver\": \"cdi\", \"DeviceIDs\": [\"v/d=1\"]}]",
                "\"SecurityOpt\": [\"seccomp=unconfined\"]",
                "\"SecurityOpt\": [\"apparmor=unconfined\"]",
                "\"PidMode\": \"host\"",
                "\"IpcMode\": \"host\"",
                "\"UTSMode\": \"host\"",
                "\"UsernsMode\": \"host\"",
                "\"CgroupnsMode\": \"host\"",
                "\"NetworkMode\": \"host\"",
                "\"NetworkMode\": \"bridge\", \"PortBindings\": {\"80/tcp\": [{\"HostPort\": \"80\"}]}",
                "\"CgroupParent\": \"/\"",
                "\"Sysctls\": {\"net.ipv4.ip_forward\": \"1\"}",
                "\"MaskedPaths\": []",
                "\"ReadonlyPaths\": []",
                "\"OomScoreAdj\": -500",
                "\"Links\": [\"roots:x\"]",
                "\"Annotations\": {\"a\": \"b\"}",
                "\"LogConfig\": {\"Type\": \"syslog\", \"Config\": {\"syslog-address\": \"udp://127.0.0.1:1\"}}");
        for (String field : fields) {
            ApiExchange refused = engine().post("ci", "/v1.44/containers/create", container(field));
            assertThat(refused.status()).as(field + refused.text()).isEqualTo(403);
            assertThat(refused.text()).as(field).contains(DENIED + said(field));
        }
        assertThat(engine().docker(ONE, "ci", "create --privileged localhost/busybox")
                        .err())
                .contains(DENIED + "Privileged");
        assertThat(engine().sampan().run("ps", "-aq").line()).isEmpty();
    }

    /** In the refusal of a field. */
    private static String said(String field) {
        if (field.equals("\"NetworkMode\": \"host\"")) {
            return "the network host";
        }
        return field.contains("PortBindings") ? "PortBindings" : field.split("\"")[1];
    }

    private static String container(String host) {
        return "{\"Image\": \"localhost/busybox\", \"Cmd\": [\"sleep\", \"1000\"], \"HostConfig\": {"
                + (host.contains("\"NetworkMode\"") ? "" : "\"NetworkMode\": \"none\", ") + host + "}}";
    }

    @Test
    void whatIsHarmlessIsNot() {
        engine().docker(
                        ONE,
                        "ci",
                        "run --rm -i --init --read-only --tmpfs /t --memory 64m --pids-limit 50 --cap-drop ALL --security-opt no-new-privileges -e A=b -v /data -v ci-cache:/cache --ulimit nofile=100 --log-driver local --shm-size 1m --network none --dns 127.0.0.1 localhost/busybox true")
                .succeeds();
        assertThat(engine().docker(ONE, "ci", "volume ls -q").line()).isEqualTo("ci-cache");
        engine().docker(ONE, "ci", "create --name first --network none localhost/busybox sleep 1000")
                .succeeds();
        engine().docker(
                        ONE,
                        "ci",
                        "create --name second --network container:first --volumes-from first localhost/busybox")
                .succeeds();
        assertThat(engine().docker(OTHER, "ci", "create --network container:first localhost/busybox")
                        .err())
                .contains("No such container: first");
        assertThat(engine().docker(OTHER, "ci", "create --network none --volumes-from first localhost/busybox")
                        .err())
                .contains("No such container: first");
        engine().sampan().run("volume", "rm", "ci-cache");
    }

    /** A policy that reads one field while the engine reads another: here there is one reader. */
    @Test
    void cve20266406EverySpellingOfAMountIsOneAndTheSame() throws Exception {
        String hidden = folder.resolve("hidden").toString();
        List<String> spellings = List.of(
                "\"Binds\": [\"" + hidden + ":/x:ro\"]",
                "\"binds\": [\"" + hidden + ":/x:ro\"]",
                "\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"" + hidden
                        + "\", \"Target\": \"/x\", \"ReadOnly\": true}]",
                "\"mOUNTS\": [{\"type\": \"bind\", \"SOURCE\": \"" + hidden
                        + "\", \"target\": \"/x\", \"ReadOnly\": true}]",
                "\"Binds\": [\"" + folder + "/allowed/../hidden:/x:ro\"]",
                "\"Binds\": [\"" + folder + "/allowedx:/x:ro\"]",
                "\"Binds\": [\"" + folder + "/allowed:/x:rw\"]",
                "\"Binds\": [\"" + folder + "/allowed:/x:ro,rshared\"]",
                "\"Binds\": null, \"Mounts\": [{\"Type\": \"volume\", \"Source\": \"ci-x\", \"Target\": \"/x\", \"VolumeOptions\":"
                        + " {\"DriverConfig\": {\"Name\": \"local\", \"Options\": {\"type\": \"none\", \"o\": \"bind\", \"device\": \"/\"}}}}]",
                "\"Binds\": [\"others-volume:/x\"]");
        for (String version : List.of("/v1.24", "/v1.41", "/v1.44", "")) {
            for (String spelling : spellings) {
                ApiExchange refused = engine().post(
                                "ci",
                                version + "/containers/create",
                                container(spelling + ", \"CgroupnsMode\": \"private\""));
                assertThat(refused.status())
                        .as(version + spelling + refused.text())
                        .isEqualTo(403);
            }
        }
        String folded = container("\"CgroupnsMode\": \"private\"")
                .replace("\"HostConfig\": {", "\"hostconfig\": {\"pRIVILEGED\": true, ");
        assertThat(engine().post("ci", "/v1.41/containers/create", folded).status())
                .isEqualTo(403);
        assertThat(engine().sampan().run("ps", "-aq").line()).isEmpty();
    }

    /** The policy looks at no text before it is parsed, so there is none that it could have missed. */
    @Test
    void cve202634040WhatTheEngineDoesIsWhatThePolicyHasRead() throws Exception {
        String large = container("\"Privileged\": true").replace("\"Cmd\"", " ".repeat(2 << 20) + "\"Cmd\"");
        assertThat(engine().post("ci", "/v1.41/containers/create", large).status())
                .isEqualTo(403);
        String twice = container("\"Privileged\": true, \"Privileged\": false, \"privileged\": true");
        assertThat(engine().post("ci", "/v1.41/containers/create", twice).status())
                .isIn(400, 403);
        assertThat(engine().sampan().run("ps", "-aq").line()).isEmpty();
    }

    @Test
    void anAllowedSourceIsMountedAndALinkLeadsNowhereElse() throws Exception {
        Path allowed = folder.resolve("allowed");
        assertThat(engine().docker(
                                ONE,
                                "ci",
                                "run --rm --network none -v " + allowed + ":/x:ro localhost/busybox cat /x/file")
                        .succeeds()
                        .line())
                .isEqualTo("allowed");
        engine().docker(
                        ONE,
                        "ci",
                        "run --rm --network none -v " + folder.resolve("out") + ":/x localhost/busybox touch /x/made")
                .succeeds();
        assertThat(folder.resolve("out/made")).exists();
        Path inner = Files.createDirectory(allowed.resolve("inner"));
        engine().docker(ONE, "ci", "create --name one --network none -v " + inner + ":/x:ro localhost/busybox ls /x")
                .succeeds();
        Files.delete(inner);
        Files.createSymbolicLink(inner, folder.resolve("hidden"));
        try {
            // Whoever starts it, and whatever looks at its files.
            assertThat(engine().docker(ONE, "ci", "start one").err()).contains("leads out of " + allowed);
            assertThat(engine().sampan().run("start", "one").err()).contains("leads out of " + allowed);
            assertThat(engine().docker(ONE, "ci", "cp one:/x/file -").err()).contains("leads out of " + allowed);
            Files.delete(inner);
            Files.createSymbolicLink(inner, Path.of("../hidden"));
            assertThat(engine().docker(ONE, "ci", "start one").err()).contains("leads out of " + allowed);
        } finally {
            Files.delete(inner);
        }
        assertThat(engine().docker(ONE, "ci", "create --network none -v /:/host:ro localhost/busybox")
                        .err())
                .contains(DENIED + "the bind source /");
    }

    @Test
    void whatConcernsEverybodyIsNotForAScopedCaller() throws Exception {
        rootsContainer();
        for (String line : List.of(
                "POST /v1.41/images/load",
                "POST /v1.41/images/create?fromSrc=-",
                "POST /v1.41/images/create?fromImage=x",
                "POST /v1.41/images/prune",
                "POST /v1.41/build",
                "POST /v1.41/auth",
                "GET /v1.41/images/search?term=x",
                "POST /v1.41/swarm/init")) {
            String[] words = line.split(" ");
            ApiExchange refused = engine().request("ci", words[0], words[1], "{}");
            assertThat(refused.status()).as(line + refused.text()).isEqualTo(403);
            assertThat(refused.text()).contains(DENIED);
        }
        engine().docker(ONE, "ci", "run -d --name mine --network none localhost/busybox sleep 1000")
                .succeeds();
        assertThat(engine().docker(ONE, "ci", "exec --privileged mine true").err())
                .contains(DENIED + "exec with Privileged");
    }

    @Test
    void aReadOnlySocketShowsAllAndChangesNothing() throws Exception {
        rootsContainer();
        assertThat(engine().docker(ONE, "watch", "ps --format {{.Names}}").line())
                .isEqualTo("roots");
        engine().docker(ONE, "watch", "inspect roots").succeeds();
        engine().docker(ONE, "watch", "logs roots").succeeds();
        for (List<String> line : List.of(
                List.of("run", PolicyEngine.BUSYBOX),
                List.of("stop", "roots"),
                List.of("rm", "-f", "roots"),
                List.of("exec", "roots", "true"),
                List.of("cp", "roots:/etc/passwd", "-"),
                List.of("rmi", PolicyEngine.BUSYBOX))) {
            Sampan.Result refused = engine().docker(ONE, "watch", line.toArray(String[]::new));
            assertThat(refused.code()).as(line.toString()).isNotZero();
            assertThat(refused.err())
                    .contains("permission denied by policy: rule watch does not allow ", ": its rights are read-only");
        }
        assertThat(engine().sampan().run("ps", "-q").line()).isNotEmpty();
    }

    @Test
    void aCallerOfTheCommandLineHasNoMoreRightsThere() {
        rootsContainer();
        assertThat(engine().sampan(MEMBER, "ps -aq").succeeds().line()).isEmpty();
        assertThat(engine().sampan(MEMBER, "run -d --name mine --network none localhost/busybox sleep 1000")
                        .succeeds()
                        .line())
                .hasSize(64);
        assertThat(engine().sampan(MEMBER, "ps -a --format {{.Names}}").line()).isEqualTo("mine");
        engine().sampan(MEMBER, "logs mine").succeeds();
        assertThat(engine().sampan(MEMBER, "exec mine echo inside").succeeds().line())
                .isEqualTo("inside");
        Sampan.Result foreground = engine().sampan(
                        MEMBER, "run", "--rm", "--network", "none", PolicyEngine.BUSYBOX, "sh", "-c", "id -u; exit 3");
        assertThat(foreground.out()).isEqualTo("0\n");
        assertThat(foreground.code()).isEqualTo(3);
        String rule = "permission denied by policy: rule member does not allow ";
        Sampan.Result refused = engine().sampan(MEMBER, "run --privileged localhost/busybox true");
        assertThat(refused.code()).isEqualTo(125);
        assertThat(refused.err()).contains(rule + "Privileged");
        assertThat(engine().sampan(MEMBER, "run -v " + folder.resolve("hidden") + ":/x localhost/busybox true")
                        .err())
                .contains(rule + "the bind source");
        assertThat(engine().sampan(MEMBER, "rm -f roots").err()).contains("No such container: roots");
        assertThat(engine().sampan(MEMBER, "exec --privileged mine true").err())
                .contains(rule + "exec with Privileged");
        refusesWhatConcernsEverybody(rule);
        assertThat(engine().sampan(MEMBER, "run --pull always localhost/busybox true")
                        .err())
                .contains(rule + "pulling images");
        // The rule is the caller's, by whatever socket.
        assertThat(engine().docker(MEMBER, "all", "create --privileged localhost/busybox")
                        .err())
                .contains(rule + "Privileged");
        assertThat(engine().docker(ONE, "all", "ps -a --format {{.Names}}")
                        .line()
                        .lines())
                .contains("roots", "mine");
    }

    private void refusesWhatConcernsEverybody(String rule) {
        for (List<String> line : List.of(
                List.of("sampan image copy", "image", "copy", "a", "b"),
                List.of("sampan system prune", "system", "prune", "-f"),
                List.of("sampan save", "save", PolicyEngine.BUSYBOX),
                List.of("the image name localhost/busybox:latest", "rmi", PolicyEngine.BUSYBOX),
                List.of("the volume x", "volume", "create", "x"),
                List.of("the network x", "network", "create", "x"),
                List.of("images without a name", "commit", "mine"))) {
            Sampan.Result no =
                    engine().sampan(MEMBER, line.subList(1, line.size()).toArray(String[]::new));
            assertThat(no.code()).as(line.toString()).isNotZero();
            assertThat(no.err()).as(line.toString()).contains(rule + line.getFirst());
        }
        assertThat(engine().sampan(MEMBER, "inspect roots").err()).contains("No such object: roots");
    }
}
