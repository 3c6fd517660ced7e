// Package commits has only tests: they hold the subjects of commits to their form.
package commits
