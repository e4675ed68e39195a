package sampan.runtime.user;

import sampan.oci.spec.User;

/**
 * A user as numbers.
 *
 * @param user with the primary group first among the additional ones (CVE-2022-36109)
 * @param home the home folder, for HOME when nobody else says; {@code /} when the image does not
 */
public record Identity(User user, String home) {}
