package amend

import (
	"strings"
	"unicode"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// spell is how a cell's wanted value is written; quotes are the marks around the old
// one, "" for none. A cell without a wanted value gets a placeholder.
func (w *writer) spell(s *form.Slot, quotes string) string {
	text, ok := w.want[s.Path]
	switch {
	case text == "" && s.Optional:
		return "null"
	case !ok:
		return report.Placeholder
	case s.Cell.Kind.Numeric() || text == report.Placeholder || quotes == "" && plain(text):
		return text
	case quotes == "'" && !strings.ContainsFunc(text, unicode.IsControl):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(text) + `"`
}

// quotation is the mark that a scalar as written begins with.
func quotation(old string) string {
	if old != "" && (old[0] == '"' || old[0] == '\'') {
		return old[:1]
	}
	return ""
}

// plain reports whether words need no quotation marks anywhere in YAML: a word first,
// then words and marks that mean nothing in it. A number that is meant as words needs them.
func plain(s string) bool {
	letters := false
	for i, r := range s {
		letter := unicode.IsLetter(r)
		letters = letters || letter
		switch {
		case letter, unicode.IsDigit(r):
		case i == 0, !strings.ContainsRune("-_./%+ （）《》·", r):
			return false
		}
	}
	return letters && !strings.HasSuffix(s, " ") && s != "null"
}
