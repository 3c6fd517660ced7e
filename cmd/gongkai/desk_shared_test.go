package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/generator"
	"gongkai/internal/filelock"
)

// reportAt is the report of 2024 as a desk's form has it.
type reportAt struct {
	Hash  string
	Cells []struct{ Path, Text string }
}

func (r *reportAt) cell(path string) string {
	for _, c := range r.Cells {
		if c.Path == path {
			return c.Text
		}
	}
	return ""
}

func (d *desk) open2024() *reportAt {
	d.Helper()
	status, state, err := d.tryCall("report?page=/shilishi-xxgkj/reports/2024/", nil)
	r := &reportAt{}
	if err == nil {
		err = json.Unmarshal(state["hash"], &r.Hash)
	}
	if err == nil {
		err = json.Unmarshal(state["cells"], &r.Cells)
	}
	if err != nil || status != http.StatusOK {
		d.Fatalf("got status %d and error %v, want the report", status, err)
	}
	return r
}

// save writes a cell into the report, of which a form has loaded the version with this hash. If the file has changed meanwhile, now is what it says.
func (d *desk) save(hash, cell, text string) (status int, now *reportAt, why string) {
	d.Helper()
	status, state, err := d.tryCall("save", map[string]any{"file": theReport, "hash": hash, "cells": map[string]string{cell: text}})
	now = &reportAt{}
	if err == nil && status == http.StatusConflict {
		err = json.Unmarshal(state["now"], now)
	} else if err == nil && status == http.StatusOK {
		err = json.Unmarshal(state["hash"], &now.Hash)
	}
	if err != nil {
		d.Error(err)
	}
	return status, now, string(state["error"])
}

// Two people at one shared folder, each with the desk on a machine of their own: what one saves the other sees; who saves over what the
// other has changed gets what the file says now, cell by cell; of saves at the same moment none is lost; a lock that
// somebody holds is reported; and both publish one after the other.
func TestDesksShareAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := generator.NewSite(dir, "zh"); err != nil {
		t.Fatal(err)
	}
	a, _ := startDesk(t, dir, "--poll=50ms")
	b, _ := startDesk(t, dir, "--poll=50ms")
	const mine, theirs = "proactive.licensing", "proactive.penalties"
	atA, atB := a.open2024(), b.open2024()
	if status, _, why := a.save(atA.Hash, mine, "101"); status != http.StatusOK {
		t.Fatalf("the first save: got status %d, want %d: %s", status, http.StatusOK, why)
	}
	status, now, _ := b.save(atB.Hash, theirs, "202")
	if status != http.StatusConflict || now.cell(mine) != "101" || now.cell(theirs) != atB.cell(theirs) {
		t.Fatalf("a save over it: got status %d and a file with %q, want %d and 101", status, now.cell(mine), http.StatusConflict)
	}
	if status, _, why := b.save(now.Hash, theirs, "202"); status != http.StatusOK {
		t.Fatalf("saved again, knowing of it: got status %d, want %d: %s", status, http.StatusOK, why)
	}
	text := a.site()[theReport]
	if !regexp.MustCompile(`(?m)^ +licensing: +101$`).MatchString(text) || !regexp.MustCompile(`(?m)^ +penalties: +202$`).MatchString(text) {
		t.Errorf("the file has not what both have saved:\n%s", text)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, page := a.ask(http.MethodGet, "/shilishi-xxgkj/reports/2024/", nil, nil); strings.Contains(page, ">202<") {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the first desk never shows what the second has saved")
		}
	}
	// Many saves at the same moments, each of a cell of one's own.
	const saves = 25
	var both sync.WaitGroup
	conflicts := make([]int, 2)
	for i, d := range []*desk{a, b} {
		both.Go(func() {
			cell, hash := []string{mine, theirs}[i], ""
			for n := range saves {
				for tries := 0; ; tries++ {
					status, now, why := d.save(hash, cell, fmt.Sprint(1000*(i+1)+n))
					hash = now.Hash
					if status == http.StatusOK {
						break
					}
					if status != http.StatusConflict && status != http.StatusLocked || tries == 1000 {
						t.Errorf("save %d of %s: got status %d: %s", n, cell, status, why)
						return
					}
					conflicts[i]++
				}
			}
		})
	}
	both.Wait()
	text = a.site()[theReport]
	if !strings.Contains(text, fmt.Sprint(1000+saves-1)) || !strings.Contains(text, fmt.Sprint(2000+saves-1)) {
		t.Errorf("after %v conflicts the file has not the last of both:\n%s", conflicts, text)
	}
	lock := filepath.Join(dir, filepath.FromSlash("content/shilishi-xxgkj/reports/.gongkai-lock~"))
	held, _, err := filelock.Try(lock, os.O_CREATE)
	if err != nil || held == nil {
		t.Fatalf("got lock %v and error %v, want one", held, err)
	}
	if status, _, why := a.save(a.open2024().Hash, mine, "7"); status != http.StatusLocked || !strings.Contains(why, "somebody else is writing in the same folder") {
		t.Errorf("while somebody holds the lock: got status %d and %s, want %d and the reason", status, why, http.StatusLocked)
	}
	if err := filelock.Release(held); err != nil {
		t.Fatal(err)
	}
	for i, d := range []*desk{a, b} {
		both.Go(func() {
			// The figures do not agree with each other any more, which stops nobody: there is no sum of the two.
			if status, page := d.ask(http.MethodPost, "/_gongkai/desk/publish", url.Values{"token": {d.token}, "file": {theReport}}, nil); status != http.StatusOK {
				t.Errorf("desk %d publishes: got status %d, want %d: %s", i, status, http.StatusOK, page)
			}
		})
	}
	both.Wait()
	t.Logf("%v saves met a change of the other", conflicts)
}
