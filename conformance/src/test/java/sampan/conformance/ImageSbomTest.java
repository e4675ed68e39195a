package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code image sbom}: packages of every kind, and both kinds of bills with the fields that their specifications require. */
final class ImageSbomTest extends EngineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String IMAGE = "packages:1";

    @TempDir
    static Path work;

    @BeforeAll
    void load() throws IOException {
        byte[] tar = HostileTar.empty()
                .directory("etc")
                .file("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\nVERSION_ID=\"12\"\n")
                .file("var/lib/dpkg/status", """
                        Package: bash
                        Status: install ok installed
                        Architecture: amd64
                        Version: 5.2.15-2+b7
                        Description: shell
                         Package: not-one

                        Package: removed
                        Status: deinstall ok config-files
                        Architecture: amd64
                        Version: 1
                        """)
                .file("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a\nArchitecture: all\n")
                .file(
                        "lib/apk/db/installed",
                        "C:Q1\nP:musl\nV:1.2.4-r2\nA:x86_64\nL:MIT\n\nP:busybox\nV:1.36\nA:x86_64\n")
                .file(
                        "app/node_modules/left-pad/package.json",
                        "{\"name\":\"left-pad\",\"version\":\"1.3.0\",\"license\":\"WTFPL\"}")
                .file("app/node_modules/left-pad/test/package.json", "{\"name\":\"inside\",\"version\":\"1\"}")
                .file("app/node_modules/@types/node/package.json", "{\"name\":\"@types/node\",\"version\":\"20.1.0\"}")
                .file("app/node_modules/broken/package.json", "{\"name\":")
                .file(
                        "usr/lib/python3/Foo_Bar-2.0.dist-info/METADATA",
                        "Metadata-Version: 2.1\nName: Foo_Bar\nVersion: 2.0\nLicense: BSD\n\nName: body\n")
                .file("usr/lib/python3/old.egg-info/PKG-INFO", "Name: old\nVersion: 0.1\n")
                .file("opt/app-3.4.jar", jarInJar(), 0644)
                .file("opt/broken-9.jar", "PK\003\004 no archive".getBytes(UTF_8), 0644)
                .file("var/lib/rpm/rpmdb.sqlite", rpmDatabase(), 0644)
                .file("var/lib/rpm/Packages", "old")
                .bytes();
        sampan().runWith(ArchivedImages.docker(IMAGE, tar).bytes(), "load").succeeds();
    }

    private static byte[] jarInJar() throws IOException {
        byte[] inner = jar(
                "META-INF/maven/org.example/inner/pom.properties",
                "groupId=org.example\nartifactId=inner\nversion=1.1\n");
        return zip(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\nBundle-License: EPL-2.0\nImplementation-Vendor-Id: com.acme\n".getBytes(UTF_8),
                "BOOT-INF/lib/inner-1.1.jar",
                inner);
    }

    private static byte[] jar(String name, String text) throws IOException {
        return zip(name, text.getBytes(UTF_8), "empty", new byte[0]);
    }

    private static byte[] zip(String one, byte[] first, String other, byte[] second) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(one));
            zip.write(first);
            zip.putNextEntry(new ZipEntry(other));
            zip.write(second);
        }
        return bytes.toByteArray();
    }

    /** Of the real rpm, with one package that the real rpmbuild made. */
    private static byte[] rpmDatabase() throws IOException {
        Files.writeString(work.resolve("hello.spec"), """
                Name: hello-rpm
                Version: 1.2
                Release: 3
                Epoch: 4
                Summary: test
                License: MIT
                BuildArch: noarch
                %description
                %files
                """);
        String database = work.resolve("db").toString();
        DockerRegistry.run("rpmbuild", "-bb", "--quiet", "--define", "_topdir " + work, work + "/hello.spec");
        DockerRegistry.run("rpm", "--define", "_db_backend sqlite", "--dbpath", database, "--initdb");
        DockerRegistry.run(
                "rpm",
                "--force-debian",
                "--define",
                "_db_backend sqlite",
                "--dbpath",
                database,
                "-i",
                "--justdb",
                "--nodeps",
                work + "/RPMS/noarch/hello-rpm-1.2-3.noarch.rpm");
        return Files.readAllBytes(work.resolve("db/rpmdb.sqlite"));
    }

    private Sampan.Result sbom(String... flags) {
        var line = new java.util.ArrayList<>(java.util.List.of("image", "sbom"));
        line.addAll(java.util.List.of(flags));
        line.add(IMAGE);
        return sampan().run(line.toArray(String[]::new)).succeeds();
    }

    @Test
    void packagesOfEveryKindAreFoundByTheirRecords() {
        Sampan.Result all =
                sbom("--format", "{{.Type}} {{.Name}} {{.Version}} {{.Architecture}} {{.License}} {{.Path}}");
        assertThat(all.out().lines())
                .containsExactly(
                        "deb bash 5.2.15-2+b7 amd64  /var/lib/dpkg/status",
                        "deb tzdata 2024a all  /var/lib/dpkg/status.d/tzdata",
                        "rpm hello-rpm 4:1.2-3 noarch MIT /var/lib/rpm/rpmdb.sqlite",
                        "apk busybox 1.36 x86_64  /lib/apk/db/installed",
                        "apk musl 1.2.4-r2 x86_64 MIT /lib/apk/db/installed",
                        "maven com.acme:app 3.4  EPL-2.0 /opt/app-3.4.jar",
                        "maven broken 9   /opt/broken-9.jar",
                        "maven org.example:inner 1.1   /opt/app-3.4.jar",
                        "npm left-pad 1.3.0  WTFPL /app/node_modules/left-pad/package.json",
                        "npm @types/node 20.1.0   /app/node_modules/@types/node/package.json",
                        "pypi Foo_Bar 2.0  BSD /usr/lib/python3/Foo_Bar-2.0.dist-info/METADATA",
                        "pypi old 0.1   /usr/lib/python3/old.egg-info/PKG-INFO");
        assertThat(all.err()).contains("WARNING: /var/lib/rpm/Packages: no package database");
    }

    @Test
    void anSpdxDocumentHasWhatSpdx23Requires() {
        JsonNode json = JSON.readTree(sbom("--format", "spdx-json").out());
        assertThat(json.path("spdxVersion").asString()).isEqualTo("SPDX-2.3");
        assertThat(json.path("dataLicense").asString()).isEqualTo("CC0-1.0");
        assertThat(json.path("SPDXID").asString()).isEqualTo("SPDXRef-DOCUMENT");
        assertThat(json.path("name").asString()).isEqualTo(IMAGE);
        assertThat(json.path("documentNamespace").asString()).matches("https://[^#]+[0-9a-f]{64}-\\d+");
        assertThat(json.path("creationInfo").path("created").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(json.path("creationInfo").path("creators").get(0).asString()).matches("Tool: sampan-.+");
        Set<String> ids = new HashSet<>(Set.of("SPDXRef-DOCUMENT"));
        for (JsonNode found : json.path("packages")) {
            assertThat(found.path("SPDXID").asString()).matches("SPDXRef-[A-Za-z0-9.-]+");
            assertThat(ids.add(found.path("SPDXID").asString())).isTrue();
            assertThat(found.path("name").asString()).isNotEmpty();
            assertThat(found.path("downloadLocation").asString()).isEqualTo("NOASSERTION");
            assertThat(found.path("filesAnalyzed").isBoolean()).isTrue();
            for (JsonNode reference : found.path("externalRefs")) {
                assertThat(reference.path("referenceCategory").asString()).isEqualTo("PACKAGE-MANAGER");
                assertThat(reference.path("referenceType").asString()).isEqualTo("purl");
            }
        }
        assertThat(ids).hasSize(14);
        for (JsonNode relationship : json.path("relationships")) {
            assertThat(ids)
                    .contains(
                            relationship.path("spdxElementId").asString(),
                            relationship.path("relatedSpdxElement").asString());
            assertThat(relationship.path("relationshipType").asString()).isIn("DESCRIBES", "CONTAINS");
        }
        assertThat(json.toString())
                .contains(
                        "pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64&distro=debian-12",
                        "pkg:rpm/debian/hello-rpm@1.2-3?arch=noarch&distro=debian-12&epoch=4",
                        "pkg:npm/%40types/node@20.1.0",
                        "pkg:pypi/foo-bar@2.0",
                        "pkg:maven/org.example/inner@1.1");
    }

    @Test
    void aCycloneDxDocumentHasWhatCycloneDx16Requires() {
        JsonNode json = JSON.readTree(sbom("--format", "cyclonedx-json").out());
        assertThat(json.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(json.path("specVersion").asString()).isEqualTo("1.6");
        assertThat(json.path("serialNumber").asString())
                .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("metadata").path("component").path("type").asString())
                .isEqualTo("container");
        Set<String> references = new HashSet<>();
        for (JsonNode component : json.path("components")) {
            assertThat(component.path("type").asString()).isIn("library", "operating-system");
            assertThat(component.path("name").asString()).isNotEmpty();
            assertThat(references.add(component.path("bom-ref").asString())).isTrue();
            boolean library = component.path("type").asString().equals("library");
            assertThat(component.path("purl").asString("")).matches(library ? "pkg:[a-z]+/.+" : "");
        }
        assertThat(references).hasSize(13).contains("os:debian-12");
    }

    @Test
    void bothBillsAreWhatTheOfficialSchemasWant() {
        String spdx = sbom("--format", "spdx-json").out();
        String cycloneDx = sbom("--format", "cyclonedx-json").out();
        assertThat(OfficialSchema.SPDX_2_3.faults(spdx)).isEmpty();
        assertThat(OfficialSchema.CYCLONE_DX_1_6.faults(cycloneDx)).isEmpty();
        assertThat(OfficialSchema.SPDX_2_3.faults(spdx.replace("PACKAGE-MANAGER", "SHELF")))
                .isNotEmpty();
        assertThat(OfficialSchema.CYCLONE_DX_1_6.faults(cycloneDx.replace("\"library\"", "\"shelf\"")))
                .isNotEmpty();
        for (String format : new String[] {"spdx-json", "cyclonedx-json"}) { // of one that has no package
            String bare = sampan().run("image", "sbom", "--format", format, BUSYBOX)
                    .succeeds()
                    .out();
            OfficialSchema schema = format.startsWith("spdx") ? OfficialSchema.SPDX_2_3 : OfficialSchema.CYCLONE_DX_1_6;
            assertThat(schema.faults(bare)).isEmpty();
        }
    }

    @Test
    void theBillGoesToAFileWhole() throws IOException {
        Path file = work.resolve("bill.json");
        assertThat(sbom("--format", "spdx-json", "-o", file.toString()).out()).isEmpty();
        assertThat(JSON.readTree(Files.readAllBytes(file)).path("packages")).hasSize(13);
        assertThat(sbom().out()).startsWith("NAME ").contains("left-pad ");
        assertThat(sbom("--format", "json").out()).contains("\"Layer\":\"sha256:");
    }

    @Test
    void whatIsNotThereAndWhatIsNotKnownIsTold() {
        assertThat(sampan().run("image", "sbom", "nosuch").err()).contains("No such image: nosuch:latest");
        assertThat(sampan().run("image", "sbom", "--format", "{{.Nosuch}}", IMAGE)
                        .code())
                .isNotZero();
        assertThat(sampan().run("image", "sbom", "--help").succeeds().out())
                .contains("--format", "--output", "spdx-json", "cyclonedx-json");
        assertThat(sampan().run("image", "sbom", BUSYBOX).succeeds().out()).startsWith("NAME ");
    }
}
