package diag

import (
	"fmt"
	"strconv"
	"strings"
)

// Text is one message in the two languages of the tool.
type Text struct{ ZH, EN string }

// In returns the text in the given language; anything but "en" is Chinese.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

// IsZero reports whether the text is empty in both languages.
func (t Text) IsZero() bool { return t.ZH == "" && t.EN == "" }

// Textf formats both languages with the same arguments. A format that needs
// them in another order, or not all of them, uses explicit indexes (%[2]s).
// An argument of type Text is put in in the language of the format.
func Textf(zh, en string, args ...any) Text {
	return Text{format(zh, "zh", args), format(en, "en", args)}
}

// Listed are texts one after the other, as each language lists them.
func Listed(texts []string) Text {
	return Text{ZH: strings.Join(texts, "、"), EN: strings.Join(texts, ", ")}
}

// Count is a number and the word for what it counts in English, one or more of it; in
// Chinese, which has a word of its own for each, the number alone.
func Count(n int, one string) Text {
	t := Text{strconv.Itoa(n), strconv.Itoa(n) + " " + one}
	if n != 1 {
		t.EN += "s"
	}
	return t
}

func format(f, lang string, args []any) string {
	if len(args) == 0 || !strings.Contains(f, "%") {
		return f
	}
	return fmt.Sprintf(f, in(lang, args)...)
}

func in(lang string, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Text); ok {
			a = t.In(lang)
		}
		out[i] = a
	}
	return out
}
