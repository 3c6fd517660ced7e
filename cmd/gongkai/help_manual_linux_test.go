package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A script called xdg-open takes the place of the browser, script(1) that of the terminal.
//
// The manual opens in a browser where somebody is there to read it: asked for, and on a terminal with a desktop. Elsewhere help says where
// it is, or how it is had.
func TestHelpOpensManual(t *testing.T) {
	program, err := exec.LookPath("gongkai")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bin, opened, cache := filepath.Join(dir, "bin"), filepath.Join(dir, "opened"), filepath.Join(dir, "cache")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte("#!/bin/sh\necho \"$1\" > "+opened+".part && /bin/mv "+opened+".part "+opened+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, command, path, display string
		want                         string // of what is printed
		opens, writes                bool
	}{
		{"asked for", "help --open", bin, "", `(?m)^Manual: .*/cache/gongkai/help/en/index.html`, true, true},
		{"in Chinese", "help --open --lang zh", bin, "", `(?m)^手册：.*/cache/gongkai/help/zh/index.html`, true, true},
		{"into a file", "help", bin, ":0", `(?m)^Manual: gongkai help --open`, false, false},
		{"on a terminal", "script help", bin, ":0", `(?m)^Manual: .*/cache/gongkai/help/en/index.html`, true, true},
		{"on a terminal without a desktop", "script help", bin, "", `(?m)^Manual: .*/cache/gongkai/help/en/index.html`, false, true},
		{"on a terminal, unwanted", "script help --open=false", bin, ":0", `(?m)^Manual: gongkai help --open`, false, false},
		{"of a command", "script help build", bin, ":0", `gongkai build \[flags\]`, false, false},
		{"without a browser", "help --open", filepath.Join(dir, "none"), "", `(?m)^Manual: .*/cache/gongkai/help/en/index.html[\s\S]*cannot open a browser`, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, name := range []string{opened, cache} {
				if err := os.RemoveAll(name); err != nil {
					t.Fatal(err)
				}
			}
			command := exec.Command(program, strings.Fields(c.command)...)
			if rest, ok := strings.CutPrefix(c.command, "script "); ok {
				line := program + " " + rest
				if c.opens { // a terminal that closes takes with it what was started there
					line += "; n=0; until [ -e " + opened + " ] || [ $n = 300 ]; do sleep 0.1; n=$((n+1)); done"
				}
				command = exec.Command("script", "-qec", line, "/dev/null")
			}
			path := c.path
			if strings.HasPrefix(c.command, "script ") {
				path += ":" + os.Getenv("PATH")
			}
			command.Env = append(os.Environ(), raceExit, "LANG=en_US.UTF-8", "PATH="+path, "XDG_CACHE_HOME="+cache, "DISPLAY="+c.display, "WAYLAND_DISPLAY=")
			out, err := command.CombinedOutput()
			if err != nil || !regexp.MustCompile(c.want).Match(out) {
				t.Errorf("got error %v and\n%s\nwant %s", err, out, c.want)
			}
			page := regexp.MustCompile(`/\S*index.html`).FindString(string(out))
			_, there := os.Stat(filepath.Join(cache, "gongkai/help/zh/desk.html"))
			if (there == nil) != c.writes {
				t.Errorf("the pages are written: %t, want %t", there == nil, c.writes)
			}
			if !c.opens {
				time.Sleep(50 * time.Millisecond) // for a browser that should not come
				if _, err := os.Stat(opened); err == nil {
					t.Error("a browser was opened, want none")
				}
				return
			}
			var got []byte
			for end := time.Now().Add(30 * time.Second); got == nil && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
				got, _ = os.ReadFile(opened)
			}
			if strings.TrimSpace(string(got)) != page {
				t.Errorf("the browser got %q, want %q", got, page)
			}
			if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), `href="desk.html"`) {
				t.Errorf("got error %v and the page\n%s\nwant the contents of the manual", err, text)
			}
		})
	}
}
