package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Archives of appc, by {@code load}, {@code import} and {@code image copy}; gpg signs them. */
final class AciTest extends EngineTest {
    private static final String APP = """
            {"exec": ["/bin/sh", "-c", "echo $GREETING; pwd; id -u; id -g; cat /data/note"], "user": "100", "group": "300",
             "workingDirectory": "/opt/work", "environment": [{"name": "GREETING", "value": "hello there"}],
             "mountPoints": [{"name": "data", "path": "/data", "readOnly": true}],
             "ports": [{"name": "web", "protocol": "tcp", "port": 8000, "count": 2}],
             "isolators": [{"name": "resource/memory", "value": {"limit": "64M"}},
                           {"name": "os/linux/capabilities-retain-set", "value": {"set": ["CAP_KILL"]}}],
             "eventHandlers": [{"name": "pre-start", "exec": ["/bin/true"]}], "supplementaryGIDs": [400]}""";
    private static final String REST = """
            "annotations": [{"name": "authors", "value": "A <a@example.com>"}, {"name": "created", "value": "2015-06-01T10:20:30Z"}]""";

    @TempDir
    Path work;

    @AfterEach
    void clear() {
        for (String name : sampan().run(
                        "images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=example.com/*")
                .out()
                .lines()
                .toList()) {
            sampan().run("rmi", "-f", name);
        }
    }

    private static String manifest(String name, String version, String more) {
        return "{\"acKind\": \"ImageManifest\", \"acVersion\": \"0.8.11\", \"name\": \"" + name
                + "\", \"labels\": [{\"name\": \"version\", \"value\": \"" + version
                + "\"}, {\"name\": \"os\", \"value\": \"linux\"}, {\"name\": \"arch\", \"value\": \"amd64\"}], " + more
                + "}";
    }

    private static HostileTar shell(String manifest) {
        return HostileTar.empty()
                .file("manifest", manifest)
                .directory("rootfs")
                .directory("rootfs/bin")
                .file("rootfs/bin/busybox", HostileTar.busybox(), 0755)
                .hardLink("rootfs/bin/sh", "rootfs/bin/busybox")
                .link("rootfs/bin/id", "/bin/busybox")
                .link("rootfs/bin/cat", "busybox")
                .directory("rootfs/opt")
                .directory("rootfs/opt/work")
                .directory("rootfs/data")
                .file("rootfs/data/note", "from the image");
    }

    private Path file(String name, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return Files.write(work.resolve(name), packed.toByteArray());
    }

    private JsonNode inspected(String name) {
        return new JsonMapper()
                .readTree(sampan().run("inspect", name).succeeds().out())
                .get(0);
    }

    @Test
    void whatTheManifestSaysBecomesTheImagesConfiguration() throws Exception {
        byte[] plain = shell(manifest("example.com/worker", "1.2", "\"app\": " + APP + ", " + REST))
                .bytes();
        Path aci = file("worker.aci", plain);
        assertThat(sampan().run("load", "-i", aci.toString()).succeeds().line())
                .isEqualTo("Loaded image: example.com/worker:1.2");
        JsonNode image = inspected("example.com/worker:1.2");
        assertThat(image.path("Author").asString()).isEqualTo("A <a@example.com>");
        assertThat(image.path("Created").asString()).startsWith("2015-06-01T10:20:30");
        assertThat(image.path("Architecture").asString()).isEqualTo("amd64");
        JsonNode config = image.path("Config");
        assertThat(config.path("User").asString()).isEqualTo("100:300");
        assertThat(config.path("WorkingDir").asString()).isEqualTo("/opt/work");
        assertThat(config.path("Env").toString()).isEqualTo("[\"GREETING=hello there\"]");
        assertThat(config.path("Volumes").propertyNames()).containsExactly("/data");
        assertThat(config.path("ExposedPorts").propertyNames()).containsExactlyInAnyOrder("8000/tcp", "8001/tcp");
        JsonNode labels = config.path("Labels");
        assertThat(labels.path("appc.io/isolator/resource/memory").asString()).isEqualTo("{\"limit\":\"64M\"}");
        assertThat(labels.path("appc.io/isolator/os/linux/capabilities-retain-set")
                        .asString())
                .isEqualTo("{\"set\":[\"CAP_KILL\"]}");
        assertThat(labels.path("appc.io/mount-point/data").asString()).isEqualTo("/data:ro");
        assertThat(labels.path("appc.io/event-handler/pre-start").asString()).isEqualTo("[\"/bin/true\"]");
        assertThat(labels.path("appc.io/supplementary-gids").asString()).isEqualTo("[400]");
        assertThat(labels.path("appc.io/image-id").asString())
                .isEqualTo("sha512-"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-512").digest(plain)));
        assertThat(sampan().run("run", "--rm", "example.com/worker:1.2")
                        .succeeds()
                        .out())
                .isEqualTo("hello there\n/opt/work\n100\n300\nfrom the image");
    }

    @Test
    void loadImportAndCopyMakeTheSameImage() throws Exception {
        Path aci = file(
                "same.aci",
                shell(manifest("example.com/same", "1", "\"app\": " + APP + ", " + REST))
                        .bytes());
        sampan().run("load", "-i", aci.toString()).succeeds();
        sampan().run("image", "copy", "aci:" + aci, "example.com/copied:1").succeeds();
        assertThat(inspected("example.com/copied:1").path("Id"))
                .isEqualTo(inspected("example.com/same:1").path("Id"));
        sampan().run("import", "-m", "", aci.toString(), "example.com/imported:1")
                .succeeds();
        JsonNode imported = inspected("example.com/imported:1");
        assertThat(imported.path("Config"))
                .isEqualTo(inspected("example.com/same:1").path("Config"));
        assertThat(imported.path("RootFS"))
                .isEqualTo(inspected("example.com/same:1").path("RootFS"));
        sampan().run("import", "-c", "USER 0", aci.toString(), "example.com/changed:1")
                .succeeds();
        assertThat(inspected("example.com/changed:1")
                        .path("Config")
                        .path("User")
                        .asString())
                .isEqualTo("0");
        assertThat(sampan().run("image", "copy", "example.com/same:1", "aci:" + work + "/out.aci")
                        .err())
                .contains("ACI archives are read, not written");
    }

    @Test
    void dependenciesLieBelowAndHaveToBeHere() throws Exception {
        byte[] base = shell(manifest("example.com/base", "2", REST)).bytes();
        String id = "sha512-"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(base));
        Path top = work.resolve("top.aci");
        Files.write(
                top,
                HostileTar.empty()
                        .directory("rootfs")
                        .file("rootfs/own", "above")
                        .file(
                                "manifest",
                                manifest(
                                        "example.com/top",
                                        "1",
                                        "\"dependencies\": [{\"imageName\": \"example.com/base\", \"imageID\": \"" + id
                                                + "\", \"labels\": [{\"name\": \"version\", \"value\": \"2\"}]}]"))
                        .bytes());
        assertThat(sampan().run("load", "-i", top.toString()).err())
                .contains("the ACI stands on example.com/base:2, which is not here: import that first");
        sampan().runWith(
                        shell(manifest("example.com/base", "2", "\"annotations\": []"))
                                .bytes(),
                        "load")
                .succeeds();
        assertThat(sampan().run("load", "-i", top.toString()).err()).contains("with the image ID " + id);
        sampan().runWith(base, "load").succeeds();
        sampan().run("load", "-i", top.toString()).succeeds();
        assertThat(sampan().run("run", "--rm", "example.com/top:1", "sh", "-c", "cat /own /data/note")
                        .succeeds()
                        .out())
                .isEqualTo("abovefrom the image");
    }

    @Test
    void aSignatureIsCheckedWhereAKeyIsGiven() throws Exception {
        Path aci = file(
                "signed.aci", shell(manifest("example.com/signed", "1", REST)).bytes());
        try (Gpg alice = new Gpg(work.resolve("alice"));
                Gpg mallory = new Gpg(work.resolve("mallory"))) {
            checkSignatures(aci, alice, mallory);
        }
    }

    private void checkSignatures(Path aci, Gpg alice, Gpg mallory) throws IOException {
        alice.sign(aci, work.resolve("signed.aci.asc"));
        mallory.sign(aci, work.resolve("mallory.asc"));
        String key = alice.publicKey().toString();
        for (String verb : new String[] {"import", "load"}) {
            String[] named = verb.equals("load")
                    ? new String[] {verb, "--key", key, "-i", aci.toString()}
                    : new String[] {verb, "--key", key, aci.toString()};
            sampan().run(named).succeeds();
            sampan().run("rmi", "example.com/signed:1").succeeds();
            Sampan.Result other = sampan().run(with(
                    named, "--signature", work.resolve("mallory.asc").toString()));
            assertThat(other.code()).isNotZero();
            assertThat(other.err()).contains("the signature is by none of the keys");
            assertThat(sampan().run(with(named, "--signature", aci.toString())).err())
                    .contains("no signature of OpenPGP");
            assertThat(sampan().run(with(named, "--key", aci.toString())).err()).contains("no public key of OpenPGP");
        }
        assertThat(sampan().runWith(Files.readAllBytes(aci), "load", "--key", key)
                        .err())
                .contains("where is the archive's signature? '--signature FILE' names it");
        assertThat(sampan().run("load", "-i", aci.toString(), "--signature", aci + ".asc")
                        .err())
                .contains("'--key FILE' names it");
        file(
                "signed.aci",
                shell(manifest("example.com/signed", "1", "\"annotations\": []"))
                        .bytes());
        assertThat(sampan().run("load", "--key", key, "-i", aci.toString()).err())
                .contains("the archive is not what its signature is of");
        assertThat(sampan().run("import", "--key", key, aci.toString()).err())
                .contains("the archive is not what its signature is of");
        assertThat(sampan().run("images", "-q", "example.com/signed").out()).isEmpty();
    }

    private static String[] with(String[] words, String flag, String value) {
        String[] all = new String[words.length + 2];
        all[0] = words[0];
        all[words.length] = flag;
        all[words.length + 1] = value;
        System.arraycopy(words, 1, all, 1, words.length - 1);
        return all;
    }

    @Test
    void whatIsMalformedIsToldAndLeavesNothing() {
        String[][] cases = {
            {"\"app\": {\"exec\": 1}", "exec is not a list"},
            {"\"app\": {\"workingDirectory\": \"../x\"}", "workingDirectory is not an absolute path"},
            {"\"app\": {\"mountPoints\": [{\"name\": \"x\", \"path\": \"etc\"}]}", "path is not an absolute path"},
            {"\"app\": {\"user\": \"/etc/passwd\"}", "the owner of a file is not supported"},
            {"\"app\": {\"user\": \"0:0\"}", "has a colon"},
            {"\"app\": {\"environment\": [{\"name\": \"A=B\", \"value\": \"\"}]}", "has an equals sign"},
            {
                "\"app\": {\"ports\": [{\"name\": \"x\", \"protocol\": \"tcp\", \"port\": 65535, \"count\": 9}]}",
                "a port out of range"
            },
            {"\"pathWhitelist\": [\"/etc\"]", "pathWhitelist is not supported"},
            {
                "\"annotations\": [{\"name\": \"x\", \"value\": \"1\"}, {\"name\": \"x\", \"value\": \"2\"}]",
                "has \"x\" twice"
            },
        };
        for (String[] one : cases) {
            byte[] aci = shell(manifest("example.com/bad", "1", one[0])).bytes();
            for (String[] command : new String[][] {{"load"}, {"import", "-"}}) {
                Sampan.Result refused = sampan().runWith(aci, command);
                assertThat(refused.code()).as(one[0]).isEqualTo(1);
                assertThat(refused.err()).contains(one[1]);
            }
        }
    }

    @Test
    void whatLeadsOutOfTheRootFileSystemIsRefused() {
        byte[] outside = shell(manifest("example.com/bad", "1", REST))
                .hardLink("rootfs/leak", "manifest")
                .bytes();
        assertThat(sampan().runWith(outside, "load").err())
                .contains("is a hard link to \"manifest\", which is not in rootfs");
        assertThat(sampan().run("images", "-q", "example.com/bad").out()).isEmpty();
    }

    @Test
    void aFileThatIsOnlyCalledManifestIsAFile() {
        byte[] another = HostileTar.withShell()
                .file("manifest", "{\"acKind\": \"PodManifest\"}")
                .bytes();
        sampan().runWith(another, "import", "-", "example.com/plain").succeeds();
        assertThat(sampan().run("image", "cat", "example.com/plain", "/manifest")
                        .succeeds()
                        .out())
                .isEqualTo("{\"acKind\": \"PodManifest\"}");
    }
}
