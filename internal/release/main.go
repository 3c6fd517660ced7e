// Command release makes all that a version of gongkai is given out as: programs for each system in archives, packages for Debian and
// Red Hat, an image for containers, manifests for package managers, lists of what is in them, and a signed list of digests. The same
// source, version, date and Go make the same bytes. docs/release.md says how it is used.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// release is one version and what is made of it so far.
type release struct {
	version    string
	date       time.Time
	out        string // folder of what is given out
	work       string // folder that is removed
	url        string // where the files will be: the folder, without a slash at the end
	home       string // address of the project
	publisher  string // who gives it out, for winget
	maintainer string // Name <address>, of the packages for Linux
	key        string // file of the secret key
}

var versionForm = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z]+(\.[0-9a-z]+)*)?$`)

func main() {
	r := &release{}
	flag.StringVar(&r.version, "version", "", "version, such as 1.2.0")
	flag.StringVar(&r.out, "out", "dist", "folder to write, which must be empty")
	flag.StringVar(&r.url, "url", "", "where the files will be; the manifests for winget, Scoop and Homebrew need it")
	flag.StringVar(&r.home, "home", "", "address of the project (default: -url)")
	flag.StringVar(&r.publisher, "publisher", "gongkai", "who gives it out, in the manifest for winget")
	flag.StringVar(&r.maintainer, "maintainer", "", "Name <address> for the packages")
	flag.StringVar(&r.key, "key", "", "file of the secret key that signs the digests (gongkai sign --generate, minisign -G)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := r.make(ctx, os.Getenv("SOURCE_DATE_EPOCH"))
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "release: %v\n", err)
		os.Exit(1)
	}
}

func (r *release) make(ctx context.Context, epoch string) (err error) {
	if err := r.prepare(epoch); err != nil {
		return err
	}
	if r.work, err = os.MkdirTemp("", "gongkai-release-"); err != nil {
		return err
	}
	defer os.RemoveAll(r.work)
	papers, err := r.papers(ctx)
	if err != nil {
		return err
	}
	made := map[target]program{}
	for _, t := range targets {
		fmt.Printf("%s/%s\n", t.os, t.arch)
		p, err := r.build(ctx, t)
		if err == nil {
			made[t] = p
			err = r.archive(t, p, papers)
		}
		if err == nil {
			err = r.bill(ctx, t, p)
		}
		if err == nil && t.os == "linux" {
			err = r.packages(ctx, t, p, papers)
		}
		if err != nil {
			return fmt.Errorf("%s/%s: %w", t.os, t.arch, err)
		}
	}
	if err := r.image(made, papers); err != nil {
		return err
	}
	if err := r.extension(ctx); err != nil {
		return err
	}
	if err := r.manifests(); err != nil {
		return err
	}
	return r.sums()
}

// prepare looks at what was given.
func (r *release) prepare(epoch string) error {
	switch {
	case !versionForm.MatchString(r.version):
		return fmt.Errorf("-version is %q, want one like 1.2.0", r.version)
	case r.maintainer == "":
		return fmt.Errorf("-maintainer is missing, want Name <address>")
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH is %q, want the date as seconds since 1970", epoch)
	}
	r.date = time.Unix(seconds, 0).UTC()
	if r.home == "" {
		r.home = r.url
	}
	if r.out, err = filepath.Abs(r.out); err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(r.out)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty", r.out)
	}
	return err
}

// given is the path of a file that is given out.
func (r *release) given(name string) string { return filepath.Join(r.out, name) }
