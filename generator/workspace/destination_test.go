package workspace

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// A site is exchanged as a whole, so it goes into no folder that holds anything else of worth.
func TestCheckOutput(t *testing.T) {
	site := filepath.Join(t.TempDir(), "site")
	home := filepath.Join(t.TempDir(), "home", "clerk")
	for _, dir := range []string{site, filepath.Join(home, "www")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	in := func(name string) string { return filepath.Join(site, filepath.FromSlash(name)) }
	cases := map[string]bool{
		in("public"): true, in("content"): false, in("content/x"): false, in("static/x"): false, site: false, filepath.Dir(site): false,
		in(".git"): false, in(".GIT/x"): false, in(".gongkai"): false, in(".gongkai/cache"): false, in(".gongkai/parts/1-of-2"): true,
		home: false, filepath.Dir(home): false, filepath.Join(home, "www"): true, os.TempDir(): false, in("public/../content"): false,
	}
	if runtime.GOOS != "windows" {
		for _, name := range []string{"/", "/etc", "/etc/nginx", "/usr", "/usr/bin/x", "/var", "/home", "/dev/shm", "/dev/x", "/proc"} {
			cases[name] = false
		}
		for _, name := range []string{"/srv/www", "/var/www/html", "/usr/share/nginx/html", "/public", "/dev/shm/site/public"} {
			cases[name] = true
		}
	}
	for out, want := range cases {
		err := Options{Site: site}.CheckOutput(out)
		if (err == nil) != want || err != nil && !errors.Is(err, ErrOutput) {
			t.Errorf("%s: got %v, want a site there: %v", out, err, want)
		}
	}
}
