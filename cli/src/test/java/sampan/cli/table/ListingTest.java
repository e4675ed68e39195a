package sampan.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.ConfigJson;

final class ListingTest {
    private record Ship(String name, String port) {}

    private static final Listing<Ship> SHIPS = new Listing<>(
            List.of(new Column<>("Name", "SHIP NAME", Ship::name), new Column<>("Port", "PORT", Ship::port)),
            List.of("Name", "Port"));
    private static final List<Ship> TWO = List.of(new Ship("Cutty Sark", "Greenwich"), new Ship("Äbc", ""));

    @Test
    void linesUpATable() throws InvalidValue {
        assertThat(SHIPS.render(TWO, "")).isEqualTo("""
                SHIP NAME    PORT
                Cutty Sark   Greenwich
                Äbc         \s
                """);
        assertThat(SHIPS.render(List.of(), "table")).isEqualTo("SHIP NAME   PORT\n");
    }

    @Test
    void takesTemplates() throws InvalidValue {
        assertThat(SHIPS.render(TWO, "{{.Name}}: {{ .Port }}")).isEqualTo("Cutty Sark: Greenwich\nÄbc: \n");
        assertThat(SHIPS.render(TWO, "table {{.Port}}\\t{{.Name}}"))
                .startsWith("PORT        SHIP NAME\nGreenwich   Cutty Sark\n");
        assertThat(SHIPS.render(TWO, "{{json .}}")).startsWith("{\"Name\":\"Cutty Sark\",\"Port\":\"Greenwich\"}\n");
        assertThat(SHIPS.render(TWO, "json")).isEqualTo(SHIPS.render(TWO, "{{json .}}"));
    }

    @Test
    void saysWhatATemplateCannotDoYet() {
        assertThatThrownBy(() -> SHIPS.render(TWO, "{{if .Name}}x{{end}}"))
                .isInstanceOf(InvalidValue.class)
                .hasMessageStartingWith("template parsing error: {{if .Name}} is not supported yet");
        assertThatThrownBy(() -> SHIPS.render(TWO, "{{.Nome}}")).hasMessageEndingWith("no entry for key \"Nome\"");
        assertThatThrownBy(() -> SHIPS.render(TWO, "{{.Name")).hasMessageContaining("unclosed action");
    }

    @Test
    void printsNestedValuesAsGoDoes() throws InvalidValue {
        var tree = ConfigJson.MAPPER.valueToTree(Map.of("A", Map.of("B", List.of("x", 1, true))));
        assertThat(Template.parse("{{.A.B}} {{json .A.B}} {{.A}}").apply(tree))
                .isEqualTo("[x 1 true] [\"x\",1,true] map[B:[x 1 true]]");
    }

    @Test
    void tellsSizesWithThreeDigits() {
        assertThat(Sizes.decimal(0)).isEqualTo("0B");
        assertThat(Sizes.decimal(999)).isEqualTo("999B");
        assertThat(Sizes.decimal(4_264_000)).isEqualTo("4.26MB");
        assertThat(Sizes.decimal(170_400_000)).isEqualTo("170MB");
        assertThat(Sizes.decimal(1_050_000_000)).isEqualTo("1.05GB");
        assertThat(Sizes.binary(8L << 30)).isEqualTo("8GiB");
    }
}
