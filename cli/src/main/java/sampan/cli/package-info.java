@NullMarked
package sampan.cli;

import org.jspecify.annotations.NullMarked;
