/**
 * Values as a Go program sees them: typed, with zero values, nil pointers and methods.
 *
 * <p>Read {@link sampan.cli.go.GoType}, {@link sampan.cli.go.Value}, then {@link sampan.cli.go.Printf} (package fmt's verbs) and {@link sampan.cli.go.GoJson} (JSON to
 * and from values). Docker's {@code --format} shows what Go prints of Docker's structs, so that a template's output hangs on whether a field is a pointer, a named
 * string or an empty interface. This package knows no template and no engine.
 */
@NullMarked
package sampan.cli.go;

import org.jspecify.annotations.NullMarked;
