package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.JsonNode;

/** What a version does not know it passes over, or refuses, as Docker's engine does. */
final class VersionRulesTest extends ServedEngine {
    private static final String IMAGE = "\"Image\":\"localhost/busybox\",\"Cmd\":[\"sleep\",\"600\"]";

    VersionRulesTest() {
        super(Limits.DEFAULT);
    }

    private String ask(String request, String body) throws IOException {
        return RawClient.ask(
                socket(),
                request + " HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }

    private static JsonNode json(String answer) {
        return ConfigJson.MAPPER.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    }

    private JsonNode made(String version, String hostConfig) throws IOException {
        String answer = ask(
                "POST /v" + version + "/containers/create",
                "{" + IMAGE + ",\"HostConfig\":{\"NetworkMode\":\"none\"," + hostConfig + "}}");
        assertThat(answer).contains(" 201 ");
        return json(ask("GET /containers/" + json(answer).path("Id").asString() + "/json", ""))
                .path("HostConfig");
    }

    /** Such a client removes it itself, once it has its exit code. */
    @Test
    void clientsBefore125RemoveContainersThemselves() throws IOException {
        assertThat(made("1.24", "\"AutoRemove\":true").path("AutoRemove").asBoolean())
                .isFalse();
        assertThat(made("1.25", "\"AutoRemove\":true").path("AutoRemove").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.43 | "Mounts":[{"Type":"bind","Source":"/tmp","Target":"/x","BindOptions":{"ReadOnlyForceRecursive":true}}] | BindOptions.ReadOnlyForceRecursive needs API v1.44 or newer
            1.44 | "Mounts":[{"Type":"volume","Source":"v","Target":"/x","VolumeOptions":{"Subpath":"a"}}]               | VolumeOptions.Subpath needs API v1.45 or newer
            1.47 | "Mounts":[{"Type":"image","Source":"localhost/busybox","Target":"/x"}]                                | Mount type \\"Image\\" needs API v1.48 or newer
            1.42 | "Mounts":[{"Type":"tmpfs","Target":"/x","VolumeOptions":{}}]                                          | VolumeOptions must not be specified on mount type \\"tmpfs\\"
            """)
    void whatAVersionDoesNotKnowYetIsRefused(String version, String hostConfig, String sentence) throws IOException {
        String body = "{" + IMAGE + ",\"HostConfig\":{\"NetworkMode\":\"none\"," + hostConfig + "}}";
        assertThat(ask("POST /v" + version + "/containers/create", body))
                .contains(" 400 ")
                .contains(sentence);
        assertThat(json(ask("GET /containers/json?all=1", ""))).isEmpty();
    }

    @Test
    void optionsOfAnotherTypeOfMountWereOncePassedOver() throws IOException {
        JsonNode host =
                made("1.41", "\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/x\",\"VolumeOptions\":{\"NoCopy\":true}}]");
        assertThat(host.path("Mounts").get(0).has("VolumeOptions")).isFalse();
    }

    @Test
    void severalNetworksAtOnceAreFor144AndNewer() throws IOException {
        String body = "{" + IMAGE + ",\"NetworkingConfig\":{\"EndpointsConfig\":{\"a\":{},\"b\":{}}}}";
        assertThat(ask("POST /v1.43/containers/create", body))
                .contains(" 400 ", "Container cannot be created with multiple network endpoints: a, b");
    }

    @Test
    void aContainersOwnHardwareAddressIsOfThePast() throws IOException {
        String body = "{" + IMAGE + ",\"MacAddress\":\"02:00:00:00:00:01\"}";
        assertThat(ask("POST /v1.52/containers/create", body))
                .contains(" 400 ", "container-wide MAC address no longer supported");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.24 | default | null                                                                                      | bridge
            1.40 | default | {"bridge":{"MacAddress":""}} | bridge
            1.41 | bridge  | {"bridge":null}                                                                           | bridge
            1.43 | lab     | {"lab":{"MacAddress":"02:00:00:00:00:09"}}                                                | lab
            1.44 | default | {"default":{"MacAddress":"02:00:00:00:00:01"},"b":{"MacAddress":"02:00:00:00:00:09"}} | bridge
            1.51 | lab     | {"b":{}}                                                                                  | lab
            """)
    void itWasOnceTheOneOnTheNetworkOfItsMode(String version, String mode, String endpoints, String network)
            throws IOException {
        String body = ("{" + IMAGE + ",\"MacAddress\":\"02:00:00:00:00:01\",\"HostConfig\":{\"NetworkMode\":\"%s\"},"
                        + "\"NetworkingConfig\":{\"EndpointsConfig\":%s}}")
                .formatted(mode, endpoints);
        String made = ask("POST /v" + version + "/containers/create", body);
        assertThat(made).contains(" 201 ");
        String name = "/containers/" + json(made).path("Id").asString() + "/json";
        JsonNode container = json(ask("GET /v1.51" + name, ""));
        assertThat(container
                        .at("/NetworkSettings/Networks/" + network + "/MacAddress")
                        .asString())
                .isEqualTo("02:00:00:00:00:01");
        assertThat(container.at("/Config/MacAddress").asString()).isEqualTo("02:00:00:00:00:01");
        assertThat(json(ask("GET /v1.52" + name, "")).path("Config").has("MacAddress"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.43 | host        | {}                                              | conflicting options: mac-address and the network mode
            1.44 | container:x | {}                                              | conflicting options: mac-address and the network mode
            1.44 | bridge      | {"bridge":{"MacAddress":"02:00:00:00:00:09"}} | the container-wide MAC address must match the endpoint-specific MAC address
            """)
    void itIsOnOneNetworkOnly(String version, String mode, String endpoints, String sentence) throws IOException {
        String body = ("{" + IMAGE + ",\"MacAddress\":\"02:00:00:00:00:01\",\"HostConfig\":{\"NetworkMode\":\"%s\"},"
                        + "\"NetworkingConfig\":{\"EndpointsConfig\":%s}}")
                .formatted(mode, endpoints);
        assertThat(ask("POST /v" + version + "/containers/create", body)).contains(" 400 ", sentence);
    }

    @Test
    void parametersThatAVersionDoesNotKnowArePassedOver() throws IOException {
        made("1.41", "\"AutoRemove\":false");
        String id =
                json(ask("GET /containers/json?all=1", "")).get(0).path("Id").asString();
        assertThat(ask("POST /v1.41/containers/" + id + "/stop?signal=nonsense", ""))
                .contains(" 304 ");
        assertThat(ask("POST /v1.42/containers/" + id + "/stop?signal=nonsense", ""))
                .contains(" 400 ");
        assertThat(json(ask("GET /v1.41/system/df?type=volume", "")).has("Images"))
                .isTrue();
        assertThat(json(ask("GET /v1.42/system/df?type=volume", "")).has("Images"))
                .isFalse();
    }

    @Test
    void whatIsUsedIsToldInBothFormsToWhoNamesNoVersion() throws IOException {
        assertThat(json(ask("GET /system/df", "")).propertyNames()).contains("ImageUsage", "Images", "LayersSize");
        assertThat(json(ask("GET /v1.51/system/df", "")).propertyNames())
                .contains("Images", "LayersSize")
                .doesNotContain("ImageUsage");
        assertThat(json(ask("GET /v1.56/system/df?verbose=1", "")).propertyNames())
                .contains("ImageUsage")
                .doesNotContain("Images", "LayersSize");
    }

    @Test
    void eventsSayThingsOnceSince152() throws IOException {
        made("1.41", "\"AutoRemove\":false");
        String until = "/events?filters=%7B%22type%22%3A%5B%22container%22%5D%7D&since=1&until="
                + System.currentTimeMillis() / 1000 + ".999999999";
        assertThat(json(ask("GET /v1.51" + until, "")).has("status")).isTrue();
        assertThat(json(ask("GET /v1.52" + until, "")).has("status")).isFalse();
    }

    @Test
    void anImageWithoutANameSaysSoToOldClients() throws IOException {
        assertThat(ask("POST /images/create?fromSrc=-", "")).contains(" 200 ");
        String dangling = "/images/json?filters=%7B%22dangling%22%3A%5B%22true%22%5D%7D";
        assertThat(json(ask("GET /v1.42" + dangling, ""))
                        .get(0)
                        .path("RepoTags")
                        .get(0)
                        .asString())
                .isEqualTo("<none>:<none>");
        assertThat(json(ask("GET /v1.43" + dangling, "")).get(0).path("RepoTags"))
                .isEmpty();
    }
}
