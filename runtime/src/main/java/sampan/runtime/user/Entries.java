package sampan.runtime.user;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The lines of passwd(5) and group(5) that are what they should be. */
final class Entries {
    private static final int PASSWD_FIELDS = 4;
    private static final int HOME = 5;
    private static final int GROUP_FIELDS = 3;
    private static final int MEMBERS = 3;

    private Entries() {}

    /** A line of passwd. */
    record Account(String name, long uid, long gid, String home) {}

    /** A line of group. */
    record Group(String name, long gid, List<String> members) {}

    static List<Account> accounts(byte[] passwd) {
        List<Account> accounts = new ArrayList<>();
        for (String[] fields : lines(passwd, PASSWD_FIELDS)) {
            OptionalLong uid = id(fields[2]);
            OptionalLong gid = id(fields[3]);
            if (uid.isPresent() && gid.isPresent()) {
                accounts.add(new Account(fields[0], uid.getAsLong(), gid.getAsLong(), home(fields)));
            }
        }
        return accounts;
    }

    static List<Group> groups(byte[] file) {
        List<Group> groups = new ArrayList<>();
        for (String[] fields : lines(file, GROUP_FIELDS)) {
            OptionalLong gid = id(fields[2]);
            if (gid.isPresent()) {
                List<String> members = fields.length > MEMBERS ? List.of(fields[MEMBERS].split(",", -1)) : List.of();
                groups.add(new Group(fields[0], gid.getAsLong(), members));
            }
        }
        return groups;
    }

    private static List<String[]> lines(byte[] file, int fewest) {
        // A carriage return within a line ends no line: what one user wrote into their home would be another user.
        return Arrays.stream(new String(file, StandardCharsets.UTF_8).split("\n"))
                .map(line -> line.strip().split(":", -1))
                .filter(fields -> fields.length >= fewest && !fields[0].isEmpty())
                .toList();
    }

    /** A number that is none, or too large, is nobody's: Go's library read it as 0. */
    private static OptionalLong id(String field) {
        try {
            return UserSpec.number(field);
        } catch (InvalidUserException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** It becomes an environment variable, and a line of the engine's own files. (CVE-2022-4318) */
    private static String home(String[] fields) {
        String home = fields.length > HOME ? fields[HOME] : "";
        boolean odd = home.isEmpty() || home.codePoints().anyMatch(Entries::breaksLines);
        return odd ? UserDatabase.NO_HOME : home;
    }

    private static boolean breaksLines(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }
}
