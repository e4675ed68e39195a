package sampan.conformance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An authorization plugin, a program of its own: notes what it is asked, has nothing against anything but privileged containers, hides lists of images, and is broken
 * while there is a file {@code broken}. It needs nothing but the JDK.
 */
final class AuthorizationServer {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");
    private static final Pattern BODY = Pattern.compile("\"RequestBody\":\"([^\"]*)\"");

    private final Path folder;

    private AuthorizationServer(Path folder) {
        this.folder = folder;
    }

    /** @param words its socket, and a folder where it notes what it is asked */
    public static void main(String[] words) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(words[0]));
            AuthorizationServer plugin = new AuthorizationServer(Path.of(words[1]));
            while (true) {
                try (SocketChannel client = server.accept()) {
                    plugin.serve(client);
                }
            }
        }
    }

    private void serve(SocketChannel client) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        while (!isWhole(text) && client.read(piece) >= 0) {
            text.append(new String(piece.array(), 0, piece.position(), StandardCharsets.ISO_8859_1));
            piece.clear();
        }
        int border = text.indexOf("\r\n\r\n");
        String answer = answer(text.substring(0, text.indexOf(" HTTP")), text.substring(border + 4));
        client.write(ByteBuffer.wrap(("HTTP/1.0 200 OK\r\n\r\n" + answer).getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isWhole(CharSequence text) {
        int border = text.toString().indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        return border >= 0 && length.find() && text.length() >= border + 4 + Integer.parseInt(length.group(1));
    }

    private String answer(String line, String json) throws IOException {
        if (line.endsWith("/Plugin.Activate")) {
            return "{\"Implements\": [\"authz\"]}";
        }
        Matcher found = BODY.matcher(json);
        String body =
                found.find() ? new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8) : "";
        Files.writeString(
                folder.resolve("asked"),
                line + " " + json + " " + body.replace('\n', ' ') + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        if (Files.exists(folder.resolve("broken"))) {
            return "{\"Err\": \"out of order\"}";
        }
        if (body.matches("(?is).*\"privileged\" *: *true.*")) {
            return "{\"Allow\": false, \"Msg\": \"no privileged containers\"}";
        }
        if (line.endsWith("AuthZRes") && json.contains("/images/json")) {
            return "{\"Allow\": false, \"Msg\": \"images are secret\"}";
        }
        return "{\"Allow\": true}";
    }
}
