package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What scoped callers make for themselves besides containers: volumes, networks and images, by the names that their rule has for them. */
final class PolicyBelongingsTest extends PolicyEngineTest {
    private static final String DENIED = "permission denied by policy: rule ci does not allow ";

    @AfterEach
    void removeBelongings() {
        removeContainers();
        engine().sampan().run("volume", "prune", "-af").succeeds();
        engine().sampan().run("network", "prune", "-f").succeeds();
        engine().sampan().run("rmi", "-f", "ci/made", "ci/again");
    }

    private Sampan.Result one(String line) {
        return engine().docker(ONE, "ci", line);
    }

    private void refused(int uid, String what, String line) {
        Sampan.Result no = engine().docker(uid, "ci", line);
        assertThat(no.code()).as(line).isNotZero();
        assertThat(no.err()).as(line).contains(DENIED + what);
    }

    private List<String> roots(String line) {
        return engine().sampan().run(line.split(" ")).succeeds().out().lines().toList();
    }

    @Test
    void limitsOfOnesOwnContainerCanBeChangedAsFarAsTheyAreHarmless() throws Exception {
        rootsContainer();
        one("run -d --name mine --network none localhost/busybox sleep 1000").succeeds();
        one("update --memory 64m --memory-swap 128m --pids-limit 20 --restart on-failure:2 mine")
                .succeeds();
        assertThat(one("inspect -f {{.HostConfig.Memory}} mine").line()).isEqualTo("67108864");
        assertThat(engine().docker(OTHER, "ci", "update --memory 64m mine").err())
                .contains("No such container: mine");
        assertThat(one("update --memory 64m roots").err()).contains("No such container: roots");
        ApiExchange made = engine().post(
                        "ci",
                        "/v1.41/containers/create?name=of-root",
                        "{\"Image\": \"localhost/busybox\", \"HostConfig\": {\"NetworkMode\": \"none\", \"CgroupnsMode\": \"private\"}}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        for (String field : List.of(
                "\"DeviceCgroupRules\": [\"c 1:1 rwm\"]",
                "\"CgroupParent\": \"/\"",
                "\"Devices\": [{\"PathOnHost\": \"/dev/null\", \"PathInContainer\": \"/dev/x\"}]",
                "\"OomKillDisable\": true")) {
            assertThat(engine().post("ci", "/v1.44/containers/of-root/update", "{" + field + "}")
                            .status())
                    .as(field)
                    .isEqualTo(403);
        }
    }

    @Test
    void aVolumeIsItsMakersToRemove() {
        one("volume create ci-mine").succeeds();
        String anonymous = one("volume create").succeeds().line();
        one("run --rm --network none -v ci-mine:/a -v " + anonymous + ":/b localhost/busybox touch /a/x /b/x")
                .succeeds();
        refused(ONE, "the volume others", "volume create others");
        refused(ONE, "options of a driver", "volume create -o type=tmpfs -o device=tmpfs ci-tmp");
        refused(OTHER, "the volume " + anonymous, "create --network none -v " + anonymous + ":/b localhost/busybox");
        refused(OTHER, "removing the volume ci-mine, which somebody else has made", "volume rm ci-mine");
        assertThat(engine().docker(OTHER, "ci", "volume inspect " + anonymous).err())
                .contains("no such volume");
        engine().sampan().run("volume", "create", "ci-roots").succeeds();
        engine().sampan().run("volume", "create", "roots").succeeds();
        refused(ONE, "removing the volume ci-roots, which somebody else has made", "volume rm ci-roots");
        assertThat(one("volume ls -q").line().lines()).containsExactlyInAnyOrder("ci-mine", "ci-roots", anonymous);
        one("volume prune -af").succeeds();
        assertThat(roots("volume ls -q")).containsExactly("ci-roots", "roots");
    }

    /** Whose it is survives the engine, and a volume that anybody's container has is not pruned. */
    @Test
    void aVolumeThatAnothersContainerHasIsNotPruned() {
        one("volume create ci-shared").succeeds();
        engine().sampan()
                .run("create", "--name", "roots", "--network", "none", "-v", "ci-shared:/x", PolicyEngine.BUSYBOX)
                .succeeds();
        one("volume prune -af").succeeds();
        assertThat(one("volume rm ci-shared").err()).contains("volume is in use");
        assertThat(roots("volume ls -q")).containsExactly("ci-shared");
    }

    @Test
    void aNetworkIsItsMakersToRemove() {
        one("network create ci-net").succeeds();
        one("run -d --name mine --network none localhost/busybox sleep 1000").succeeds();
        one("create --name second localhost/busybox sleep 1000").succeeds();
        one("network connect --alias two ci-net second").succeeds();
        assertThat(one("inspect -f {{.NetworkSettings.Networks}} second").line())
                .contains("ci-net:");
        one("network disconnect ci-net second").succeeds();
        refused(ONE, "the network others", "network create others");
        refused(ONE, "options of a driver", "network create -d macvlan ci-card");
        refused(ONE, "addresses of a network", "network create --subnet 10.99.0.0/24 ci-far");
        engine().sampan().run("network", "create", "ci-roots").succeeds();
        engine().sampan().run("network", "create", "roots").succeeds();
        refused(ONE, "the network roots", "network connect roots second");
        refused(ONE, "the network host", "network connect host second");
        refused(ONE, "removing the network ci-roots, which somebody else has made", "network rm ci-roots");
        refused(OTHER, "removing the network ci-net, which somebody else has made", "network rm ci-net");
        assertThat(engine().docker(OTHER, "ci", "network connect ci-net second").err())
                .contains("No such container: second");
        one("network prune -f").succeeds();
        assertThat(roots("network ls --filter type=custom --format {{.Name}}"))
                .containsExactlyInAnyOrder("ci-roots", "roots");
    }

    @Test
    void anImageIsMadeAndTakenAwayByItsNameAlone() {
        one("run --name mine --network none localhost/busybox touch /made").succeeds();
        one("commit mine ci/made").succeeds();
        assertThat(one("run --rm --network none ci/made ls /made").succeeds().line())
                .isEqualTo("/made");
        refused(ONE, "the image name localhost/busybox:latest", "commit mine localhost/busybox");
        refused(ONE, "images without a name", "commit mine");
        refused(ONE, "the image name nginx:latest", "tag ci/made nginx");
        assertThat(engine().docker(OTHER, "ci", "commit mine ci/theirs").err()).contains("No such container: mine");
        one("tag ci/made ci/again:1").succeeds();
        refused(ONE, "the image name localhost/busybox:latest", "rmi localhost/busybox");
        String id = one("inspect -f {{.Id}} ci/made").line();
        refused(ONE, "removing an image by its id", "rmi -f " + id);
        refused(ONE, "removing an image by its id", "rmi -f " + id.substring("sha256:".length(), 20));
        one("rm mine").succeeds();
        one("rmi ci/made ci/again:1").succeeds();
        assertThat(roots("images -q")).hasSize(1);
    }

    @Test
    void theCommandLineKeepsTheSameOrder() {
        assertThat(engine().sampan(MEMBER, "volume create").succeeds().line()).hasSize(64);
        assertThat(engine().sampan(MEMBER, "volume ls -q").succeeds().line().lines())
                .hasSize(1);
        engine().sampan(MEMBER, "volume prune -af").succeeds();
        engine().sampan().run("volume", "create", "roots").succeeds();
        assertThat(engine().sampan(MEMBER, "volume ls -q").succeeds().out()).isEmpty();
        assertThat(engine().sampan(MEMBER, "volume inspect roots").err()).contains("no such volume");
        assertThat(engine().sampan(MEMBER, "volume rm roots").err())
                .contains("rule member does not allow removing the volume roots");
    }
}
