package sampan.cli.template;

import java.util.HashMap;
import java.util.Map;
import sampan.cli.go.Budget;
import sampan.cli.go.GoError;
import sampan.cli.go.Text;
import sampan.cli.go.Value;

/** A parsed template. */
public final class Template {
    private static final Map<String, Function> FUNCTIONS = functions();

    private final String name;
    private final String source;
    private final Map<String, Node.Sequence> templates;

    private Template(String name, String source, Map<String, Node.Sequence> templates) {
        this.name = name;
        this.source = source;
        this.templates = templates;
    }

    private static Map<String, Function> functions() {
        Map<String, Function> all = new HashMap<>(Builtins.FUNCTIONS);
        all.putAll(DockerFunctions.FUNCTIONS);
        return Map.copyOf(all);
    }

    /** Made when somebody needs it: most commands do not. */
    private static final class Grouping {
        static final Map<String, Function> ALL = all();

        private static Map<String, Function> all() {
            Map<String, Function> all = new HashMap<>(FUNCTIONS);
            all.putAll(GroupFunctions.FUNCTIONS);
            return Map.copyOf(all);
        }
    }

    /** @throws TemplateError with the sentence of Go's package: {@code template: :1: unclosed action} */
    public static Template parse(String source) throws TemplateError {
        return parse("", source);
    }

    /** @param name stands in error messages */
    public static Template parse(String name, String source) throws TemplateError {
        return new Template(name, source, Parser.parse(name, source, FUNCTIONS.keySet()));
    }

    /** One that may call {@code groupBy}, {@code where} and the like, too. */
    public static Template parseGrouping(String name, String source) throws TemplateError {
        return new Template(name, source, Parser.parse(name, source, Grouping.ALL.keySet()));
    }

    /**
     * Of {@link #parseGrouping}.
     *
     * @throws TemplateError as {@link #execute(Value)} does
     */
    public String executeGrouping(Value dot) throws TemplateError {
        return execute(dot, Grouping.ALL, false);
    }

    /** @throws TemplateError with the sentence of Go's package: {@code template: :1:2: executing "" at <.Foo>: …} */
    public String execute(Value dot) throws TemplateError {
        return execute(dot, FUNCTIONS, false);
    }

    /** A key that a map has not got is an error, and not {@code <no value>}. */
    public String executeStrictly(Value dot) throws TemplateError {
        return execute(dot, FUNCTIONS, true);
    }

    /** For the titles over a table: most functions leave a title as it is. */
    public String executeTitles(Value titles) throws TemplateError {
        Map<String, Function> functions = new HashMap<>(FUNCTIONS);
        functions.putAll(DockerFunctions.TITLES);
        return execute(titles, functions, false);
    }

    private String execute(Value dot, Map<String, Function> functions, boolean strict) throws TemplateError {
        Node.Sequence body = templates.get(name);
        if (body == null) {
            throw new TemplateError("template: " + name + ": \"" + name + "\" is an incomplete or empty template");
        }
        Budget budget = new Budget();
        Text out = new Text(budget);
        Evaluation evaluation = new Evaluation(new Place(name, source), functions, strict, budget);
        try {
            new Execution(templates, evaluation, out).run(name, body, dot);
        } catch (GoError exhausted) {
            throw new TemplateError("template: " + name + ": " + exhausted.getMessage());
        } catch (TemplateError wrong) {
            throw new TemplateError(wrong.getMessage(), out.toString());
        }
        return out.toString();
    }
}
