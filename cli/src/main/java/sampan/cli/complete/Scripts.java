package sampan.cli.complete;

import java.util.Optional;

/** What a shell is told, so that it asks the engine: {@code sampan __complete WORD...}. */
public final class Scripts {
    private static final String BASH = """
            # Completion of sampan for bash. For this shell: source <(sampan completion bash)
            # For all: sampan completion bash >/etc/bash_completion.d/sampan
            _sampan() {
                local line=${COMP_LINE:0:COMP_POINT} words candidates cut
                read -ra words <<<"$line"
                case $line in *[[:space:]]) words+=("") ;; esac
                COMPREPLY=()
                mapfile -t candidates < <(command "${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
                # The shell takes : and = for ends of words: what stands before is there already.
                cut=${words[-1]}
                case $COMP_WORDBREAKS in *:*) ;; *) cut=${cut%%:*} ;; esac
                case $cut in *[:=]*) cut=${cut%"${cut##*[:=]}"} ;; *) cut= ;; esac
                local candidate
                for candidate in "${candidates[@]}"; do
                    candidate=${candidate%%$'\\t'*}
                    COMPREPLY+=("${candidate#"$cut"}")
                done
                case ${COMPREPLY[0]-} in *[:=]) compopt -o nospace ;; esac
            }
            complete -o default -F _sampan sampan
            """;

    private static final String ZSH = """
            #compdef sampan
            # Completion of sampan for zsh. For this shell: source <(sampan completion zsh)
            # For all: sampan completion zsh >"${fpath[1]}/_sampan"
            _sampan() {
                local -a lines described
                local line tab=$'\\t'
                lines=("${(@f)$(command ${words[1]} __complete "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
                for line in $lines; do
                    local name=${line%%$tab*} text=
                    [[ $line == *$tab* ]] && text=${line#*$tab}
                    described+=("${name//:/\\\\:}${text:+:$text}")
                done
                if (( $#described )); then
                    _describe -V sampan described
                else
                    _files
                fi
            }
            if [ "$funcstack[1]" = _sampan ]; then
                _sampan
            else
                compdef _sampan sampan
            fi
            """;

    private static final String FISH = """
            # Completion of sampan for fish. For this shell: sampan completion fish | source
            # For all: sampan completion fish >~/.config/fish/completions/sampan.fish
            function __sampan_complete
                set -l words (commandline -opc)
                set -l current (commandline -ct)
                set -l found (command $words[1] __complete $words[2..-1] "$current" 2>/dev/null)
                if test (count $found) -eq 0
                    __fish_complete_path "$current"
                else
                    printf '%s\\n' $found
                end
            end
            complete -c sampan -f -a '(__sampan_complete)'
            """;

    private Scripts() {}

    /** @param shell {@code bash}, {@code zsh} or {@code fish} */
    public static Optional<String> of(String shell) {
        return switch (shell) {
            case "bash" -> Optional.of(BASH);
            case "zsh" -> Optional.of(ZSH);
            case "fish" -> Optional.of(FISH);
            default -> Optional.empty();
        };
    }
}
