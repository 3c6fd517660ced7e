package output

import (
	"context"
	"errors"
	"testing"
)

// Whoever ends a build gets it ended, wherever it is: until the new site takes the place of the old one nothing is published, from
// then on all of it; and the next build finds nothing in its way.
func TestEndedAtEveryOperation(t *testing.T) {
	for _, tt := range []struct{ op, want string }{
		{"mkdir", "old"}, {"create", "old"}, {"link", "old"}, {"syncTree", "old"}, {"exchange", "new"}, {"remove", "new"}} {
		t.Run(tt.op, func(t *testing.T) {
			dir := published(t)
			ctx, end := context.WithCancel(t.Context())
			defer end()
			reached := false
			d, err := newDisk(ctx, dir, Options{Generator: "gongkai test"}, system{func(op, name string, _ int) error {
				if op == tt.op && (op != "remove" || version(dir) == "new") {
					reached = true
					end()
				}
				return nil
			}}, 0)
			if err != nil {
				t.Fatal(err)
			}
			for p, data := range after {
				if err := d.Write(File{Path: p, Data: []byte(data)}); err != nil {
					t.Fatal(err)
				}
			}
			err = d.Close()
			if !reached {
				t.Fatalf("no operation %q", tt.op)
			}
			if ended := tt.want == "old"; errors.Is(err, context.Canceled) != ended || !ended && err != nil {
				t.Errorf("Close: got %v, want an error of the context: %v", err, ended)
			}
			if got := version(dir); got != tt.want {
				t.Errorf("got the %s version, want the %s one", got, tt.want)
			}
			if tt.want == "old" {
				if got := leftovers(t, dir); len(got) > 0 {
					t.Errorf("left: %q", got)
				}
			}
			checkNext(t, dir, tt.op)
		})
	}
}
