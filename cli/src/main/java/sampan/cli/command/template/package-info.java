/**
 * {@code template}: a text made of the containers there are, made again when they change.
 *
 * <p>Read {@link sampan.cli.command.template.TemplateCommand}, then {@link sampan.cli.command.template.ContainerTree}: what a template sees. The language is
 * {@link sampan.cli.template}'s.
 */
@NullMarked
package sampan.cli.command.template;

import org.jspecify.annotations.NullMarked;
