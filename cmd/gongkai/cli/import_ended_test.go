package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gongkai/generator"
)

// Who ends an import hears what was written before; where nothing was, that it was ended.
func TestImportEnded(t *testing.T) {
	ended := fmt.Errorf("reading: %w", context.Canceled)
	a := &app{lang: "en"}
	for n, want := range map[int]string{0: "interrupted", 1: "interrupted; 1 file written before, whole", 2: "interrupted; 2 files written before, whole"} {
		message, _ := a.explain((&importing{made: make([]string, n)}).ended(ended))
		if got := message.In("en"); got != want {
			t.Errorf("%d files: got %q, want %q", n, got, want)
		}
		if zh := message.In("zh"); n > 0 && !strings.Contains(zh, fmt.Sprintf("%d 个文件", n)) {
			t.Errorf("%d files: got %q", n, zh)
		}
	}
	if other := errors.New("disk full"); (&importing{made: []string{"a"}}).ended(other) != other {
		t.Error("another error became another one")
	}
}

// So does who ends fixes or layouts; what else went wrong is said as it is.
func TestPartlyWritten(t *testing.T) {
	a := &app{lang: "en"}
	for n, want := range map[int]string{0: "interrupted", 3: "interrupted; 3 files written before, whole"} {
		message, _ := a.explain(partly(&generator.PartlyWritten{Files: n, Err: context.Canceled}))
		if got := message.In("en"); got != want {
			t.Errorf("%d files: got %q, want %q", n, got, want)
		}
	}
	full := &generator.PartlyWritten{Files: 3, Err: errors.New("disk full")}
	if got := partly(full); got != error(full) {
		t.Errorf("got %v, want %v", got, full)
	}
}
