/**
 * Who a container's process is: Docker's rules for {@code --user} and {@code --group-add}, by the image's passwd(5) and group(5).
 *
 * <p>Read {@link sampan.runtime.user.UserDatabase} first. The files are bytes here: whoever reads them does so by descriptor and
 * with a bound, as an image's /etc/passwd may be anything. What is in them is not trusted either: a line that is not quite right
 * names nobody, and never root.
 *
 * <p>Must not know: the host's users.
 */
@NullMarked
package sampan.runtime.user;

import org.jspecify.annotations.NullMarked;
