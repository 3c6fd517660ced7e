package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/output/shard"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/workspace/cache"
	"gongkai/generator/workspace/unionfs"
)

// Options of a run. The zero value checks or builds the site in the current folder.
type Options struct {
	Site    string // folder of the site; "" is the current one
	Out     string // folder to write to; "" is the configuration's
	BaseURL string // instead of the configuration's site.url
	Jobs    int    // how many files or pages are worked on at once; 0 is one a processor
	Drafts  bool   // build drafts too
	// HoldBack publishes the last published version of a report that has errors, or is a draft.
	HoldBack bool
	// Compress publishes texts compressed as well, for web servers that send such files.
	Compress bool
	Version  string // of the tool, for the manifest
	// Against is the files of a published site that figures are compared with (rule unannounced-change); nil
	// compares with none.
	Against fs.FS
	// Unpublished says that the site in the output folder was never public: a build does not compare with it.
	Unpublished bool
	// Shard, where it is not zero, asks for one part of the build, into a folder of its own; Parts are folders with all
	// parts, to be joined. nil joins none.
	Shard shard.Shard
	Parts []string
	// NoCache builds without looking at what an earlier build remembered, and remembers nothing.
	NoCache bool
	// Reusable is what is still valid of the last build into the output folder; nil for nothing. It is of the site as it is read now.
	Reusable *cache.Reusable
	// Unread, where given, notes what of the site could not be read.
	Unread *Unread
	// Unsaved holds contents in place of those on disk, by path in the site: what an editor has
	// not saved yet.
	Unsaved map[string][]byte
	// InPlace builds into the output folder without exchanging it.
	InPlace bool
	// Notice, where given, is called with what a person may want to know during a build, such as that it waits for
	// another one.
	Notice func(diag.Text)
	// Progress, where given, is called now and then from many goroutines with how
	// much of a stage is done.
	Progress func(stage string, done, total int)
}

// Files are the site's files, with the unsaved texts in their place.
func (o Options) Files(root *os.Root) fs.FS {
	files := o.Unread.of(filesOf(root))
	if len(o.Unsaved) == 0 {
		return files
	}
	return unionfs.New(unionfs.Texts(o.Unsaved), files)
}

// Report returns the function to call with how much of a stage is done; nil if there is no
// Progress.
func (o Options) Report(stage string) func(done, total int) {
	if o.Progress == nil {
		return nil
	}
	return func(done, total int) { o.Progress(stage, done, total) }
}

// ErrNoSite says that a folder has no gongkai.yaml.
var ErrNoSite = errors.New("no gongkai.yaml found")

// ErrConfig says that gongkai.yaml is there and cannot be read.
var ErrConfig = errors.New("gongkai.yaml cannot be read")

// BaseURLError says why Options.BaseURL cannot be the address of a site.
type BaseURLError struct{ Fault diag.Text }

func (e *BaseURLError) Error() string { return "base URL: " + e.Fault.EN }

// root opens a site's folder; nothing outside it can be reached through the result.
func (o Options) root() (*os.Root, error) {
	dir := o.Site
	if dir == "" {
		dir = "."
	}
	root, err := os.OpenRoot(dir)
	switch {
	case err == nil:
		return root, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, o.noSite()
	}
	if info, other := os.Stat(dir); other == nil && !info.IsDir() {
		return nil, fmt.Errorf("%w in %s, which is not a folder", ErrNoSite, filepath.ToSlash(dir))
	}
	return nil, fmt.Errorf("open the site: %w", err)
}

func (o Options) noSite() error {
	return fmt.Errorf("%w in %s", ErrNoSite, filepath.ToSlash(cmp.Or(o.Site, ".")))
}

// configuration reads gongkai.yaml.
func (o Options) configuration(files fs.FS) (*config.Config, []diag.Finding, error) {
	data, err := fs.ReadFile(files, config.File)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, o.noSite()
		}
		return nil, nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	cfg, findings := config.Parse(data)
	findings = append(findings, (&rule.Text{File: config.File, Data: data, Found: findings}).Check()...)
	findings = append(findings, rule.PersonalDataInFile(config.File, data, privacy.Mobiles(cfg.Contact))...)
	if o.BaseURL != "" {
		full, fault := config.Address(o.BaseURL)
		if !fault.IsZero() {
			return nil, nil, &BaseURLError{fault}
		}
		cfg.URL = full
	}
	return cfg, findings, nil
}

// OpenSite opens a site and reads its configuration.
func (o Options) OpenSite() (*os.Root, *config.Config, error) {
	root, err := o.root()
	if err != nil {
		return nil, nil, err
	}
	cfg, _, err := o.configuration(o.Files(root))
	if err != nil {
		root.Close()
		return nil, nil, err
	}
	return root, cfg, nil
}

// ReadFile returns what reads a site's files as they are; nil where it cannot.
func ReadFile(site string) func(file string) []byte {
	if site == "" {
		site = "."
	}
	return func(file string) []byte {
		root, err := os.OpenRoot(site)
		if err != nil {
			return nil
		}
		defer root.Close()
		data, err := root.ReadFile(filepath.FromSlash(file))
		if err != nil {
			return nil
		}
		return data
	}
}
