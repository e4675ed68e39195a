package sampan.cli.go;

import java.util.Map;
import java.util.function.Function;

/** Methods of Docker's named texts: {@code {{.HostConfig.NetworkMode.IsHost}}}. */
final class ModeMethods {
    private ModeMethods() {}

    static Map<String, Method> of(String type) {
        return switch (type) {
            case "container.NetworkMode" ->
                Map.of(
                        "IsBridge", is("bridge"),
                        "IsContainer", test(mode -> mode.startsWith("container:")),
                        "IsDefault", is("default"),
                        "IsHost", is("host"),
                        "IsNone", is("none"),
                        "IsPrivate", test(mode -> !mode.equals("host") && !mode.startsWith("container:")),
                        "IsUserDefined", test(ModeMethods::isUserDefined),
                        "NetworkName", text(ModeMethods::networkName),
                        "ConnectedContainer", text(ModeMethods::container));
            case "container.PidMode", "container.UTSMode", "container.UsernsMode" ->
                Map.of("IsHost", is("host"), "IsPrivate", test(mode -> !mode.equals("host")));
            case "container.IpcMode" ->
                Map.of(
                        "IsHost", is("host"),
                        "IsNone", is("none"),
                        "IsPrivate", is("private"),
                        "IsShareable", is("shareable"));
            case "container.CgroupnsMode" -> Map.of("IsHost", is("host"), "IsPrivate", is("private"));
            case "units.Ulimit" -> Map.of("String", Method.of(ModeMethods::ulimit));
            case "nat.Port" -> Map.of("Port", text(port -> before(port, '/')), "Proto", text(ModeMethods::protocol));
            default -> Map.of();
        };
    }

    /** {@code nofile=1024:2048}: name, soft and hard limit. */
    private static Value ulimit(Value value) {
        var fields = value.indirect().elements();
        return Value.of(fields.getFirst().text() + "=" + fields.get(2).integer() + ":"
                + fields.get(1).integer());
    }

    private static Method is(String wanted) {
        return test(wanted::equals);
    }

    private static Method test(Function<String, Boolean> test) {
        return Method.of(value -> Value.of(test.apply(value.text())));
    }

    private static Method text(Function<String, String> text) {
        return Method.of(value -> Value.of(text.apply(value.text())));
    }

    private static boolean isUserDefined(String mode) {
        return switch (mode) {
            case "bridge", "default", "host", "none", "" -> false;
            default -> !mode.startsWith("container:");
        };
    }

    private static String networkName(String mode) {
        return mode.startsWith("container:") ? "container" : mode;
    }

    private static String container(String mode) {
        return mode.startsWith("container:") ? mode.substring("container:".length()) : "";
    }

    private static String before(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String protocol(String port) {
        int at = port.indexOf('/');
        return at < 0 ? "tcp" : port.substring(at + 1);
    }
}
