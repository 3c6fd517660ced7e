package jsontext_test

import (
	"testing"

	"gongkai/internal/jsontext"
)

func TestBytes(t *testing.T) {
	want := "{\n  \"a\": [\n    \"<&>\"\n  ]\n}\n"
	if got, err := jsontext.Bytes(map[string][]string{"a": {"<&>"}}); err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	if got, err := jsontext.Bytes(func() {}); err == nil {
		t.Errorf("got %q for what is not a JSON value, want an error", got)
	}
}
