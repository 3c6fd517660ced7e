package archive

import (
	"os"
	"path/filepath"
	"testing"
)

// What a killed run left is cleared by the next one, and nothing stays of a run that came to its end.
func TestKilledRunsAreCleared(t *testing.T) {
	for name, to := range map[string]Kind{"a.wacz": WACZ, "a.warc.gz": WARC, "a.tar": BagIt, "bag": BagIt} {
		t.Run(name, func(t *testing.T) {
			o := options(t, smallSite(t), to, name)
			dir := filepath.Dir(o.Package)
			killed, err := openStaging(disk{}, o.Package)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(killed.part(), []byte("half"), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Join(killed.part(), "data"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := killed.lock.Unlock(); err != nil { // as the system does when a process ends
				t.Fatal(err)
			}
			made(t, o)
			if hidden, _ := filepath.Glob(filepath.Join(dir, ".gongkai-*")); len(hidden) > 0 {
				t.Errorf("beside the package: got %q, want nothing", hidden)
			}
		})
	}
}

// Two runs do not write one package at the same time.
func TestOneRunAtATime(t *testing.T) {
	o := options(t, smallSite(t), WARC, "a.warc.gz")
	other, err := openStaging(disk{}, o.Package)
	if err != nil {
		t.Fatal(err)
	}
	part := other.part()
	if err := os.WriteFile(part, []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, o, "another gongkai is writing")
	if _, err := os.Stat(part); err != nil {
		t.Errorf("what the other run writes: got %v, want it to be left", err)
	}
	if err := other.close(); err != nil {
		t.Fatal(err)
	}
	made(t, o)
}
