package commits

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// most is how many characters a subject may have: more is cut off by what lists commits.
const most = 72

var (
	// openers begin a sentence about the change, or a name for it, instead of an order.
	openers = strings.Fields(`A All An And Another Any As At Both But Each Every For If In It Its More No Nobody None Nothing
		Now On One Only Other Some That The There These They This Those Two We What When Where Which While Who With Without You`)
	// told are third persons and plurals that subjects have begun with.
	told = strings.Fields(`Adds Allows Asks Builds Calls Changes Charts Checks Commands Compares Counts Documents Drops Examples
		Finds Fixes Fixtures Forms Gets Gives Has Holds Is Keeps Lets Links Lists Makes Moves Names Pages Prints Puts Reads
		Refuses Removes Renames Replaces Reports Returns Rules Runs Says Sets Shows Sorts Takes Tells Tests Uses Was Words Writes`)
	// orders end as other forms of verbs do.
	orders = strings.Fields("Bring Embed Exceed Feed Need Ping Proceed Seed Shed Speed Spring String Succeed")
)

// fault says what is wrong with a subject, and what is wanted; "" where nothing is.
func fault(subject string) string {
	if n := utf8.RuneCountInString(subject); n > most {
		return fmt.Sprintf("it has %d characters, want %d at most", n, most)
	}
	word := subject
	if i := strings.IndexFunc(subject, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }); i >= 0 {
		word = subject[:i]
	}
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case !unicode.IsUpper(first):
		return "it begins with no capital letter, want one"
	case strings.HasSuffix(subject, "."):
		return "it ends in a full stop, want none"
	case strings.HasPrefix(subject[len(word):], ":"):
		return fmt.Sprintf("it begins with a topic, %s, want an order, as in “Report a row that is too long”", word)
	case slices.Contains(openers, word), slices.Contains(told, word),
		(strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ing")) && !slices.Contains(orders, word):
		return fmt.Sprintf("it begins with %s, want an order, as in “Report a row that is too long”", word)
	}
	return ""
}

func TestFault(t *testing.T) {
	for subject, want := range map[string]string{
		"Report a row that is too long":         "",
		"Embed the theme":                       "",
		"Address faults; bring “甲” back":        "",
		"Report " + strings.Repeat("甲", most-7): "",
		"Report " + strings.Repeat("甲", most-6): "characters",
		"report a row":                          "capital",
		"`check` reports a row":                 "capital",
		"Report a row.":                         "full stop",
		"The row is reported":                   "begins with The",
		"A row that is too long is reported":    "begins with A,",
		"Nothing is lost":                       "begins with Nothing",
		"It works":                              "begins with It",
		"Reported a row":                        "begins with Reported",
		"Reporting rows":                        "begins with Reporting",
		"Reports a row":                         "begins with Reports",
		"Rules: report a row":                   "topic",
		"":                                      "capital",
	} {
		if got := fault(subject); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: got the fault %q, want %q in it", subject, got, want)
		}
	}
}
