package sampan.cli.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.InvalidValue;

/** A file of {@code --env-file} or {@code --label-file}: a {@code KEY=VALUE} or {@code KEY} a line, {@code #} begins a comment line. */
public final class EnvFile {
    private EnvFile() {}

    /** @param environment where a name without {@code =} is looked up; one that is not there is left out */
    public static List<String> environment(String name, byte[] content, Map<String, String> environment)
            throws InvalidValue {
        List<String> variables = new ArrayList<>();
        for (String line : lines(name, content)) {
            if (line.indexOf('=') >= 0) {
                variables.add(line);
            } else if (environment.containsKey(line)) {
                variables.add(line + "=" + environment.get(line));
            }
        }
        return variables;
    }

    public static List<String> labels(String name, byte[] content) throws InvalidValue {
        return lines(name, content);
    }

    private static List<String> lines(String name, byte[] content) throws InvalidValue {
        List<String> lines = new ArrayList<>();
        int number = 0;
        int start = startsWithByteOrderMark(content) ? 3 : 0;
        while (start < content.length) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            number++;
            String line =
                    line(name, number, Arrays.copyOfRange(content, start, end)).stripLeading();
            if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(checked(name, line));
            }
            start = end + 1;
        }
        return lines;
    }

    private static String line(String name, int number, byte[] bytes) throws InvalidValue {
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        } catch (CharacterCodingException malformed) {
            String shown = bytes.length > 64 ? "" : ": " + unsigned(bytes);
            throw new InvalidValue("invalid env file (" + name + "): invalid utf8 bytes at line " + number + shown);
        }
    }

    private static String checked(String name, String line) throws InvalidValue {
        int equals = line.indexOf('=');
        String key = equals < 0 ? line.stripTrailing() : line.substring(0, equals);
        if (key.isEmpty()) {
            throw new InvalidValue("invalid env file (" + name + "): no variable name on line '" + line + "'");
        }
        if (key.chars().anyMatch(c -> Character.isWhitespace(c))) {
            throw new InvalidValue("invalid env file (" + name + "): variable '" + key + "' contains whitespaces");
        }
        return equals < 0 ? key : line;
    }

    private static boolean startsWithByteOrderMark(byte[] content) {
        return content.length >= 3
                && content[0] == (byte) 0xef
                && content[1] == (byte) 0xbb
                && content[2] == (byte) 0xbf;
    }

    private static String unsigned(byte[] bytes) {
        StringBuilder text = new StringBuilder("[");
        for (byte value : bytes) {
            text.append(text.length() > 1 ? " " : "").append(Byte.toUnsignedInt(value));
        }
        return text.append(']').toString();
    }
}
