package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Docker's command lines, old and new, in the oldest version of the API and in newer ones: what they print is what they print with Docker's own engine. */
final class ClientVersionsTest extends ClientTest {
    private static final String OLD = "/usr/bin/docker";
    private static final String NEW = "/usr/local/bin/docker";

    /** What differs from run to run. */
    private static final String CHANGING =
            "[0-9a-f]{64}|\\b[0-9a-f]{12}\\b|[0-9.]+ ?[kMG]?B\\b|[0-9]{4}-[0-9-]+[T ][0-9:.]+\\S*";

    /** What newer engines of Docker's put before a reason. */
    private static final String NEWER = "failed to create task for container: ";

    private static final List<String> LINES = """
            version -f {{.Client.APIVersion}}
            run --name first --network none IMAGE sh -c echo${IFS}one;echo${IFS}two;exit${IFS}3
            run --name second --network none IMAGE sh -c exit${IFS}4
            run --name third --network none --tmpfs /t:size=1m -e A=b -l c=d -w /t -u 1:2 IMAGE id -u
            ps -a --format {{.Names}}|{{.Image}}|{{.Command}}|{{.Ports}}
            ps -a --filter exited=3 --filter name=first --format {{.Names}}
            inspect -f {{.HostConfig.IpcMode}}|{{.HostConfig.AutoRemove}}|{{.State.ExitCode}} first
            logs first
            logs --tail 1 first
            start -a first
            wait first
            diff first
            rename first renamed
            commit renamed made:1
            history --format {{.Comment}}|{{.Size}} made:1
            inspect -f {{.Config.Cmd}}|{{.Os}} made:1
            images --format {{.Repository}}:{{.Tag}} made
            tag made:1 made:2
            rmi made:1 made:2
            rm renamed second third
            rm renamed
            volume create --label a=b kept
            run -d --name long --network none --stop-timeout 1 -v kept:/v -v /anonymous IMAGE sleep 1000
            exec long echo in
            exec -w /tmp -u 1 long id -u
            exec -e A=b long env
            cp /etc/hostname long:/v/file
            exec long wc -l /v/file
            cp long:/nope -
            top long -o args
            stats --no-stream --format {{.Name}} long
            update --cpu-shares 100 long
            inspect -f {{.HostConfig.CpuShares}} long
            pause long
            ps --filter status=paused --format {{.Names}}
            unpause long
            restart -t 0 long
            kill -s NONSENSE long
            stop -t 0 long
            stop long
            port long
            volume ls --filter name=kept --format {{.Name}}|{{.Driver}}
            volume inspect -f {{.Labels}}|{{.Options}}|{{.Scope}} kept
            volume rm kept
            rm -v long
            volume rm kept
            volume rm kept
            network ls --filter driver=null --format {{.Name}}
            network inspect -f {{.Name}}|{{.Driver}}|{{.Containers}} none
            network rm none
            network create --config-only --subnet 10.231.44.0/24 --gateway 10.231.44.9 --label a=b -o com.docker.network.bridge.name=shared0 settings
            network inspect -f {{.Driver}}|{{.Scope}}|{{.ConfigOnly}}|{{.ConfigFrom.Network}}|{{.Internal}}|{{.Labels}}|{{.Options}}|{{.IPAM.Config}} settings
            network create --config-only --internal other
            network create --config-only --config-from settings other
            network create --config-from settings --subnet 10.231.45.0/24 made
            network create --config-from settings --label a=b made
            network create --config-from settings -o a=b made
            network create --config-from nope made
            network create --internal --config-from settings made
            network inspect -f {{.Driver}}|{{.Scope}}|{{.ConfigOnly}}|{{.ConfigFrom.Network}}|{{.Internal}}|{{.Labels}}|{{.Options}}|{{.IPAM.Config}} made
            create --name wrong --network settings IMAGE true
            start wrong
            rm wrong
            network rm settings
            network ls --filter driver=null --filter type=custom --format {{.Name}}
            network prune -f
            network rm settings
            create --name made --network none IMAGE nope
            start made
            rm -f made
            info -f {{.OSType}}|{{.Swarm.LocalNodeState}}
            service ls
            system df --format {{.Type}}
            container prune -f
            volume prune -f
            image prune -f
            """.lines().toList();

    private Path folder = Path.of("");
    private @org.jspecify.annotations.Nullable Dockerd dockerd;

    @BeforeAll
    void startDockerd() throws IOException {
        assumeTrue(ManagersTest.installed("dockerd"), "dockerd is not installed");
        folder = Files.createTempDirectory("dockerd");
        dockerd = Dockerd.start(folder, "--bridge=none");
        String theirs = dockerd.host();
        await().until(() -> docker(OLD, "1.41", theirs, List.of("version")).code() == 0);
        Path image = folder.resolve("image");
        sampan().run("save", "-o", image.toString(), BUSYBOX).succeeds();
        docker(OLD, "1.41", theirs, List.of("load", "-i", image.toString())).succeeds();
    }

    @AfterAll
    void stopDockerd() {
        if (dockerd != null) {
            dockerd.close();
            Sampan.delete(folder);
        }
    }

    private Sampan.Result docker(String client, String version, String host, List<String> words) {
        List<String> line = new ArrayList<>(List.of(client));
        line.addAll(words);
        ProcessBuilder command = program(line.toArray(String[]::new));
        command.environment().put("DOCKER_HOST", host);
        command.environment().put("DOCKER_API_VERSION", version);
        command.environment().put("DOCKER_CONFIG", folder.resolve("config").toString());
        return Sampan.finish(new byte[0], command);
    }

    @ParameterizedTest
    @CsvSource({OLD + ", 1.24", NEW + ", 1.24", OLD + ", 1.30", NEW + ", 1.40", OLD + ", 1.41", NEW + ", 1.41"})
    void areAnsweredAsByDockersEngine(String client, String version) {
        assumeTrue(Files.isExecutable(Path.of(client)), client + " is not installed");
        List<String> differences = new ArrayList<>();
        String theirs = java.util.Objects.requireNonNull(dockerd).host();
        for (String line : LINES) {
            List<String> words = List.of(line.replace("IMAGE", BUSYBOX).split(" "));
            String expected = shown(docker(client, version, theirs, words));
            String ours = shown(docker(client, version, host(), words));
            if (!ours.equals(expected)) {
                differences.add("docker " + line + "\n  theirs: " + expected + "\n  ours:   " + ours);
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
    }

    private static String shown(Sampan.Result result) {
        return (result.code() + " " + result.out() + "|" + result.err())
                .replaceAll(CHANGING, "…")
                .replace(NEWER, "");
    }
}
