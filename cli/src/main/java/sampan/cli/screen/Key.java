package sampan.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A key.
 *
 * @param name of one without a character, or its character
 */
record Key(String name) {
    static final Key UP = new Key("up");
    static final Key DOWN = new Key("down");
    static final Key PAGE_UP = new Key("page up");
    static final Key PAGE_DOWN = new Key("page down");
    static final Key HOME = new Key("home");
    static final Key END = new Key("end");
    static final Key ENTER = new Key("enter");
    static final Key ESCAPE = new Key("escape");
    static final Key BACKSPACE = new Key("backspace");
    static final Key INTERRUPT = new Key("ctrl-c");

    private static final char ESC = 27;
    private static final Map<String, Key> SEQUENCES = Map.ofEntries(
            Map.entry("[A", UP),
            Map.entry("[B", DOWN),
            Map.entry("OA", UP),
            Map.entry("OB", DOWN),
            Map.entry("[5~", PAGE_UP),
            Map.entry("[6~", PAGE_DOWN),
            Map.entry("[H", HOME),
            Map.entry("[F", END),
            Map.entry("OH", HOME),
            Map.entry("OF", END),
            Map.entry("[1~", HOME),
            Map.entry("[4~", END));

    /** The keys of what was typed; a sequence that means nothing here is passed over. */
    static List<Key> parse(String text) {
        List<Key> keys = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ESC) {
                at = escape(text, at, keys);
            } else {
                int point = text.codePointAt(at);
                keys.add(plain(point));
                at += Character.charCount(point);
            }
        }
        return keys;
    }

    private static Key plain(int point) {
        return switch (point) {
            case '\r', '\n' -> ENTER;
            case 8, 127 -> BACKSPACE;
            case 3 -> INTERRUPT;
            default -> new Key(Character.toString(point));
        };
    }

    private static int escape(String text, int from, List<Key> keys) {
        int at = from + 1;
        if (at == text.length() || "[O".indexOf(text.charAt(at)) < 0) {
            keys.add(ESCAPE);
            return at;
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) < '@') {
            end++;
        }
        end = Math.min(end + 1, text.length());
        Key known = SEQUENCES.get(text.substring(at, end));
        if (known != null) {
            keys.add(known);
        }
        return end;
    }

    /** That it is one visible character, and not a name. */
    boolean isText() {
        return name.codePointCount(0, name.length()) == 1 && !Character.isISOControl(name.codePointAt(0));
    }
}
