//go:build !windows

package cli

// startedByExplorer is false: other systems say nothing of it.
func startedByExplorer() bool { return false }

// uiLanguage is 0, for none: other systems say it in the environment.
func uiLanguage() uint16 { return 0 }
