package serve

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// usualEditor is an address that VS Code, where it is installed, opens.
const usualEditor = "vscode://file/{file}:{line}:{column}"

// ErrEditor says that Options.Editor is not a command.
var ErrEditor = errors.New("the editor's command cannot be read")

// editor opens files at a place: an address that the browser follows, or a program that
// the server starts.
type editor struct {
	address string
	command []string
}

func parseEditor(text string) (editor, error) {
	if text == "" {
		text = usualEditor
	}
	if scheme, _, ok := strings.Cut(text, "://"); ok && !strings.ContainsAny(scheme, " \t\"'/\\") {
		return editor{address: text}, nil
	}
	words, err := split(text)
	if err != nil || len(words) == 0 {
		return editor{}, fmt.Errorf("%w: %s", ErrEditor, text)
	}
	if !strings.Contains(strings.Join(words[1:], " "), "{file}") {
		words = append(words, "{file}")
	}
	return editor{command: words}, nil
}

// split parts a command into words as a shell does: at spaces, but not between quotes. A
// backslash is one of the text except before a quote or a space, so that it can be in a path.
func split(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	var quote rune
	inside := false
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '\\' && quote != '\'' && i+1 < len(runes) && strings.ContainsRune("\"' ", runes[i+1]):
			i++
			word.WriteRune(runes[i])
			inside = true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, inside = r, true
		case quote == 0 && (r == ' ' || r == '\t' || r == '\n'):
			if inside {
				words = append(words, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteRune(r)
			inside = true
		}
	}
	if quote != 0 {
		return nil, errors.New("a quotation mark without its other")
	}
	if inside {
		words = append(words, word.String())
	}
	return words, nil
}

// fill puts a place into a word of a command or into an address.
func fill(text, file string, line, column int) string {
	return strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(max(line, 1)), "{column}", strconv.Itoa(max(column, 1))).Replace(text)
}

// link is the address that opens a file of the site; "" where a program does.
func (s *Server) link(file string, line, column int) template.URL {
	if s.editor.address == "" {
		return ""
	}
	at := filepath.ToSlash(filepath.Join(s.dir, filepath.FromSlash(file)))
	at = strings.TrimPrefix((&url.URL{Path: at}).EscapedPath(), "/")
	if !strings.Contains(s.editor.address, "file/{file}") {
		at = "/" + at // the address says itself where its path begins
	}
	return template.URL(fill(s.editor.address, at, line, column)) //nolint:gosec // the person in front of the machine gave it
}

// open starts the editor's program. It opens nothing but files of the site.
func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	if s.editor.command == nil {
		http.NotFound(w, r)
		return
	}
	file, line, column := r.PostFormValue("file"), r.PostFormValue("line"), r.PostFormValue("column")
	at, err := s.inSite(file)
	if err != nil {
		refuse(w, http.StatusForbidden, "no file of the site")
		return
	}
	l, errLine := strconv.Atoi(line)
	c, errColumn := strconv.Atoi(column)
	if errLine != nil || errColumn != nil {
		refuse(w, http.StatusBadRequest, "line and column are numbers")
		return
	}
	args := make([]string, len(s.editor.command))
	for i, word := range s.editor.command {
		args[i] = fill(word, at, l, c)
	}
	command := exec.Command(args[0], args[1:]...) //nolint:gosec // the person in front of the machine gave it
	command.Dir = s.dir
	if runtime.GOOS == "windows" && batch(command.Path) && strings.ContainsAny(at, "%&|<>^\"!") {
		refuse(w, http.StatusForbidden, "this name means something else to a batch file")
		return
	}
	if err := command.Start(); err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	go command.Wait() //nolint:errcheck // what an editor returns says nothing
	w.WriteHeader(http.StatusNoContent)
}

func batch(program string) bool {
	ext := strings.ToLower(filepath.Ext(program))
	return ext == ".bat" || ext == ".cmd"
}

// inSite is the system's path of a file of the site, to which no link out of it leads.
func (s *Server) inSite(file string) (string, error) {
	if !fs.ValidPath(file) || strings.Contains(file, "\\") {
		return "", fs.ErrInvalid
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return "", fmt.Errorf("editor: %w", err)
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(file))
	if err != nil {
		return "", fmt.Errorf("editor: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fs.ErrInvalid
	}
	return filepath.Join(s.dir, filepath.FromSlash(file)), nil
}
