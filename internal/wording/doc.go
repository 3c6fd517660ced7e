// Package wording has only tests: they hold comments and English documents to plain words.
package wording
