package output

import (
	"os"
	"testing"
)

// Every Linux has these mounts.
func TestMountPointsAreFixed(t *testing.T) {
	for dir, want := range map[string]bool{"/proc": true, "/proc/self": false, t.TempDir(): false} {
		target, err := locate(dir)
		if err != nil {
			t.Fatal(err)
		}
		why, err := target.fixed()
		if err != nil || (why == isMount) != want {
			t.Errorf("%s: got %q (%v), want that it is a mount point: %v", dir, why.EN, err, want)
		}
	}
	if root, err := locate("/"); err != nil {
		t.Error(err)
	} else if why, err := root.fixed(); err != nil || why != isMount {
		t.Errorf("/: got %q (%v), want that it is a mount point", why.EN, err)
	}
}

// A build that is started inside the folder would leave the shell that started it in a folder that is gone.
func TestStartedInside(t *testing.T) {
	dir := published(t)
	t.Chdir(dir + "/a")
	notices, err := (way{}).build(t, "..", nil)
	if err != nil || len(notices) != 1 {
		t.Fatalf("got the notices %q (%v), want one", notices, err)
	}
	if _, err := os.Stat("index.html"); err != nil {
		t.Errorf("the folder that the command was started in: %v", err)
	}
	if got := version(dir); got != "new" {
		t.Errorf("got %s, want the new version", got)
	}
}
