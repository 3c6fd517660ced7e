package acceptance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The command lets a test look at its calls of the system, also where only a parent may.
func init() {
	if os.Getenv(asCommand) != "" {
		unix.Prctl(unix.PR_SET_PTRACER, ^uintptr(0), 0, 0, 0) //nolint:errcheck // where it is not known any process of the account may
	}
}

// Operations fail, in the system itself, while an edit is saved: the answer says so, the report is what it was or what it should be, nothing is left
// beside it, and the next save is done.
func TestSavingUnderFaults(t *testing.T) {
	strace := tool(t, "strace")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	site := attacked(t)
	file := filepath.Join(site, filepath.FromSlash(attackedReport))
	before := readFile(t, file)
	server := exec.CommandContext(t.Context(), self, "serve", "--edit", "--addr", "127.0.0.1:0", "--site", site, "--lang", "en")
	server.Env = append(os.Environ(), asCommand+"=1")
	var said bytes.Buffer
	server.Stderr = &said
	pipe, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	address, err := bufio.NewReader(pipe).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	base := strings.TrimSuffix(strings.TrimSpace(address), "/")
	go io.Copy(io.Discard, pipe) //nolint:errcheck // it is only kept flowing
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	ask := func(method, path, token string, body []byte) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, base+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", base)
		r.Header.Set("Gongkai-Token", token)
		r.Header.Set("Content-Type", "application/json")
		answer, err := client.Do(r)
		if err != nil {
			return 0, err.Error() // whose connection it is could not be told, so it was closed
		}
		defer answer.Body.Close()
		data, err := io.ReadAll(answer.Body)
		if err != nil {
			return 0, err.Error()
		}
		return answer.StatusCode, string(data)
	}
	const page = "/shilishi-xxgkj/reports/2024/"
	_, text := ask("GET", page+"?edit", "", nil)
	token := regexp.MustCompile(`token(?:&#34;|"):(?:&#34;|")([0-9a-f]{16,})`).FindStringSubmatch(text)
	if token == nil {
		t.Fatal("the page has no token")
	}
	save := func(value string) (int, string) {
		t.Helper()
		var state struct{ Hash string }
		deadline := time.Now().Add(patience)
		for { // the preview follows the file in its own time
			status, text := ask("GET", "/_gongkai/edit/report?page="+page, token[1], nil)
			if status == http.StatusOK && json.Unmarshal([]byte(text), &state) == nil {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("the report cannot be edited: %d %s", status, text)
			}
			time.Sleep(20 * time.Millisecond)
		}
		body, err := json.Marshal(map[string]any{"file": attackedReport, "hash": state.Hash, "cells": map[string]string{"proactive.licensing": value}})
		if err != nil {
			t.Fatal(err)
		}
		return ask("POST", "/_gongkai/edit/save", token[1], body)
	}
	if status, text := save("7001"); status != http.StatusOK {
		t.Fatalf("without a fault: %d %s", status, text)
	}
	holds := func(value string) bool { return strings.Contains(readFile(t, file), " "+value+"\n") }
	if before == readFile(t, file) || !holds("7001") {
		t.Fatalf("without a fault the file is\n%s", readFile(t, file))
	}
	last, refused := "7001", 0
	// Not write: Go's runtime writes too, to wake itself, and ends where that fails.
	for i, fault := range []string{"openat:EMFILE:1", "openat:EACCES:1", "openat:EIO:2", "openat:EMFILE:3", "openat:EIO:4", "read:EIO:1", "read:EIO:3",
		"fsync:EIO:1", "fchmod:EIO:1", "fchmodat:EIO:1", "renameat:EIO:1", "renameat:EACCES:1", "linkat:EIO:1", "unlinkat:EIO:1", "newfstatat:EIO:1", "newfstatat:EACCES:2", "flock:EIO:1", "flock:ENOLCK:1+", "mkdirat:ENOSPC:1", "close:EIO:2"} {
		call, rest, _ := strings.Cut(fault, ":")
		errno, when, _ := strings.Cut(rest, ":")
		calls := filepath.Join(t.TempDir(), "calls")
		tracer := exec.CommandContext(t.Context(), strace, "-f", "-y", "-p", fmt.Sprint(server.Process.Pid), "-o", calls, "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:error=%s:when=%s", call, errno, when))
		messages, err := tracer.StderrPipe()
		if err == nil {
			err = tracer.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(messages)
		if !lines.Scan() || !strings.Contains(lines.Text(), "attached") {
			t.Fatalf("strace: %s", lines.Text())
		}
		go func() {
			for lines.Scan() { // the rest of it
			}
		}()
		value := fmt.Sprint(8000 + i)
		status, answer := save(value)
		if err := tracer.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		stubborn := time.AfterFunc(patience/6, func() { tracer.Process.Kill() }) //nolint:errcheck // then it has ended
		tracer.Wait()                                                            //nolint:errcheck // it was ended
		stubborn.Stop()
		hit := ""
		for line := range strings.Lines(readFile(t, calls)) {
			if strings.Contains(line, "(INJECTED)") {
				hit += strings.ReplaceAll(line, site, "")
			}
		}
		switch now := holds(value); {
		case status == http.StatusOK && !now:
			t.Errorf("%s: saved, the answer says, and the file has not got it\n%s", fault, hit)
		case status != http.StatusOK && status != 0 && (strings.Contains(answer, "no report here") || !strings.Contains(answer, `"zh"`) || !strings.Contains(answer, `"en"`)):
			t.Errorf("%s: got %d and %s, want what is wrong\n%s", fault, status, answer, hit)
		case !now && !holds(last):
			t.Errorf("%s: the file is neither what it was nor what it should be:\n%s\n%s", fault, readFile(t, file), hit)
		}
		if status != http.StatusOK {
			refused++
			t.Logf("%s: %d %s", fault, status, answer)
		}
		entries, err := os.ReadDir(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				t.Errorf("%s: %s is left\n%s", fault, e.Name(), hit)
				os.Remove(filepath.Join(filepath.Dir(file), e.Name()))
			}
		}
		last = fmt.Sprint(9000 + i)
		if status, answer := save(last); status != http.StatusOK || !holds(last) {
			t.Errorf("%s: the next save: %d %s", fault, status, answer)
		}
	}
	if refused < 5 {
		t.Errorf("%d saves were refused, want more", refused)
	}
	if err := server.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	server.Wait() //nolint:errcheck // it was ended
}
