package html

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// labels are the words of the interface in one language.
type labels map[string]string

// readLabels reads lines of "key: text". The text may be in double quotes.
func readLabels(theme fs.FS, language string) (labels, error) {
	file := "i18n/" + language + ".yaml"
	data, err := fs.ReadFile(theme, file)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	l, n := labels{}, 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, text, ok := strings.Cut(line, ": ")
		text = strings.TrimSpace(text)
		if ok && strings.HasPrefix(text, `"`) {
			text, err = strconv.Unquote(text)
		}
		if !ok || err != nil || text == "" {
			return nil, fmt.Errorf("theme: %s:%d: expected a line `key: text`", file, n)
		}
		if _, twice := l[key]; twice {
			return nil, fmt.Errorf("theme: %s:%d: the label %q is given twice", file, n, key)
		}
		l[key] = text
	}
	return l, nil
}

// Label is a label of the theme, with its arguments filled in.
func (t *Theme) Label(key string, args ...any) (string, error) { return t.labels.text(key, args...) }

// text returns a label with its arguments filled in.
func (l labels) text(key string, args ...any) (string, error) {
	s, ok := l[key]
	if !ok {
		return "", fmt.Errorf("no label %q in the theme's i18n file", key)
	}
	if len(args) == 0 {
		return s, nil
	}
	return fmt.Sprintf(s, args...), nil
}
