package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

// Results that could not be written are not success, whatever prints them.
func TestResultsThatCannotBeWritten(t *testing.T) {
	for _, args := range []string{"explain", "explain balance", "forms", "forms cn-2021", "schema report", "version", "completion bash", "--help", "check --site ../../.."} {
		var errs bytes.Buffer
		status := Main(context.Background(), append(strings.Fields(args), "--lang", "en"), full{}, &errs, func(string) string { return "" })
		if status != notPossible || !strings.Contains(errs.String(), "error: the results could not be written: no room\nhint: ") {
			t.Errorf("%s: status %d, %s", args, status, errs.String())
		}
	}
}
