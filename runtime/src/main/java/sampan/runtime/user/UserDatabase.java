package sampan.runtime.user;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sampan.oci.spec.User;

/** An image's users and groups. */
public final class UserDatabase {
    static final String NO_HOME = "/";

    private final List<Entries.Account> accounts;
    private final List<Entries.Group> groups;

    private UserDatabase(List<Entries.Account> accounts, List<Entries.Group> groups) {
        this.accounts = accounts;
        this.groups = groups;
    }

    /** @param passwd the content of /etc/passwd; empty when there is none */
    public static UserDatabase of(byte[] passwd, byte[] group) {
        return new UserDatabase(Entries.accounts(passwd), Entries.groups(group));
    }

    /**
     * The user that {@code --user} means. A number is a number, also where a user of that name exists (CVE-2016-3697).
     *
     * @param spec as in {@code name}, {@code 1000}, {@code name:group}, {@code 1000:1000}; empty for root
     * @param groupAdd groups of {@code --group-add}, names or numbers
     */
    public Identity resolve(String spec, List<String> groupAdd) throws InvalidUserException {
        UserSpec asked = UserSpec.parse(spec);
        OptionalLong uid = UserSpec.number(asked.user());
        Optional<Entries.Account> account = account(asked.user(), uid);
        if (account.isEmpty() && uid.isEmpty() && !asked.user().isEmpty()) {
            throw new InvalidUserException(
                    "unable to find user " + asked.user() + ": no matching entries in passwd file");
        }
        long gid =
                asked.group().isEmpty() ? account.map(Entries.Account::gid).orElse(0L) : group(asked.group(), "unable");
        Set<Long> all = new LinkedHashSet<>(List.of(gid));
        if (asked.group().isEmpty()) {
            // Memberships count only where no group was asked for, as in Docker.
            account.ifPresent(found -> all.addAll(memberships(found.name())));
        }
        for (String name : groupAdd) {
            all.add(group(name, "Unable")); // Docker's sentences differ in this letter
        }
        long number = account.map(Entries.Account::uid).orElse(uid.orElse(0));
        return new Identity(
                User.of(number, gid, new ArrayList<>(all)),
                account.map(Entries.Account::home).orElse(NO_HOME));
    }

    private Optional<Entries.Account> account(String name, OptionalLong number) {
        if (name.isEmpty()) {
            return accounts.stream().filter(account -> account.uid() == 0).findFirst();
        }
        return accounts.stream()
                .filter(account -> number.isPresent()
                        ? account.uid() == number.getAsLong()
                        : account.name().equals(name))
                .findFirst();
    }

    private List<Long> memberships(String user) {
        return groups.stream()
                .filter(group -> group.members().contains(user))
                .map(Entries.Group::gid)
                .toList();
    }

    private long group(String name, String unable) throws InvalidUserException {
        OptionalLong number = UserSpec.number(name);
        if (number.isPresent()) {
            return number.getAsLong();
        }
        return groups.stream()
                .filter(group -> group.name().equals(name))
                .map(Entries.Group::gid)
                .findFirst()
                .orElseThrow(() -> new InvalidUserException(
                        unable + " to find group " + UserSpec.shown(name) + ": no matching entries in group file"));
    }
}
