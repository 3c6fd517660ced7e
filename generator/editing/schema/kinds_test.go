package schema

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/register"
)

// A form may speak of every kind and level of body that the register knows, and its schema names them.
func TestKindsOfBodies(t *testing.T) {
	entry := register.EntryKeys()
	kinds, levels := entry.Key("kind").Enum, entry.Key("level").Enum
	text := "id: x\nfamily: f\ntitle: t\nyears: {from: 2021}\nsections: [{id: s, heading: S, subjects: [{name: n, words: [w], kinds: [" + strings.Join(kinds, ", ") + "]}]}]\n" +
		"checks: {deadlines: [{kinds: [" + strings.Join(kinds, ", ") + "], levels: [" + strings.Join(levels, ", ") + "], by: 01-31}]}\n"
	f, findings := forms(t).Load("forms/x.yaml", []byte(text))
	if f == nil || len(findings) > 0 {
		t.Fatalf("got %+v, want a form with every kind and level", findings)
	}
	for _, kind := range kinds {
		for _, level := range levels {
			if !f.Checks.Deadlines[0].Has(kind, level) {
				t.Errorf("the deadline holds for no %s of a %s, want it to", kind, level)
			}
		}
	}
	deadlines := Definition().Key("checks").Key("deadlines")
	if got := deadlines.Key("kinds").Enum; !slices.Equal(got, kinds) {
		t.Errorf("the schema names the kinds %v, want %v", got, kinds)
	}
	if got := deadlines.Key("levels").Enum; !slices.Equal(got, levels) {
		t.Errorf("the schema names the levels %v, want %v", got, levels)
	}
}
