package sampan.oci.image;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of {@link ImageConfig}. */
final class ImageConfigJson {
    private ImageConfigJson() {}

    static ImageConfig read(JsonFields json) throws ImageFormatException {
        JsonFields rootfs = json.requiredObject("rootfs");
        if (!rootfs.requiredText("type").equals("layers")) {
            throw new ImageFormatException("image config.rootfs.type is not \"layers\"");
        }
        List<Digest> diffIds = new ArrayList<>();
        for (String diffId : rootfs.texts("diff_ids")) {
            diffIds.add(Digest.parse(diffId));
        }
        List<History> history = new ArrayList<>();
        for (JsonFields entry : json.objects("history")) {
            history.add(new History(
                    entry.time("created"),
                    entry.text("created_by"),
                    entry.text("author"),
                    entry.text("comment"),
                    entry.flag("empty_layer")));
        }
        Optional<JsonFields> config = json.object("config");
        return new ImageConfig(
                new Platform(json.requiredText("os"), json.requiredText("architecture"), json.text("variant")),
                json.time("created"),
                json.text("author"),
                json.text("comment"),
                config.isEmpty() ? ContainerDefaults.NONE : defaults(config.get()),
                diffIds,
                history);
    }

    private static ContainerDefaults defaults(JsonFields json) throws ImageFormatException {
        ContainerDefaults.Draft draft = new ContainerDefaults.Draft();
        draft.user = json.text("User");
        draft.exposedPorts.addAll(json.set("ExposedPorts"));
        draft.env.addAll(json.texts("Env"));
        draft.entrypoint = json.texts("Entrypoint");
        draft.cmd = json.texts("Cmd");
        draft.volumes.addAll(json.set("Volumes"));
        draft.workingDir = json.text("WorkingDir");
        draft.labels.putAll(json.strings("Labels"));
        draft.stopSignal = json.text("StopSignal");
        Optional<JsonFields> healthcheck = json.object("Healthcheck");
        draft.healthcheck = healthcheck.isEmpty() ? Optional.empty() : Optional.of(healthcheck(healthcheck.get()));
        draft.onBuild.addAll(json.texts("OnBuild"));
        draft.shell = json.texts("Shell");
        return draft.finish();
    }

    private static Healthcheck healthcheck(JsonFields json) throws ImageFormatException {
        long retries = json.number("Retries");
        if (retries < 0 || retries > Integer.MAX_VALUE) {
            throw new ImageFormatException(json.what() + ".Retries is out of range");
        }
        return new Healthcheck(
                json.texts("Test"),
                nanos(json, "Interval"),
                nanos(json, "Timeout"),
                nanos(json, "StartPeriod"),
                nanos(json, "StartInterval"),
                (int) retries);
    }

    private static Duration nanos(JsonFields json, String key) throws ImageFormatException {
        long nanos = json.number(key);
        if (nanos < 0) {
            throw new ImageFormatException(json.what() + "." + key + " is negative");
        }
        return Duration.ofNanos(nanos);
    }

    static byte[] write(ImageConfig image) {
        ObjectNode json = StrictJson.object();
        json.put("architecture", image.platform().architecture());
        put(json, "variant", image.platform().variant());
        put(json, "author", image.author());
        put(json, "comment", image.comment());
        json.set("config", defaults(image.config()));
        image.created().ifPresent(created -> json.put("created", created.toString()));
        for (History entry : image.history()) {
            ObjectNode item = json.withArray("history").addObject();
            entry.created().ifPresent(created -> item.put("created", created.toString()));
            put(item, "created_by", entry.createdBy());
            put(item, "author", entry.author());
            put(item, "comment", entry.comment());
            if (entry.emptyLayer()) {
                item.put("empty_layer", true);
            }
        }
        json.put("os", image.platform().os());
        ObjectNode rootfs = json.putObject("rootfs").put("type", "layers");
        rootfs.putArray("diff_ids");
        image.diffIds().forEach(id -> rootfs.withArray("diff_ids").add(id.toString()));
        return StrictJson.bytes(json);
    }

    private static ObjectNode defaults(ContainerDefaults config) {
        ObjectNode json = StrictJson.object();
        put(json, "User", config.user());
        put(json, "ExposedPorts", (Collection<String>) config.exposedPorts(), true);
        put(json, "Env", config.env(), false);
        put(json, "Entrypoint", config.entrypoint(), false);
        put(json, "Cmd", config.cmd(), false);
        put(json, "Volumes", (Collection<String>) new LinkedHashSet<>(config.volumes()), true);
        put(json, "WorkingDir", config.workingDir());
        if (!config.labels().isEmpty()) {
            ObjectNode labels = json.putObject("Labels");
            for (Map.Entry<String, String> label : config.labels().entrySet()) {
                labels.put(label.getKey(), label.getValue());
            }
        }
        put(json, "StopSignal", config.stopSignal());
        config.healthcheck().ifPresent(health -> healthcheck(json.putObject("Healthcheck"), health));
        put(json, "OnBuild", config.onBuild(), false);
        put(json, "Shell", config.shell(), false);
        return json;
    }

    private static void healthcheck(ObjectNode json, Healthcheck health) {
        put(json, "Test", health.test(), false);
        json.put("Interval", health.interval().toNanos());
        json.put("Timeout", health.timeout().toNanos());
        json.put("StartPeriod", health.startPeriod().toNanos());
        json.put("StartInterval", health.startInterval().toNanos());
        json.put("Retries", health.retries());
    }

    private static void put(ObjectNode json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }

    private static void put(ObjectNode json, String key, Collection<String> values, boolean asSet) {
        if (values.isEmpty()) {
            return;
        }
        Consumer<String> add = asSet ? json.putObject(key)::putObject : json.putArray(key)::add;
        values.forEach(add);
    }
}
