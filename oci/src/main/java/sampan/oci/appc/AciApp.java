package sampan.oci.appc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.JsonFields;

/**
 * aci.md, {@code app}: what runs, as whom, where, with which environment, ports and mount points. What an image of OCI has no place for (isolators, event
 * handlers, names of mount points and ports) becomes labels {@code appc.io/…}: to be read, and obeyed by nobody.
 */
final class AciApp {
    private static final int MOST_PORTS = 65_536;

    private AciApp() {}

    static ContainerDefaults defaults(JsonFields app) throws ImageFormatException {
        ContainerDefaults.Draft draft = new ContainerDefaults.Draft();
        draft.entrypoint = app.texts("exec"); // what the caller says comes after it, as with rkt
        draft.user = user(app);
        draft.workingDir = absolute(app, "workingDirectory", app.text("workingDirectory"));
        for (JsonFields variable : app.objects("environment")) {
            draft.setEnv(variableName(variable), variable.text("value"));
        }
        for (JsonFields point : app.objects("mountPoints")) {
            String path = absolute(point, "path", point.requiredText("path"));
            draft.volumes.add(path);
            draft.labels.put(
                    "appc.io/mount-point/" + point.requiredText("name"), path + (point.flag("readOnly") ? ":ro" : ""));
        }
        for (JsonFields port : app.objects("ports")) {
            expose(port, draft);
        }
        for (JsonFields isolator : app.objects("isolators")) {
            draft.labels.put("appc.io/isolator/" + isolator.requiredText("name"), isolator.json("value"));
        }
        for (JsonFields handler : app.objects("eventHandlers")) {
            draft.labels.put("appc.io/event-handler/" + handler.requiredText("name"), handler.json("exec"));
        }
        if (app.has("supplementaryGIDs")) {
            draft.labels.put("appc.io/supplementary-gids", app.json("supplementaryGIDs"));
        }
        return draft.finish();
    }

    private static String user(JsonFields app) throws ImageFormatException {
        String user = app.text("user");
        String group = app.text("group");
        if (user.startsWith("/") || group.startsWith("/")) {
            throw new ImageFormatException(app.what()
                    + ".user: the owner of a file is not supported as user or group; give the id by --change 'USER …' and a"
                    + " manifest without it");
        }
        if (user.indexOf(':') >= 0 || group.indexOf(':') >= 0) {
            throw new ImageFormatException(app.what() + ".user: no name of a user or group has a colon");
        }
        return group.isEmpty() ? user : (user.isEmpty() ? "0" : user) + ":" + group;
    }

    private static String absolute(JsonFields json, String key, String path) throws ImageFormatException {
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new ImageFormatException(json.what() + "." + key + " is not an absolute path");
        }
        return path;
    }

    private static String variableName(JsonFields variable) throws ImageFormatException {
        String name = variable.requiredText("name");
        if (name.indexOf('=') >= 0) {
            throw new ImageFormatException(variable.what() + ".name has an equals sign");
        }
        return name;
    }

    private static void expose(JsonFields port, ContainerDefaults.Draft draft) throws ImageFormatException {
        String protocol = port.requiredText("protocol");
        long first = port.number("port");
        long count = port.has("count") ? port.number("count") : 1;
        boolean known = protocol.equals("tcp") || protocol.equals("udp") || protocol.equals("sctp");
        if (!known || first < 1 || count < 1 || count > MOST_PORTS || first + count > MOST_PORTS) {
            throw new ImageFormatException(port.what() + " has a port out of range or of an unknown protocol");
        }
        for (long number = first; number < first + count; number++) {
            draft.exposedPorts.add(number + "/" + protocol);
        }
        draft.labels.put("appc.io/port/" + port.requiredText("name"), first + "/" + protocol);
    }

    static Optional<Instant> time(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(OffsetDateTime.parse(text).toInstant());
    }
}
