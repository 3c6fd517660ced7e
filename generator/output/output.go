// Package output takes the files of the built site and keeps them, on disk or in memory.
//
// A sink is written to once a build: each file once, from any number of
// goroutines, then Close, which publishes all of it at once and adds manifest.json,
// or Abort, which publishes nothing.
//
// # How a folder is published
//
// Somebody may read the folder at any moment, the power may fail at any moment, and the same
// command may be started twice. [Disk] therefore never changes the published folder while there is
// another way. Its steps, and why they are in this order:
//
//  1. Lock (lock.go). What follows compares with the published site and takes parts of it over, so
//     nobody else may exchange it meanwhile. The lock ends with the process, however that ends.
//  2. Clear what a killed build left (recover.go): before anything is compared, since the published
//     folder may be waiting to be put back. What an interrupted switch began is finished.
//  3. Write what changed into a folder of a random name beside the published one (stage.go), so on the same file
//     system, where a rename is one step. It is named "unfinished".
//  4. Look what is in the published folder (survey.go). A file that no build wrote is never
//     replaced: with one in the way the build ends here.
//  5. Take over what did not change and what no build wrote (carry.go), as hard links: a file keeps its bytes
//     and its time, and whoever has it open goes on with the same one.
//  6. Write manifest.json, then let the system put all of it onto the disk (sync.go). Only then is
//     "unfinished" renamed to "site": a folder of that name is whole, also after a power cut.
//  7. Exchange the two folders (switch.go), in one step where the system has one (exchange_*.go). The folder above is
//     put onto the disk before anything old is removed, for a disk may remember a removal before an exchange.
//  8. Remove the old site (sweep.go) file by file: only what its manifest lists, or what the new folder has too.
//     What somebody put there since step 4 is moved into the new folder.
//
// Where the system has no exchange, or does not let the folder go, Close does what comes next best and says so
// (Options.Notice): it renames twice, so that there is no folder for an instant; or it moves file by file (inplace.go),
// so that readers may see old pages beside new ones until it is done. Both can be finished by the next
// build, whatever happens: which names are in the folder of step 3 says how far it came, so the names are the journal.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// ManifestName is the address of the list of all files, itself left out.
const ManifestName = "manifest.json"

// SentName is what a publish keeps in the folder that it wrote: the record of what was sent, which is not part
// of the site.
const SentName = ".gongkai/record.json.gz"

// ignoreName is git's, kept in the output folder by whoever owns the repository.
const ignoreName = ".gitignore"

// Names that a build may need inside the output folder.
const (
	insideStage = ".gongkai-stage" // holds what is new until it is moved into place
	insideLock  = ".gongkai-lock"  // where none can be made in the folder above
)

// reserved are the names at the top of the output folder that no file of a site has.
var reserved = []string{ManifestName, ignoreName, insideStage, insideLock}

// Fragment is the name, in a page's folder, of a file that holds the page's main part alone. It
// is HTML and no page.
const Fragment = "fragment.html"

// File is one file of the built site.
type File struct {
	Path   string                        // relative, with slashes
	Data   []byte                        // its content; not to be kept by a sink after Write
	Open   func() (io.ReadCloser, error) // instead of Data, for what should not be held in memory; may be called twice
	Source string                        // path of the source in the site, empty for a generated file
	Kept   bool                          // it stays as it is published, which a Disk alone knows; it has neither Data nor Open
}

// Sink keeps the files of one build.
type Sink interface {
	// Write keeps f. It is safe for concurrent use and refuses a path written before.
	Write(f File) error
	// Close publishes the build: it adds manifest.json and drops what the build
	// no longer has. After a failed Write it is Abort and returns that error.
	Close() error
	// Abort drops the build; what was published before stays. After Close it does nothing.
	Abort() error
}

// open returns the content of f as a stream.
func (f File) open() (io.ReadCloser, error) {
	if f.Kept {
		return nil, errKept
	}
	if f.Open != nil {
		return f.Open()
	}
	return io.NopCloser(bytes.NewReader(f.Data)), nil
}

// checkPath refuses a path that is not a plain address inside the site.
func checkPath(p string) error {
	top, _, _ := strings.Cut(p, "/")
	switch {
	case !fs.ValidPath(p) || p == "." || strings.ContainsAny(p, "\\\x00") || !filepath.IsLocal(filepath.FromSlash(p)):
		return fmt.Errorf("output: %q is not a path inside the site", p)
	case slices.Contains(reserved, p), top == insideStage, top == insideLock:
		return fmt.Errorf("output: the path %q is reserved", p)
	}
	return nil
}

// errKept says that a file has no content: a sink other than a Disk was given one that stays as it is.
var errKept = errors.New("output: the file is published already")

var errClosed = errors.New("output: the sink is closed")
