package output

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"gongkai/generator/diag"
)

// A folder that cannot be removed at the end, because another program looks into it, is reported and is not a fault: the new site is published, or
// the old one is as it was, and the next build removes the folder.
func TestFolderThatStays(t *testing.T) {
	busy := func(op, _ string, _ int) error {
		if op == "remove" {
			return syscall.EBUSY
		}
		return nil
	}
	for _, ends := range []string{"Close", "Abort"} {
		dir := published(t)
		var notices []string
		d, err := newDisk(t.Context(), dir, Options{Generator: "gongkai test", Notice: func(text diag.Text) { notices = append(notices, text.EN) }}, system{busy}, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		for p, data := range after {
			if err := d.Write(File{Path: p, Data: []byte(data)}); err != nil {
				t.Fatal(err)
			}
		}
		end, want := d.Close, "new"
		if ends == "Abort" {
			end, want = d.Abort, "old"
		}
		if err := end(); err != nil {
			t.Errorf("%s: %v, want nil", ends, err)
		}
		if got := version(dir); got != want {
			t.Errorf("%s: the site is %s, want %s", ends, got, want)
		}
		if told := strings.Join(notices, "\n"); !strings.Contains(told, "could not be removed") || !strings.Contains(told, "the next build tries again") || len(leftovers(t, dir)) == 0 {
			t.Errorf("%s: reported %q, left %v, want the folder that stays to be reported", ends, told, leftovers(t, dir))
		}
		checkNext(t, dir, ends)
	}
}
