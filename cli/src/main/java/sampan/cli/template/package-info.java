/**
 * Go's template language, text/template, as Docker's {@code --format} speaks it.
 *
 * <p>Read {@link sampan.cli.template.Template} (parse and execute), {@link sampan.cli.template.Lexer}, {@link sampan.cli.template.Parser} and the tree it makes of
 * {@link sampan.cli.template.Node}s, then {@link sampan.cli.template.Execution} and {@link sampan.cli.template.Evaluation}. Functions are in
 * {@link sampan.cli.template.Builtins} (Go's) and {@link sampan.cli.template.DockerFunctions}. Errors are the sentences that Go's package says, as scripts and people
 * know them. Nesting, steps and output are bounded, as a template is a program typed by a user. This package knows no command.
 */
@NullMarked
package sampan.cli.template;

import org.jspecify.annotations.NullMarked;
