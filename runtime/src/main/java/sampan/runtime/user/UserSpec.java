package sampan.runtime.user;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** {@code user}, {@code user:group}, {@code :group} or nothing at all; either a name or a number. */
record UserSpec(String user, String group) {
    /** Docker's range. (CVE-2024-40635: a larger number once became another user, root among them.) */
    static final long LARGEST = Integer.MAX_VALUE;

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int LONGEST = 32 * 1024;

    static UserSpec parse(String text) throws InvalidUserException {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        boolean odd = text.length() > LONGEST
                || group.indexOf(':') >= 0
                || text.chars().anyMatch(Character::isISOControl);
        if (odd) {
            throw new InvalidUserException("invalid user: " + shown(text));
        }
        return new UserSpec(user, group);
    }

    /** Only what is all digits is a number; {@code +0}, {@code -1} and {@code 0x0} are names that nobody has. */
    static OptionalLong number(String text) throws InvalidUserException {
        if (!DIGITS.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        String digits = text.replaceFirst("^0+(?=.)", "");
        long number = digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (number > LARGEST) {
            throw new InvalidUserException("uids and gids must be in range 0-" + LARGEST);
        }
        return OptionalLong.of(number);
    }

    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(100).forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.toString();
    }
}
