//go:build emacs

package main

import "testing"

// TestEmacs edits a report in Emacs, which `make setup` does not install: `make emacs`.
func TestEmacs(t *testing.T) { runScripts(t, "testdata/emacs") }
