package cli

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// launch is how the program was started.
type launch struct {
	args     []string
	explorer bool // by a double click in Explorer, which gives it a window that closes with it
}

// opensDesk reports whether the person wants the desk: a double click has no arguments, and nobody there to type any.
func (l launch) opensDesk() bool { return len(l.args) == 0 && l.explorer }

// language is the language of the program; the desk, for which nobody sets variables, asks the system if they say nothing.
func (l launch) language(env func(string) string, system func() string) string {
	desk := l.opensDesk() || len(l.args) > 0 && l.args[0] == "desk"
	said := slices.ContainsFunc(languageVariables, func(name string) bool { return env(name) != "" })
	if of := language(l.args, env); !desk || said || of != "zh" {
		return of
	}
	return language(l.args, func(string) string { return system() })
}

// clicked opens the desk of the site beside the program, or that of none. Its window stays open until somebody has read
// why it could not.
func (a *app) clicked(ctx context.Context) int {
	dir := ""
	if program, err := os.Executable(); err == nil {
		for at := filepath.Dir(program); dir == ""; at = filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "gongkai.yaml")); err == nil {
				dir = at
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	fmt.Fprintln(a.out, a.text("正在浏览器里打开工作台。这个窗口请留着；关上它，工作台也就关闭。", "The desk is being opened in the browser. Leave this window open: closing it closes the desk."))
	err := a.desk(ctx, dir, preview{addr: usualAddr, open: true})
	if err == nil {
		return done
	}
	a.printError(a.explain(err))
	fmt.Fprintln(a.err, a.text("按回车键关闭", "press Enter to close"))
	bufio.NewReader(os.Stdin).ReadString('\n') //nolint:errcheck // whatever it is, it is over
	return notPossible
}

// languageVariables are the variables of the environment that may name a language, the strongest first.
var languageVariables = []string{"LC_ALL", "LC_MESSAGES", "LANG"}

// systemLanguage is the language in which the system talks to the person, beside the environment.
func systemLanguage() string { return languageOf(uiLanguage()) }

// languageOf is the language of an identifier of Windows: Chinese where it is not English.
func languageOf(id uint16) string {
	const english = 0x09 // the primary language, in the lower ten bits
	if id&0x3ff == english {
		return "en"
	}
	return "zh"
}
